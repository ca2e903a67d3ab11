package org.coverfiji.show.manual;

import java.awt.BorderLayout;
import java.awt.Dialog.ModalExclusionType;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JEditorPane;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.WindowConstants;
import javax.swing.event.HyperlinkEvent;
import javax.swing.text.html.HTMLEditorKit;
import javax.swing.text.html.StyleSheet;

import ij.IJ;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GUI;
import ij.plugin.BrowserLauncher;

/**
 * Shows pages of the manual in one window, which stays usable while a dialog is open. Links to other pages open in it,
 * links into the web in the browser.
 */
public final class ManualWindow {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 700;
    private static final int MARGIN = 14;

    /** The one window; for the event thread. */
    private static ManualWindow shown;

    private final JFrame frame = new JFrame("COVER manual");
    private final JEditorPane text = new JEditorPane();
    private final JButton back = new JButton("Back");
    private final JButton start = new JButton("Tutorial");
    private final Deque<URL> before = new ArrayDeque<>();
    private URL page;

    private ManualWindow() {
        // ImageJ's dialogs are modal, and the manual is there to be read beside them.
        frame.setModalExclusionType(ModalExclusionType.APPLICATION_EXCLUDE);
        frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        text.setEditable(false);
        text.setEditorKit(kit());
        text.setBorder(BorderFactory.createEmptyBorder(MARGIN, MARGIN, MARGIN, MARGIN));
        text.addHyperlinkListener(this::follow);
        back.addActionListener(event -> goBack());
        start.addActionListener(event -> open(Manual.page(Manual.START)));
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT));
        buttons.add(back);
        buttons.add(start);
        frame.add(buttons, BorderLayout.NORTH);
        JScrollPane scroll = new JScrollPane(text);
        double scale = Prefs.getGuiScale();
        scroll.setPreferredSize(new Dimension((int) (WIDTH * scale), (int) (HEIGHT * scale)));
        frame.add(scroll, BorderLayout.CENTER);
        if (IJ.getInstance() != null) {
            frame.setIconImage(IJ.getInstance().getIconImage());
        }
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent event) {
                WindowManager.removeWindow(frame);
            }
        });
        frame.pack();
        GUI.centerOnImageJScreen(frame);
    }

    private static HTMLEditorKit kit() {
        int size = (int) Math.round(12 * Prefs.getGuiScale());
        HTMLEditorKit kit = new HTMLEditorKit();
        StyleSheet own = new StyleSheet();
        own.addStyleSheet(kit.getStyleSheet());
        own.addRule("body { font-family: SansSerif; font-size: " + size + "pt; }");
        own.addRule("code, pre { font-family: Monospaced; font-size: " + size + "pt; }");
        own.addRule("pre { background-color: #f2f2f2; padding: 6px; }");
        own.addRule("h1 { font-size: " + (size + 8) + "pt; }");
        own.addRule("h2 { font-size: " + (size + 4) + "pt; }");
        own.addRule("th { text-align: left; background-color: #f2f2f2; }");
        own.addRule("td { vertical-align: top; }");
        kit.setStyleSheet(own);
        return kit;
    }

    /**
     * Opens a page, from any thread.
     *
     * @param name without ending
     * @param otherwise what to show if the jar lacks the page, HTML
     */
    public static void open(String name, String otherwise) {
        URL url = Manual.page(name);
        if (url == null) {
            EventQueue.invokeLater(() -> window().show(otherwise));
        } else {
            EventQueue.invokeLater(() -> window().open(url));
        }
    }

    /** The window that is showing or that will; for the event thread. */
    private static ManualWindow window() {
        if (shown == null || !shown.frame.isDisplayable()) {
            shown = new ManualWindow();
        }
        return shown;
    }

    private void open(URL url) {
        try {
            text.setPage(url);
            if (page != null && !page.equals(url)) {
                before.push(page);
            }
            page = url;
            appear();
        } catch (IOException e) {
            IJ.error("COVER", "The page " + url + " cannot be opened: " + e.getMessage() + ".");
        }
    }

    private void show(String html) {
        text.setText("<html><body>" + html + "</body></html>");
        text.setCaretPosition(0);
        page = null;
        before.clear();
        appear();
    }

    private void appear() {
        back.setEnabled(!before.isEmpty());
        start.setEnabled(Manual.page(Manual.START) != null);
        if (!frame.isVisible()) {
            // By its title ImageJ finds it for macros, and in its menu of windows.
            WindowManager.addWindow(frame);
        }
        frame.setVisible(true);
        frame.toFront();
    }

    private void goBack() {
        URL last = before.poll();
        if (last != null) {
            page = null;
            open(last);
        }
    }

    private void follow(HyperlinkEvent event) {
        if (event.getEventType() != HyperlinkEvent.EventType.ACTIVATED || event.getURL() == null) {
            return;
        }
        URL target = event.getURL();
        if (target.getProtocol().startsWith("http")) {
            try {
                BrowserLauncher.openURL(target.toString());
            } catch (IOException e) {
                IJ.error("COVER", "The browser cannot be opened; the address is " + target + ".");
            }
        } else {
            open(target);
        }
    }
}
