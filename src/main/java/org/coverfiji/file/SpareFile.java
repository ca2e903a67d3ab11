package org.coverfiji.file;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CoverException;

/** Where a result goes that cannot be written to its own place: beside it, or into the folder of temporary files. */
public final class SpareFile {

    private static final String KEPT = ".kept";

    private SpareFile() {
    }

    /**
     * Writes a file under a name that no other has.
     *
     * @param target the file that cannot be written
     * @param writer writes the given file, or throws a {@link CoverException}
     * @return the file that was written
     * @throws CoverException the first failure, if there is no place left
     */
    public static File write(File target, Consumer<File> writer) {
        CoverException failure = null;
        for (File folder : List.of(target.getAbsoluteFile().getParentFile(),
                new File(System.getProperty("java.io.tmpdir")))) {
            File spare = free(folder, target);
            try {
                writer.accept(spare);
                return spare;
            } catch (CoverException e) {
                failure = failure == null ? e : failure;
            }
        }
        throw failure;
    }

    private static File free(File folder, File target) {
        File own = new File(folder, target.getName());
        File candidate = Beside.file(own, KEPT + Beside.MODEL);
        for (int i = 2; candidate.exists(); i++) {
            candidate = Beside.file(own, KEPT + "-" + i + Beside.MODEL);
        }
        return candidate;
    }
}
