package org.coverfiji.command;

import java.util.HashSet;
import java.util.Set;

import ij.ImagePlus;
import ij.WindowManager;

/** Shows results so that macros find them by their titles. */
final class Windows {

    private Windows() {
    }

    /** Under a title that no other image has: ImageJ finds the first of two with one title. */
    static void show(ImagePlus image) {
        image.setTitle(unique(image.getTitle()));
        image.show();
    }

    /** ImageJ's own function looks at windows only, of which there are none in batch mode. */
    private static String unique(String title) {
        Set<String> taken = new HashSet<>();
        int[] open = WindowManager.getIDList();
        for (int i = 0; open != null && i < open.length; i++) {
            ImagePlus other = WindowManager.getImage(open[i]);
            taken.add(other == null ? "" : other.getTitle());
        }
        String free = title;
        for (int i = 1; taken.contains(free); i++) {
            free = title + "-" + i;
        }
        return free;
    }
}
