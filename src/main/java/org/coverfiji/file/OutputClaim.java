package org.coverfiji.file;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.coverfiji.CoverException;

/**
 * A run's claim on the files that it writes: of a training, its model, the checkpoint and the progress table beside it.
 * A second run on one of them would replace what the first one made, and both would write the same table.
 */
public final class OutputClaim implements AutoCloseable {

    private static final Set<File> CLAIMED = new HashSet<>();

    private final Set<File> own;

    private OutputClaim(Set<File> own) {
        this.own = own;
    }

    /**
     * Claims the files of a model until it is closed.
     *
     * @throws CoverException if another run of this process has one of them
     */
    public static OutputClaim ofModel(File output) {
        return of(output, output, Beside.file(output, Beside.CHECKPOINT), Beside.file(output, Beside.PROGRESS));
    }

    /**
     * Claims files until it is closed.
     *
     * @param output what the message names
     */
    public static OutputClaim of(File output, File... files) {
        Set<File> wanted = new HashSet<>();
        Arrays.stream(files).map(OutputClaim::canonical).forEach(wanted::add);
        synchronized (CLAIMED) {
            if (wanted.stream().anyMatch(CLAIMED::contains)) {
                throw new CoverException("output " + output
                        + " is being written by another run; choose another name, or"
                        + " wait until that run has ended.");
            }
            CLAIMED.addAll(wanted);
        }
        return new OutputClaim(wanted);
    }

    /** @throws CoverException if the pretrained model, which may be null for none, is still being trained */
    public static void requireFinished(File model) {
        synchronized (CLAIMED) {
            if (model != null && CLAIMED.contains(canonical(model))) {
                throw new CoverException("model " + model + " is still being trained; wait until that run has ended, or"
                        + " choose another model.");
            }
        }
    }

    /** One file has many names. */
    private static File canonical(File file) {
        try {
            return file.getCanonicalFile();
        } catch (IOException e) {
            return file.getAbsoluteFile();
        }
    }

    @Override
    public void close() {
        synchronized (CLAIMED) {
            CLAIMED.removeAll(own);
        }
    }
}
