package org.coverfiji.dialog;

import javax.swing.BorderFactory;
import javax.swing.JCheckBox;

/** Yes or no; its label stands in the box itself. */
final class FlagEditor implements Editor {

    private final JCheckBox box;

    FlagEditor(String label) {
        box = new JCheckBox(label);
        // In line with the other fields.
        box.setBorder(BorderFactory.createEmptyBorder(1, 0, 1, 0));
    }

    @Override
    public JCheckBox component() {
        return box;
    }

    @Override
    public JCheckBox input() {
        return box;
    }

    @Override
    public String text() {
        return String.valueOf(box.isSelected());
    }

    @Override
    public void setText(String text) {
        box.setSelected(Boolean.parseBoolean(text));
    }

    @Override
    public void onChange(Runnable action) {
        box.addItemListener(event -> action.run());
    }
}
