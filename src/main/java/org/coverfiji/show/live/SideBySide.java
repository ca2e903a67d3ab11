package org.coverfiji.show.live;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.LayoutManager;
import java.util.function.Function;

/**
 * Curves at the left, previews at the right. A low window has room for small previews only: they are no wider than they
 * can use, and the curves have the rest.
 */
final class SideBySide implements LayoutManager {

    private final int gap;

    SideBySide(int gap) {
        this.gap = gap;
    }

    @Override
    public void layoutContainer(Container parent) {
        Component left = parent.getComponent(0);
        Dimension size = parent.getSize();
        if (parent.getComponentCount() == 1) {
            left.setBounds(0, 0, size.width, size.height);
            return;
        }
        Component right = parent.getComponent(1);
        int width = rightWidth(size, left.getPreferredSize(), right.getPreferredSize(), right.getMinimumSize().width);
        left.setBounds(0, 0, Math.max(0, size.width - gap - width), size.height);
        right.setBounds(size.width - width, 0, width, size.height);
    }

    /** In proportion to the preferred sizes, but not wider than its height lets it be. */
    int rightWidth(Dimension size, Dimension left, Dimension right, int least) {
        int inProportion = (int) Math.round((double) (size.width - gap) * right.width / (left.width + right.width));
        int useful = (int) Math.round((double) size.height * right.width / right.height);
        return Math.min(inProportion, Math.max(least, useful));
    }

    @Override
    public Dimension preferredLayoutSize(Container parent) {
        return sum(parent, Component::getPreferredSize);
    }

    @Override
    public Dimension minimumLayoutSize(Container parent) {
        return sum(parent, Component::getMinimumSize);
    }

    private Dimension sum(Container parent, Function<Component, Dimension> sizes) {
        Dimension sum = new Dimension(gap * (parent.getComponentCount() - 1), 0);
        for (Component part : parent.getComponents()) {
            Dimension size = sizes.apply(part);
            sum.width += size.width;
            sum.height = Math.max(sum.height, size.height);
        }
        return sum;
    }

    @Override
    public void addLayoutComponent(String name, Component component) {
        // The order tells which is which.
    }

    @Override
    public void removeLayoutComponent(Component component) {
        // Nothing is remembered of it.
    }
}
