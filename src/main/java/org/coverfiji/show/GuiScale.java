package org.coverfiji.show;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;

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
        if (component.isPreferredSizeSet()) {
            Dimension size = component.getPreferredSize();
            component.setPreferredSize(new Dimension(Math.round(size.width * factor),
                    Math.round(size.height * factor)));
        }
    }
}
