package org.coverfiji.dialog;

import java.util.Comparator;
import java.util.List;

import javax.swing.JComboBox;
import javax.swing.ListCellRenderer;

/** One of some words; an empty one, where it is among them, stands for what is automatic, which it shows. */
final class ChoiceEditor implements Editor {

    private final JComboBox<String> box;
    private String hint = "";

    ChoiceEditor(List<String> choices) {
        box = new JComboBox<>(choices.toArray(new String[0]));
        if (choices.contains("")) {
            showHint(choices);
        }
    }

    private void showHint(List<String> choices) {
        ListCellRenderer<? super String> usual = box.getRenderer();
        box.setRenderer((list, value, index, selected, focused) -> usual.getListCellRendererComponent(list,
                "".equals(value) ? hint : value, index, selected, focused));
        // Wide enough whatever is automatic.
        box.setPrototypeDisplayValue(choices.stream().max(Comparator.comparingInt(String::length)).orElse("")
                + Row.AUTOMATIC);
    }

    @Override
    public void hint(String text) {
        hint = text;
        box.repaint();
    }

    String shownHint() {
        return hint;
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
