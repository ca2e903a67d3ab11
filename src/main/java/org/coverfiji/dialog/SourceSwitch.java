package org.coverfiji.dialog;

import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.Insets;

import javax.swing.ButtonGroup;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRadioButton;

import org.coverfiji.command.DialogHints;

/** Whether the open image is worked on or a folder of images; for the event thread. */
final class SourceSwitch {

    private static final int GAP = 12;

    private final JLabel label = new JLabel("Work on");
    private final JRadioButton image = new JRadioButton("the open image");
    private final JRadioButton folder = new JRadioButton("a folder or file");
    private final JPanel box = new JPanel(new FlowLayout(FlowLayout.LEADING, 0, 0));

    /** @param imageOpen without one there is no choice */
    SourceSwitch(boolean imageOpen) {
        ButtonGroup group = new ButtonGroup();
        group.add(image);
        group.add(folder);
        image.setName(DialogHints.IMAGE + "?");
        folder.setName(DialogHints.FOLDER + "?");
        image.setEnabled(imageOpen);
        image.setToolTipText(imageOpen ? null : "no image is open");
        folder.setSelected(true);
        image.setBorder(null);
        box.add(image);
        box.add(new JLabel("    "));
        box.add(folder);
    }

    void addTo(JPanel panel, int y) {
        GridBagConstraints cell = new GridBagConstraints();
        cell.gridy = y;
        cell.insets = new Insets(3, 0, 3, GAP);
        cell.anchor = GridBagConstraints.LINE_END;
        panel.add(label, cell);
        cell.gridx = 1;
        cell.insets = new Insets(3, 0, 3, 0);
        cell.anchor = GridBagConstraints.LINE_START;
        panel.add(box, cell);
    }

    JLabel label() {
        return label;
    }

    JRadioButton image() {
        return image;
    }

    JRadioButton folder() {
        return folder;
    }

    /** {@link DialogHints#FOLDER} or {@link DialogHints#IMAGE}. */
    String source() {
        return image.isSelected() ? DialogHints.IMAGE : DialogHints.FOLDER;
    }

    /** Where no image is open, a folder stays chosen. */
    void choose(String source) {
        (DialogHints.IMAGE.equals(source) && image.isEnabled() ? image : folder).setSelected(true);
    }

    void onChange(Runnable action) {
        image.addItemListener(event -> action.run());
    }
}
