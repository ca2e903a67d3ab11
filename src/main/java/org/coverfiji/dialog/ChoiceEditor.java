package org.coverfiji.dialog;

import java.util.List;

import javax.swing.JComboBox;

/** One of some words. */
final class ChoiceEditor implements Editor {

    private final JComboBox<String> box;

    ChoiceEditor(List<String> choices) {
        box = new JComboBox<>(choices.toArray(new String[0]));
    }

    @Override
    public JComboBox<String> component() {
        return box;
    }

    @Override
    public JComboBox<String> input() {
        return box;
    }

    @Override
    public String text() {
        return String.valueOf(box.getSelectedItem());
    }

    @Override
    public void setText(String text) {
        box.setSelectedItem(text);
    }

    @Override
    public void onChange(Runnable action) {
        box.addItemListener(event -> action.run());
    }
}
