package org.coverfiji.show;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;

import javax.swing.Icon;
import javax.swing.JCheckBox;
import javax.swing.JRadioButton;
import javax.swing.UIManager;

import ij.Prefs;

/** Makes windows as large as ImageJ's own are set to be (Edit ▸ Options ▸ Appearance). */
public final class GuiScale {

    private GuiScale() {
    }

    /** Enlarges the fonts and the sizes that were set of a component and all that it holds. */
    public static void apply(Component component) {
        apply(component, (float) Prefs.getGuiScale());
    }

    static void apply(Component component, float factor) {
        if (factor == 1) {
            return;
        }
        // First the parts: a part without a font of its own has its parent's.
        if (component instanceof Container) {
            for (Component child : ((Container) component).getComponents()) {
                apply(child, factor);
            }
        }
        if (component.isFontSet()) {
            component.setFont(component.getFont().deriveFont(component.getFont().getSize2D() * factor));
        }
        if (component instanceof JCheckBox) {
            ((JCheckBox) component).setIcon(new Enlarged(UIManager.getIcon("CheckBox.icon"), factor));
        } else if (component instanceof JRadioButton) {
            ((JRadioButton) component).setIcon(new Enlarged(UIManager.getIcon("RadioButton.icon"), factor));
        }
        if (component.isPreferredSizeSet()) {
            Dimension size = component.getPreferredSize();
            component.setPreferredSize(new Dimension(Math.round(size.width * factor),
                    Math.round(size.height * factor)));
        }
    }

    /** The looks of Swing draw boxes of one size, whatever the font's. */
    private static final class Enlarged implements Icon {

        private final Icon icon;
        private final float factor;

        Enlarged(Icon icon, float factor) {
            this.icon = icon;
            this.factor = factor;
        }

        @Override
        public void paintIcon(Component component, Graphics graphics, int x, int y) {
            Graphics2D own = (Graphics2D) graphics.create();
            own.translate(x, y);
            own.scale(factor, factor);
            icon.paintIcon(component, own, 0, 0);
            own.dispose();
        }

        @Override
        public int getIconWidth() {
            return Math.round(icon.getIconWidth() * factor);
        }

        @Override
        public int getIconHeight() {
            return Math.round(icon.getIconHeight() * factor);
        }
    }
}
