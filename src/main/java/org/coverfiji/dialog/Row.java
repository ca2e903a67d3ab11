package org.coverfiji.dialog;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.Insets;

import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.text.JTextComponent;

/** A field on the screen: label, editor and unit; for the event thread. */
final class Row {

    /** Behind a value that nobody has given. */
    static final String AUTOMATIC = " (automatic)";
    private static final Color WRONG = new Color(0xffdcdc);
    private static final int NUMBER_COLUMNS = 9;
    private static final int TEXT_COLUMNS = 30;
    private static final int GAP = 6;
    private static final int TIP_COLUMNS = 60;

    private final Field field;
    private final Editor editor;
    private final JLabel label = new JLabel();
    private final JLabel unit = new JLabel();
    private final JPanel box = new JPanel(new BorderLayout(GAP, 0));
    private final Color usual;
    private String meaning = "";
    private boolean needed;
    private String sentence;

    /** @param imagesBefore how many images are asked for before */
    Row(Field field, int imagesBefore) {
        this.field = field;
        editor = editor(field, imagesBefore);
        editor.setText(field.first());
        // By which tests and assistive technology find it.
        editor.input().setName(field.id());
        editor.input().getAccessibleContext().setAccessibleName(field.label());
        usual = editor.input().getBackground();
        if (field.kind() != Field.Kind.FLAG) {
            label.setText(field.label());
            label.setLabelFor(editor.input());
        }
        // A file's ending is known to the chooser.
        unit.setText(field.isPath() ? "" : field.unit());
        boolean wide = field.isPath() || field.kind() == Field.Kind.TEXT && !field.isShort();
        box.add(editor.component(), wide ? BorderLayout.CENTER : BorderLayout.WEST);
        if (!unit.getText().isEmpty()) {
            box.add(unit, wide ? BorderLayout.EAST : BorderLayout.CENTER);
        }
        hint(field.meaning());
        mark(null);
    }

    private static Editor editor(Field field, int imagesBefore) {
        switch (field.kind()) {
            case FLAG:
                return new FlagEditor(field.label());
            case CHOICE:
                return new ChoiceEditor(field.choices());
            case FILE:
            case FILES:
                return new FileEditor(field);
            case IMAGE:
                return new ImageEditor(imagesBefore);
            case NUMBER:
                return new TextEditor(field.meaning().isEmpty() ? NUMBER_COLUMNS : 2 * NUMBER_COLUMNS);
            default:
                return new TextEditor(field.isShort() ? 2 * NUMBER_COLUMNS : TEXT_COLUMNS);
        }
    }

    /** Puts it into a panel's grid. */
    void addTo(JPanel panel, int y) {
        GridBagConstraints cell = new GridBagConstraints();
        cell.gridy = y;
        cell.insets = new Insets(GAP / 2, 0, GAP / 2, 2 * GAP);
        cell.anchor = GridBagConstraints.LINE_END;
        panel.add(label, cell);
        cell.gridx = 1;
        cell.insets = new Insets(GAP / 2, 0, GAP / 2, 0);
        cell.weightx = 1;
        cell.anchor = GridBagConstraints.LINE_START;
        cell.fill = GridBagConstraints.HORIZONTAL;
        panel.add(box, cell);
    }

    Field field() {
        return field;
    }

    Editor editor() {
        return editor;
    }

    JLabel label() {
        return label;
    }

    String text() {
        return editor.text();
    }

    boolean isVisible() {
        return box.isVisible();
    }

    void setVisible(boolean visible) {
        label.setVisible(visible);
        box.setVisible(visible);
    }

    /** What the automatic value is, where the field is empty. */
    void hint(String text) {
        meaning = text;
        boolean told = text.equals(field.meaning()) && !field.isSetting();
        editor.hint(text.isEmpty() || needed ? "" : told ? text : text + AUTOMATIC);
    }

    /** Whether the command cannot do without a value, so that nothing is automatic. */
    void setNeeded(boolean isNeeded) {
        needed = isNeeded;
        hint(meaning);
    }

    /** Marks a wrong value with the sentence that says why; null where it is right. */
    void mark(String why) {
        sentence = why;
        if (editor.input() instanceof JTextComponent) {
            editor.input().setBackground(why == null ? usual : WRONG);
        }
        String tip = tip(why == null ? field.help() : why);
        label.setToolTipText(tip);
        editor.input().setToolTipText(tip);
        editor.input().getAccessibleContext().setAccessibleDescription(why == null ? field.help() : why);
    }

    /** Why the value is wrong; null if it is not. */
    String sentence() {
        return sentence;
    }

    private static String tip(String text) {
        if (text.isEmpty()) {
            return null;
        }
        StringBuilder html = new StringBuilder("<html>");
        int column = 0;
        for (String word : text.replace("&", "&amp;").replace("<", "&lt;").split(" ")) {
            boolean full = column > 0 && column + word.length() > TIP_COLUMNS;
            html.append(full ? "<br>" : column > 0 ? " " : "").append(word);
            column = (full ? 0 : column) + word.length() + 1;
        }
        return html.append("</html>").toString();
    }

    /** Labels of equal width hold the fields in one line, whichever are shown. */
    void align(int width) {
        Dimension size = label.getPreferredSize();
        label.setPreferredSize(new Dimension(width, size.height));
        label.setHorizontalAlignment(JLabel.TRAILING);
    }
}
