package org.coverfiji.model;

import java.io.File;
import java.util.function.Consumer;

import org.coverfiji.CoverException;

/** Keeps a run from replacing a file that is not what it writes: a picture, a table, a model of another kind. */
public final class ModelOutput {

    private ModelOutput() {
    }

    /**
     * Says that a file will be replaced, once nothing but the work itself stands before that.
     *
     * @param log takes a line for the user, if there is a file
     */
    public static void tellOfReplacing(File output, Consumer<String> log) {
        if (output.isFile()) {
            log.accept("The model file " + output + " exists already and will be replaced.");
        }
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
