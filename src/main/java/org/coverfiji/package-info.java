/**
 * What every room may use: the one exception that users see, and how lack of memory is recognised.
 */
package org.coverfiji;
