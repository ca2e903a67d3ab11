package org.coverfiji.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A hidden folder in which another one is made before that gets its name: for formats that are folders, what
 * {@link AtomicFile} is for files. What a process that was killed left there is deleted when the same one is made
 * again.
 */
public final class UnfinishedFolder {

    private UnfinishedFolder() {
    }

    /** A name beside the folder that nothing has; nothing is made. */
    public static File beside(File target) {
        Path path = target.getAbsoluteFile().toPath();
        TemporaryName.deleteLeftovers(path);
        return TemporaryName.of(path).toFile();
    }

    /** Deletes a file, or a folder and all that is in it, as far as that can be done. */
    public static void delete(Path folder) {
        try {
            if (Files.exists(folder)) {
                Files.walkFileTree(folder, new Deletion());
            }
        } catch (IOException e) {
            // Its name tells what it is, and the next writing tries again.
            return;
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
