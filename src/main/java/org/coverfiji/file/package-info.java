/**
 * Files as the suite writes and names them: whole or not at all, beside a model, one result for each input of a
 * folder. Anybody may call it; it knows no image and no model.
 */
package org.coverfiji.file;
