package org.coverfiji.dialog;

import java.util.ArrayList;
import java.util.List;

import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;

import ij.ImagePlus;
import ij.WindowManager;

/** The open image: its title, or a choice where several are open, at first the active one. */
final class ImageEditor implements Editor {

    private final List<ImagePlus> images = new ArrayList<>();
    private final JComboBox<Item> box = new JComboBox<>();
    private final JLabel title = new JLabel();

    /** @param others how many images are asked for before this one, which are likely to be others */
    ImageEditor(int others) {
        int[] open = WindowManager.getIDList();
        ImagePlus active = WindowManager.getCurrentImage();
        for (int i = 0; open != null && i < open.length; i++) {
            ImagePlus image = WindowManager.getImage(open[i]);
            if (image != null) {
                images.add(image);
            }
        }
        if (active != null && !images.contains(active)) {
            images.add(active);
        }
        images.forEach(image -> box.addItem(new Item(image)));
        int first = images.indexOf(active);
        box.setSelectedIndex(images.isEmpty() ? -1 : (first + others) % images.size());
        title.setText(images.isEmpty() ? "no image is open" : images.get(0).getTitle());
    }

    /** How many images there are to choose from. */
    int count() {
        return images.size();
    }

    /** The image that is chosen; null if none is open. */
    ImagePlus image() {
        return images.isEmpty() ? null : images.get(Math.max(0, box.getSelectedIndex()));
    }

    /** Whether another open image has the same title. */
    boolean isAmbiguous() {
        return images.stream().filter(image -> image.getTitle().equals(text())).count() > 1;
    }

    @Override
    public JComponent component() {
        return images.size() > 1 ? box : title;
    }

    @Override
    public JComponent input() {
        return component();
    }

    @Override
    public String text() {
        return images.isEmpty() ? "" : image().getTitle();
    }

    /** Nothing but a person chooses another. */
    @Override
    public void setText(String text) {
        // The active image is what is meant each time.
    }

    @Override
    public void onChange(Runnable action) {
        box.addItemListener(event -> action.run());
    }

    /** An image by its title; two of one title are two items, which two equal texts would not be. */
    private static final class Item {

        private final ImagePlus image;

        Item(ImagePlus image) {
            this.image = image;
        }

        @Override
        public String toString() {
            return image.getTitle();
        }
    }
}
