/**
 * The verb next: which of many unlabelled images to label next, because nothing like them is labelled yet or because a
 * task model is unsure of them. For commands and scripts.
 */
package org.coverfiji.app.next;
