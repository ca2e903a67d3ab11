package org.coverfiji.show.live;

import java.awt.Component;

import javax.swing.JDialog;
import javax.swing.JOptionPane;

import org.coverfiji.train.TrainingControls;

/** Asks whether to stop, while training goes on. For the event thread. */
final class StopQuestion {

    static final String STOP = "Stop and keep best";
    static final String CANCEL = "Cancel training";
    static final String GO_ON = "Go on training";

    private final TrainingControls controls;
    private final Runnable stopping;
    private JDialog dialog;

    /** @param stopping is called once the user has chosen to stop */
    StopQuestion(TrainingControls controls, Runnable stopping) {
        this.controls = controls;
        this.stopping = stopping;
    }

    /** Shows the question, once however often it is asked, and returns at once. */
    void ask(Component parent, String title) {
        if (dialog != null) {
            dialog.toFront();
            return;
        }
        JOptionPane pane = new JOptionPane("<html><b>Stop training?</b><br>Training goes on until you choose."
                + "<br><br>" + STOP + ": what is trained so far is the model.<br>" + CANCEL
                + ": a checkpoint is left from which training can be resumed.</html>", JOptionPane.QUESTION_MESSAGE,
                JOptionPane.DEFAULT_OPTION, null, new Object[] {STOP, CANCEL, GO_ON}, GO_ON);
        dialog = pane.createDialog(parent, title);
        dialog.setModal(false);
        dialog.setDefaultCloseOperation(JDialog.DO_NOTHING_ON_CLOSE);
        pane.addPropertyChangeListener(JOptionPane.VALUE_PROPERTY, event -> answer(event.getNewValue()));
        dialog.setVisible(true);
    }

    private void answer(Object choice) {
        close();
        if (STOP.equals(choice)) {
            controls.stopAndKeep();
            stopping.run();
        } else if (CANCEL.equals(choice)) {
            controls.cancel();
            stopping.run();
        }
    }

    /** Takes the question back, for instance because the run has ended. */
    void close() {
        if (dialog != null) {
            dialog.dispose();
            dialog = null;
        }
    }
}
