package org.coverfiji.dialog;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.RenderingHints;

import javax.swing.JComponent;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/** A text or a number. */
final class TextEditor implements Editor {

    private final HintField input;

    TextEditor(int columns) {
        input = new HintField(columns);
    }

    @Override
    public JComponent component() {
        return input;
    }

    @Override
    public JTextField input() {
        return input;
    }

    @Override
    public String text() {
        return input.getText().trim();
    }

    @Override
    public void setText(String text) {
        input.setText(text);
        input.setCaretPosition(0);
    }

    @Override
    public void hint(String text) {
        if (!text.equals(input.hint)) {
            input.hint = text;
            input.repaint();
        }
    }

    String shownHint() {
        return input.hint;
    }

    @Override
    public void onChange(Runnable action) {
        input.getDocument().addDocumentListener(new DocumentListener() {
            @Override
            public void insertUpdate(DocumentEvent event) {
                action.run();
            }

            @Override
            public void removeUpdate(DocumentEvent event) {
                action.run();
            }

            @Override
            public void changedUpdate(DocumentEvent event) {
                // Attributes alone.
            }
        });
    }

    /** Shows what its emptiness means. */
    private static final class HintField extends JTextField {

        private static final long serialVersionUID = 1L;
        private static final Color GREY = new Color(0x767676);

        private String hint = "";

        HintField(int columns) {
            super(columns);
        }

        @Override
        public Dimension getMinimumSize() {
            return getPreferredSize();
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            if (getText().isEmpty() && !hint.isEmpty()) {
                Insets insets = getInsets();
                Graphics2D own = (Graphics2D) graphics.create();
                own.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
                own.setColor(GREY);
                own.setFont(getFont());
                own.clipRect(insets.left, 0, getWidth() - insets.left - insets.right, getHeight());
                own.drawString(hint, insets.left, getBaseline(getWidth(), getHeight()));
                own.dispose();
            }
        }
    }
}
