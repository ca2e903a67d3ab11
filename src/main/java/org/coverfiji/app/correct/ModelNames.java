package org.coverfiji.app.correct;

import java.io.File;

/** Files that belong to a model and those that were trained on from it: nuclei.cover, nuclei-2.cover, … */
public final class ModelNames {

    private static final String ENDING = ".cover";

    private ModelNames() {
    }

    /** The folder in which labels for a model and its successors are collected: "nuclei labels" beside them. */
    public static File collection(File model) {
        return new File(model.getAbsoluteFile().getParentFile(), stem(model) + " labels");
    }

    /** The first free name for a model's successor, beside it. */
    public static File next(File model) {
        File folder = model.getAbsoluteFile().getParentFile();
        File free;
        int number = 2;
        do {
            free = new File(folder, stem(model) + "-" + number++ + ENDING);
        } while (free.exists());
        return free;
    }

    private static String stem(File model) {
        String name = model.getName();
        String plain = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return plain.replaceFirst("-\\d{1,4}$", "");
    }
}
