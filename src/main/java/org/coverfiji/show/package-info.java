/**
 * Results as ImageJ shows them: label images, overlays, colours, arrows, tables, contact sheets. Called by commands;
 * knows no verb.
 */
package org.coverfiji.show;
