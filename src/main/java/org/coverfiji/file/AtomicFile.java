package org.coverfiji.file;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.coverfiji.CoverException;

/**
 * Writes files so that a reader finds either the old one or the whole new one, whatever happens in between: to a
 * temporary name in the same folder, flushed to the disk, then moved into place. What a process that was killed left
 * there is deleted when the same file is written again.
 */
public final class AtomicFile {

    private static final int BUFFER = 1 << 16;

    private AtomicFile() {
    }

    /**
     * @param content writes to the (buffered) stream; need not close it
     * @throws CoverException if the file cannot be written; the old file, if any, is then untouched
     */
    public static void write(File target, IOConsumer<OutputStream> content) {
        Path path = target.getAbsoluteFile().toPath();
        Path folder = path.getParent();
        if (folder == null || Files.isDirectory(path)) {
            throw new CoverException("Cannot write " + target + ": it is a folder; give a file name.");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new CoverException("Cannot write " + target + ": it is a device, not a file; give a file name.");
        }
        if (!Files.isDirectory(folder)) {
            throw new CoverException("Cannot write " + target + ": its folder does not exist; create it or choose"
                    + " another.");
        }
        TemporaryName.deleteLeftovers(path);
        Path temporary = TemporaryName.of(path);
        try {
            fill(temporary, content);
            Patience.run(() -> move(temporary, path));
            flushFolder(folder);
        } catch (IOException e) {
            throw new CoverException("Cannot write " + target + ": " + reason(e, folder), e);
        } finally {
            delete(temporary);
        }
    }

    /**
     * Tries to make a file in a folder, and deletes what a process that was killed in doing so left there.
     *
     * @throws IOException if none can be made
     */
    public static void tryFolder(File folder) throws IOException {
        Path anything = new File(folder.getAbsoluteFile(), "cover").toPath();
        TemporaryName.deleteLeftovers(anything);
        Path trial = TemporaryName.of(anything);
        Files.createFile(trial);
        Files.delete(trial);
    }

    private static void fill(Path temporary, IOConsumer<OutputStream> content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            OutputStream out = new BufferedOutputStream(file, BUFFER);
            content.accept(out);
            out.flush();
            file.getFD().sync();
        }
    }

    private static void move(Path temporary, Path path) throws IOException {
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the new name itself durable. Not every system can open a folder; the file's content is safe anyway. */
    private static void flushFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            temporary.toFile().deleteOnExit();
        }
    }

    private static String reason(IOException e, Path folder) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left") || message.contains("not enough space")
                    || message.contains("quota exceeded")) {
                return "the disk is full; free some space or choose another folder.";
            }
        }
        if (String.valueOf(e.getMessage()).contains("File too large")) {
            return "the disk or the system does not allow so large a file; choose another place.";
        }
        if (!Files.isWritable(folder)) {
            return "its folder is not writable; choose another.";
        }
        return e.getMessage() + "; choose another place.";
    }
}
