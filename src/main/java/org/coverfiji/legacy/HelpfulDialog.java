package org.coverfiji.legacy;

import java.awt.Button;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Panel;
import java.awt.TextField;
import java.awt.event.ActionEvent;
import java.io.File;

import ij.gui.GenericDialog;
import ij.io.SaveDialog;

/** ImageJ's dialog with what it lacks: a Help button that runs what it is told to, and fields for files to write. */
class HelpfulDialog extends GenericDialog {

    private static final long serialVersionUID = 1L;
    private static final String HELP = "Help";
    private static final int CHECKBOX_GAP = 2;

    private final Runnable help;

    /** @param help opens the help; on the event thread */
    HelpfulDialog(String title, Runnable help) {
        super(title);
        this.help = help;
        addHelp("");
        setHelpLabel(HELP);
    }

    @Override
    public void actionPerformed(ActionEvent event) {
        if (event.getSource() instanceof Button && HELP.equals(((Button) event.getSource()).getLabel())) {
            help.run();
        } else {
            super.actionPerformed(event);
        }
    }

    /** Below the other fields, where ImageJ would put it at the left. */
    @Override
    public void addCheckbox(String label, boolean on) {
        super.addCheckbox(label, on);
        Component box = (Component) getCheckboxes().lastElement();
        GridBagLayout layout = (GridBagLayout) getLayout();
        GridBagConstraints place = layout.getConstraints(box);
        place.gridx = 1;
        place.gridwidth = 1;
        place.insets = new Insets(CHECKBOX_GAP, 0, CHECKBOX_GAP, 0);
        layout.setConstraints(box, place);
    }

    /** Like ImageJ's field for a file, but its button asks for a file to write. */
    void addSaveField(String label, String path, int columns) {
        addStringField(label, path, columns);
        TextField field = (TextField) getStringFields().lastElement();
        Button browse = new Button("Browse");
        browse.addActionListener(event -> browse(label.replace('_', ' '), field));
        GridBagLayout layout = (GridBagLayout) getLayout();
        GridBagConstraints place = layout.getConstraints(field);
        Panel panel = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        panel.add(field);
        panel.add(browse);
        layout.setConstraints(panel, place);
        add(panel);
    }

    private static void browse(String title, TextField field) {
        File known = new File(field.getText().trim());
        String ending = title.replaceFirst("(?s).*(\\.\\w+)\\W*$", "$1");
        SaveDialog dialog = new SaveDialog(title, known.getParent(), known.getName(),
                ending.startsWith(".") ? ending : null);
        if (dialog.getFileName() != null) {
            field.setText(new File(dialog.getDirectory(), dialog.getFileName()).getPath());
        }
    }
}
