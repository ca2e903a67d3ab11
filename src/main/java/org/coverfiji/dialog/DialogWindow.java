package org.coverfiji.dialog;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog.ModalityType;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ScrollPaneConstants;
import javax.swing.WindowConstants;

import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.show.GuiScale;
import org.scijava.command.CommandInfo;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GUI;

/** The window of a dialog: the form, which scrolls where the screen is small, what is said of it, and the buttons. */
final class DialogWindow {

    /** The window's name, by which tests know it. */
    static final String NAME = "COVER dialog";

    private static final int GAP = 10;
    private static final int FORECAST_LINES = 4;
    private static final int MESSAGE_LINES = 2;
    private static final String ADVANCED = "cover.advanced.";

    private final JDialog window;
    private final Form form;
    private final MessageArea messages;
    private final CommandInfo info;
    private final CommandRunner runner;
    private final JScrollPane scroll;
    private String cost = "";
    private List<String> warnings = List.of();
    /** Why the run before failed, until a value changes; empty if it did not. */
    private String failure = "";
    private Forecaster forecaster;
    private boolean agreed;
    private int shownHeight;

    DialogWindow(String title, CommandInfo info, List<Field> fields, CommandRunner runner, Runnable help) {
        this.info = info;
        this.runner = runner;
        window = new JDialog(IJ.getInstance(), title, ModalityType.APPLICATION_MODAL);
        window.setName(NAME);
        window.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        form = new Form(fields, this::changed);
        messages = new MessageArea(runner.isForecasting(info) ? FORECAST_LINES : MESSAGE_LINES);
        scroll = new JScrollPane(form, ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        JPanel below = new JPanel(new BorderLayout(0, GAP));
        below.add(messages, BorderLayout.CENTER);
        below.add(buttons(help), BorderLayout.SOUTH);
        JPanel content = new JPanel(new BorderLayout(0, GAP));
        content.setBorder(BorderFactory.createEmptyBorder(GAP, GAP + 4, GAP, GAP + 4));
        content.add(scroll, BorderLayout.CENTER);
        content.add(below, BorderLayout.SOUTH);
        window.setContentPane(content);
        plain(content);
        GuiScale.apply(content);
        form.align();
        form.advancedButton().addActionListener(event -> {
            form.setAdvanced(!form.isAdvanced());
            Prefs.set(ADVANCED + info.getDelegateClassName(), form.isAdvanced());
            fit(screen());
        });
    }

    /** Metal's labels are bold. */
    private static void plain(Component component) {
        if (component.getFont() != null) {
            component.setFont(component.getFont().deriveFont(Font.PLAIN));
        }
        if (component instanceof Container) {
            for (Component child : ((Container) component).getComponents()) {
                plain(child);
            }
        }
    }

    private JComponent buttons(Runnable help) {
        JButton ok = button("OK", 0, this::agree);
        JButton cancel = button("Cancel", KeyEvent.VK_C, window::dispose);
        Box row = Box.createHorizontalBox();
        row.add(button("Help", KeyEvent.VK_H, help));
        row.add(Box.createHorizontalStrut(GAP));
        row.add(button("Reset", KeyEvent.VK_R, () -> form.setTexts(Map.of())));
        row.add(Box.createHorizontalGlue());
        row.add(Box.createHorizontalStrut(4 * GAP));
        row.add(cancel);
        row.add(Box.createHorizontalStrut(GAP));
        row.add(ok);
        window.getRootPane().setDefaultButton(ok);
        key(row, KeyEvent.VK_ESCAPE, window::dispose);
        key(row, KeyEvent.VK_F1, help);
        ok.setPreferredSize(new Dimension(Math.max(ok.getPreferredSize().width, cancel.getPreferredSize().width),
                ok.getPreferredSize().height));
        return row;
    }

    private static JButton button(String label, int mnemonic, Runnable action) {
        JButton button = new JButton(label);
        button.setName(label);
        button.setMnemonic(mnemonic);
        button.addActionListener(event -> action.run());
        return button;
    }

    private static void key(JComponent component, int key, Runnable action) {
        component.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(key, 0), action);
        component.getActionMap().put(action, new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent event) {
                action.run();
            }
        });
    }

    private void agree() {
        if (form.check()) {
            agreed = true;
            window.dispose();
        } else {
            showMessages();
            fit(screen());
        }
    }

    /**
     * Waits for the answer, on the event thread.
     *
     * @param texts what to fill in; empty for the defaults
     * @param before why the run before failed, empty if it did not
     * @return whether the user agreed
     */
    boolean ask(Map<String, String> texts, String before) {
        try (Forecaster own = new Forecaster()) {
            forecaster = own;
            form.setAdvanced(form.hasAdvanced() && Prefs.get(ADVANCED + info.getDelegateClassName(), false));
            form.setTexts(texts);
            failure = before;
            tell(List.of());
            fit(screen());
            place(screen());
            form.focusFirst();
            window.setVisible(true);
        }
        return agreed;
    }

    Form form() {
        return form;
    }

    private void changed() {
        fitIfOpen();
        failure = "";
        warnings = List.of();
        showMessages();
        if (!runner.isForecasting(info)) {
            return;
        }
        Map<String, String> values = form.values();
        ImagePlus image = form.image();
        forecaster.ask(() -> forecast(values, image), this::show, sentence -> {
            cost = "";
            tell(List.of(sentence));
        });
    }

    /** On the forecaster's thread, where the image that is chosen is the active one. */
    private Forecast forecast(Map<String, String> values, ImagePlus image) {
        WindowManager.setTempCurrentImage(image);
        try {
            return runner.forecast(info, values);
        } finally {
            WindowManager.setTempCurrentImage(null);
        }
    }

    private void show(Forecast forecast) {
        cost = forecast.cost();
        form.hint(forecast.automatic());
        tell(forecast.warnings());
    }

    private void tell(List<String> sentences) {
        warnings = new ArrayList<>(sentences);
        if (!failure.isEmpty()) {
            warnings.add(0, failure);
        }
        form.tell(warnings);
        showMessages();
    }

    private void showMessages() {
        Set<String> all = new LinkedHashSet<>(form.sentences());
        all.addAll(warnings);
        messages.show(cost, all);
    }

    private static Rectangle screen() {
        return IJ.getInstance() == null ? GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds()
                : GUI.getMaxWindowBounds(IJ.getInstance());
    }

    /** Other fields need another height; the same ones leave it as the user may have set it. */
    private void fitIfOpen() {
        int height = form.getPreferredSize().height;
        if (window.isVisible() && height != shownHeight) {
            fit(screen());
        }
        shownHeight = height;
    }

    /**
     * As high as the fields need, but not higher than the screen. The size is set once: of two in a row the X server
     * may report the first one after the second was set, and the window would take it.
     */
    void fit(Rectangle screen) {
        int width = window.getWidth();
        if (!window.isDisplayable()) {
            window.addNotify();
        }
        window.setPreferredSize(null);
        Dimension wanted = window.getPreferredSize();
        shownHeight = form.getPreferredSize().height;
        int height = Math.min(wanted.height, screen.height);
        int bar = height < wanted.height ? scroll.getVerticalScrollBar().getPreferredSize().width : 0;
        window.setPreferredSize(new Dimension(Math.min(screen.width, Math.max(width, wanted.width + bar)), height));
        window.pack();
        if (window.getY() + height > screen.y + screen.height) {
            window.setLocation(window.getX(), screen.y + screen.height - height);
        }
        window.validate();
    }

    private void place(Rectangle screen) {
        window.setLocation(screen.x + (screen.width - window.getWidth()) / 2,
                screen.y + (screen.height - window.getHeight()) / 3);
    }
}
