package org.coverfiji.show.live;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Frame;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.UIManager;
import javax.swing.WindowConstants;

import org.coverfiji.show.GuiScale;
import org.coverfiji.train.TrainingControls;

import ij.IJ;

/** The training window itself. Everything here is for the event thread, but for what says otherwise. */
final class TrainingFrame {

    private static final int GAP = 10;
    private static final String ESCAPE = "escape";
    private static final int MESSAGE_LINES = 2;
    /** Beside curves alone, more numbers in a row would be cut. */
    private static final int COLUMNS_WITHOUT_PREVIEW = 3;

    private final JFrame frame;
    private final ImagePanel curves = new ImagePanel(430, 480);
    private final ImagePanel preview = new ImagePanel(590, 478);
    private final JComboBox<String> choices = new JComboBox<>();
    private final JLabel previewTitle = new JLabel("Preview after the first steps");
    private final JProgressBar bar = new JProgressBar(0, 1000);
    private final Map<String, JLabel> numbers = new LinkedHashMap<>();
    private final JTextArea message = new JTextArea(MESSAGE_LINES, 1);
    private final JButton save = new JButton("Save checkpoint now");
    private final JButton stop = new JButton(StopQuestion.STOP);
    private final JButton cancel = new JButton("Cancel");
    private final StopQuestion question;
    private final TrainingControls controls;
    private boolean ended;

    private volatile int choice;
    private volatile boolean showing;

    /**
     * @param widest a long value of each number that is shown, by its name, in their order
     * @param withPreview whether there will be previews
     * @param closed is called when the user has closed the window
     */
    TrainingFrame(String title, TrainingControls controls, Map<String, String> widest, boolean withPreview,
            Runnable closed) {
        this.controls = controls;
        question = new StopQuestion(controls, this::stopping);
        frame = new JFrame(title);
        frame.setName(ScreenPlaces.TRAINING);
        frame.setDefaultCloseOperation(WindowConstants.HIDE_ON_CLOSE);
        JPanel content = new JPanel(new BorderLayout(0, GAP));
        content.setBorder(BorderFactory.createEmptyBorder(GAP, GAP + 2, GAP, GAP + 2));
        JComponent header = numbers(widest, withPreview ? widest.size() : COLUMNS_WITHOUT_PREVIEW);
        JComponent footer = footer();
        content.add(header, BorderLayout.NORTH);
        content.add(pictures(withPreview), BorderLayout.CENTER);
        content.add(footer, BorderLayout.SOUTH);
        frame.setContentPane(content);
        actions(content);
        GuiScale.apply(content);
        if (IJ.getInstance() != null) {
            frame.setIconImage(IJ.getInstance().getIconImage());
        }
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent event) {
                showing = false;
                closed.run();
            }

            @Override
            public void windowOpened(WindowEvent event) {
                frame.setFocusableWindowState(true);
            }
        });
        frame.addWindowStateListener(event -> showing = (event.getNewState() & Frame.ICONIFIED) == 0);
        frame.pack();
        int text = Math.max(header.getPreferredSize().width, footer.getPreferredSize().width);
        frame.setMinimumSize(new Dimension(Math.max(frame.getWidth() * 2 / 3, frame.getWidth() - content.getWidth()
                + text + 2 * (GAP + 2)), frame.getHeight() * 2 / 3));
        ScreenPlaces.arrange(frame);
    }

    private JComponent numbers(Map<String, String> widest, int columns) {
        JPanel grid = new JPanel(new GridBagLayout());
        int i = 0;
        for (Map.Entry<String, String> number : widest.entrySet()) {
            JLabel name = new JLabel(number.getKey());
            name.setFont(name.getFont().deriveFont(Font.PLAIN));
            JLabel value = new ValueLabel(number.getValue());
            numbers.put(number.getKey(), value);
            GridBagConstraints cell = new GridBagConstraints();
            cell.gridx = i % columns;
            cell.gridy = 2 * (i / columns);
            cell.weightx = 1;
            cell.anchor = GridBagConstraints.LINE_START;
            cell.fill = GridBagConstraints.HORIZONTAL;
            cell.insets = new Insets(cell.gridy > 0 ? GAP / 2 : 0, 0, 1, GAP);
            grid.add(name, cell);
            cell.gridy++;
            cell.insets = new Insets(0, 0, 1, GAP);
            grid.add(value, cell);
            i++;
        }
        bar.setPreferredSize(new Dimension(100, 8));
        JPanel panel = new JPanel(new BorderLayout(0, GAP / 2));
        panel.add(grid, BorderLayout.CENTER);
        panel.add(bar, BorderLayout.SOUTH);
        return panel;
    }

    private Component pictures(boolean withPreview) {
        JPanel panel = new JPanel(new SideBySide(2 * GAP));
        panel.add(curves);
        if (withPreview) {
            JPanel line = new JPanel(new BorderLayout(GAP, 0));
            line.add(previewTitle, BorderLayout.CENTER);
            line.add(choices, BorderLayout.EAST);
            choices.setPrototypeDisplayValue("Level 0 (coarsest), 128 × 128 pixels");
            choices.setEnabled(false);
            JPanel area = new JPanel(new BorderLayout(0, GAP / 2)) {
                @Override
                public Dimension getMinimumSize() {
                    Dimension least = preview.getMinimumSize();
                    return new Dimension(Math.max(least.width, line.getPreferredSize().width), least.height);
                }
            };
            area.add(line, BorderLayout.NORTH);
            area.add(preview, BorderLayout.CENTER);
            panel.add(area);
        }
        return panel;
    }

    /** The message has lines of its own: beside the buttons it would be cut. */
    private JComponent footer() {
        message.setEditable(false);
        message.setFocusable(false);
        message.setOpaque(false);
        message.setLineWrap(true);
        message.setWrapStyleWord(true);
        message.setFont(UIManager.getFont("Label.font"));
        Box row = Box.createHorizontalBox();
        row.add(Box.createHorizontalGlue());
        row.add(save);
        row.add(Box.createHorizontalStrut(GAP));
        row.add(stop);
        row.add(Box.createHorizontalStrut(GAP));
        row.add(cancel);
        JPanel panel = new JPanel(new BorderLayout(0, GAP / 2));
        panel.add(message, BorderLayout.CENTER);
        panel.add(row, BorderLayout.SOUTH);
        return panel;
    }

    private void actions(JComponent content) {
        save.setToolTipText("Writes a checkpoint after this iteration; training goes on.");
        stop.setToolTipText("Ends training after this iteration; the best weights so far are the model: the last ones"
                + " where nothing is validated.");
        cancel.setToolTipText("Ends training after this iteration; a checkpoint is left from which it can be resumed.");
        save.addActionListener(event -> {
            controls.saveCheckpoint();
            message("A checkpoint will be saved after this iteration.");
        });
        stop.addActionListener(event -> {
            controls.stopAndKeep();
            stopping();
        });
        cancel.addActionListener(event -> {
            if (ended) {
                frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING));
            } else {
                controls.cancel();
                stopping();
            }
        });
        // Until the run has started there is nothing to keep.
        save.setEnabled(false);
        stop.setEnabled(false);
        choices.addActionListener(event -> choice = Math.max(0, choices.getSelectedIndex()));
        content.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
                ESCAPE);
        content.getActionMap().put(ESCAPE, new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent event) {
                ask();
            }
        });
    }

    /** Shows the window without taking the keyboard from whatever the user is doing. */
    void open() {
        frame.setAutoRequestFocus(false);
        frame.setFocusableWindowState(false);
        frame.setVisible(true);
        showing = true;
    }

    /** Brings the window back because the user asked for it. */
    void reopen() {
        frame.setAutoRequestFocus(true);
        frame.setExtendedState(frame.getExtendedState() & ~Frame.ICONIFIED);
        frame.setVisible(true);
        frame.toFront();
        showing = true;
    }

    /** The run, which may have waited, trains now. */
    void started() {
        if (!ended && cancel.isEnabled()) {
            save.setEnabled(true);
            stop.setEnabled(true);
        }
    }

    /** Asks whether to stop. */
    void ask() {
        if (!ended && stop.isEnabled()) {
            question.ask(frame.isVisible() ? frame : null, frame.getTitle());
        }
    }

    private void stopping() {
        stop.setEnabled(false);
        save.setEnabled(false);
        cancel.setEnabled(false);
        message("Training stops after this iteration.");
    }

    /** @param values in the order of the names */
    void numbers(List<String> values, double share) {
        int i = 0;
        for (JLabel value : numbers.values()) {
            value.setText(values.get(i++));
        }
        bar.setValue((int) Math.round(share * bar.getMaximum()));
    }

    void message(String text) {
        message.setText(text);
        message.setToolTipText(text);
    }

    void previews(List<String> names, long iteration) {
        if (choices.getItemCount() == 0) {
            names.forEach(choices::addItem);
            choices.setEnabled(true);
        }
        previewTitle.setText("Preview after iteration " + iteration);
    }

    /** Leaves the window with the final state. */
    void end(String text) {
        ended = true;
        question.close();
        stop.setEnabled(false);
        save.setEnabled(false);
        cancel.setEnabled(true);
        cancel.setText("Close");
        cancel.setToolTipText(null);
        message(text);
    }

    void dispose() {
        showing = false;
        question.close();
        frame.dispose();
    }

    Font font() {
        return message.getFont().deriveFont(Font.PLAIN);
    }

    ImagePanel curves() {
        return curves;
    }

    ImagePanel preview() {
        return preview;
    }

    /** Which of the preview's choices is chosen. Any thread. */
    int choice() {
        return choice;
    }

    /** Whether there is something to be seen. Any thread. */
    boolean isShowing() {
        return showing;
    }

    JFrame window() {
        return frame;
    }

    /** A number that is as wide at the start as it will be later. */
    private static final class ValueLabel extends JLabel {

        private static final long serialVersionUID = 1L;

        private final String widest;

        ValueLabel(String widest) {
            super("–");
            this.widest = widest;
            setFont(getFont().deriveFont(Font.BOLD));
        }

        @Override
        public Dimension getPreferredSize() {
            Dimension size = super.getPreferredSize();
            return new Dimension(Math.max(size.width, getFontMetrics(getFont()).stringWidth(widest)), size.height);
        }

        @Override
        public Dimension getMinimumSize() {
            return getPreferredSize();
        }
    }
}
