/**
 * Values that users choose: each is declared once, as a {@link org.coverfiji.setting.Setting} with key, default, range
 * and help, from which checks, dialogs, macro keys, tables of the manual and model files follow. Anybody may call it;
 * it knows no other package but the root.
 */
package org.coverfiji.setting;
