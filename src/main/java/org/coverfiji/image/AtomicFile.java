package org.coverfiji.image;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

import org.coverfiji.CoverException;

/** Writes a file under a temporary name and moves it into place. */
public final class AtomicFile {

    private AtomicFile() {
    }

    /** @throws CoverException if the file cannot be written */
    public static void write(File target, IOConsumer<OutputStream> content) {
        File temporary = new File(target.getAbsoluteFile().getParentFile(), target.getName() + ".tmp");
        try {
            try (FileOutputStream file = new FileOutputStream(temporary)) {
                OutputStream out = new BufferedOutputStream(file, 1 << 16);
                content.accept(out);
                out.flush();
                file.getFD().sync();
            }
            Files.move(temporary.toPath(), target.toPath(), StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            temporary.delete();
            throw new CoverException(target + " cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
