package org.coverfiji.dialog;

import java.awt.Color;
import java.awt.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.swing.BorderFactory;
import javax.swing.JScrollPane;
import javax.swing.JTextPane;
import javax.swing.ScrollPaneConstants;
import javax.swing.text.BadLocationException;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;

/** A few lines, always as large, that say what a run will cost and, in red, what cannot work; for the event thread. */
final class MessageArea extends JScrollPane {

    private static final long serialVersionUID = 1L;
    private static final Color WARNING = new Color(0xb00000);

    private final JTextPane text = new JTextPane();
    private final int lines;
    private transient List<String> shown = List.of();

    MessageArea(int lines) {
        super(ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED, ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        this.lines = lines;
        text.setEditable(false);
        text.setFocusable(false);
        text.setOpaque(false);
        text.setName("messages");
        setViewportView(text);
        getViewport().setOpaque(false);
        setOpaque(false);
        setBorder(BorderFactory.createEmptyBorder());
    }

    /** What is to be seen, the cost first. */
    void show(String cost, Collection<String> warnings) {
        Set<String> all = new LinkedHashSet<>(warnings);
        List<String> sentences = new ArrayList<>();
        if (!cost.isEmpty()) {
            sentences.add(cost);
        }
        sentences.addAll(all);
        if (sentences.equals(shown)) {
            return;
        }
        shown = sentences;
        text.setText("");
        for (String sentence : sentences) {
            append(sentence, sentence.equals(cost) ? text.getForeground() : WARNING);
        }
        text.setCaretPosition(0);
    }

    private void append(String sentence, Color colour) {
        SimpleAttributeSet style = new SimpleAttributeSet();
        StyleConstants.setForeground(style, colour);
        try {
            int end = text.getDocument().getLength();
            text.getDocument().insertString(end, (end == 0 ? "" : "\n") + sentence, style);
        } catch (BadLocationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Wraps with its place, and is as high whatever it says. */
    @Override
    public Dimension getPreferredSize() {
        return new Dimension(0, lines * text.getFontMetrics(text.getFont()).getHeight() + 6);
    }

    @Override
    public Dimension getMinimumSize() {
        return getPreferredSize();
    }
}
