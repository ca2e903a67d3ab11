package org.coverfiji.model;

import java.io.File;

import org.coverfiji.CoverException;

/** Keeps a run from replacing a file that is not what it writes: a picture, a table, a model of another kind. */
public final class ModelOutput {

    private ModelOutput() {
    }

    /**
     * @param kind of the model that is to be written
     * @throws CoverException if there is a file with content that is no model of this kind
     */
    public static void requireReplaceable(File output, String kind) {
        if (!output.isFile() || output.length() == 0) {
            return;
        }
        String found;
        try {
            found = ModelFile.readDescription(output).kind();
        } catch (CoverException e) {
            throw new CoverException("output " + output + " exists and is no " + kind + " model that could be replaced;"
                    + " choose another name, or move that file away.", e);
        }
        if (!found.equals(kind)) {
            throw new CoverException("output " + output + " is a " + found + " model, which a " + kind
                    + " model must not replace; choose another name, or move that file away.");
        }
    }
}
