package org.coverfiji.dialog;

import javax.swing.JComponent;

/** What a value is typed or chosen in; for the event thread. */
interface Editor {

    /** What is laid out. */
    JComponent component();

    /** What has the keyboard, and is marked where the value is wrong. */
    JComponent input();

    String text();

    void setText(String text);

    /** Runs something after every change. */
    void onChange(Runnable action);

    /** Says, in grey, what an empty field means. */
    default void hint(String text) {
    }
}
