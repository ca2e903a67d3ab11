package org.coverfiji.legacy;

import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;

import org.coverfiji.command.CommandRunner;
import org.scijava.command.CommandInfo;

import ij.IJ;
import ij.ImageJ;
import ij.Menus;

/** Makes the commands known to an ImageJ that did not find the jar in its plugins folder. */
final class MenuCommands {

    private MenuCommands() {
    }

    /** So that macros can run the commands by label. */
    @SuppressWarnings("unchecked")
    static void register(CommandRunner runner) {
        if (Menus.getCommands() == null) {
            IJ.runPlugIn("ij.IJ.init", "");
        }
        for (CommandInfo info : runner.own()) {
            String className = info.getClassName();
            Menus.getCommands().put(CommandRunner.label(info), CoverPlugIn.class.getName() + "(\""
                    + className.substring(className.lastIndexOf('.') + 1) + "\")");
        }
    }

    /** Adds the commands to the Plugins menu of ImageJ's window. */
    static void addToMenu(CommandRunner runner, ImageJ imageJ) {
        Menu cover = new Menu("COVER");
        for (CommandInfo info : runner.own()) {
            MenuItem item = new MenuItem(CommandRunner.label(info));
            item.addActionListener(imageJ);
            cover.add(item);
        }
        MenuBar bar = Menus.getMenuBar();
        for (int i = 0; i < bar.getMenuCount(); i++) {
            if (bar.getMenu(i).getLabel().equals("Plugins")) {
                bar.getMenu(i).add(cover);
            }
        }
    }
}
