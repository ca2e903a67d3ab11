package org.coverfiji.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;

import org.coverfiji.CoverException;

/** Finds out before the work, not after it, whether its result can be written. */
public final class OutputFile {

    private OutputFile() {
    }

    /**
     * Makes the file's folder if need be and tries to write there.
     *
     * @param bytes what will be written beside what is there
     * @throws CoverException if the file cannot be written or the disk has less free space
     */
    public static void requireWritable(File output, long bytes) {
        if (output.isDirectory()) {
            throw new CoverException("output " + output + " is a folder; give the name of a model file, such as "
                    + new File(output, "model.cover") + ".");
        }
        if (output.exists() && !output.isFile()) {
            throw new CoverException("output " + output
                    + " is a device, not a file; give the name of a model file, such "
                    + "as model.cover.");
        }
        File folder = output.getAbsoluteFile().getParentFile();
        try {
            Files.createDirectories(folder.toPath());
            AtomicFile.tryFolder(folder);
        } catch (IOException e) {
            throw new CoverException("output " + output + " cannot be written, because " + folder
                    + " is not a folder in which files can be made; choose another folder.", e);
        }
        if (output.exists() && !output.canWrite()) {
            throw new CoverException("output " + output + " is write-protected; choose another name.");
        }
        // Some network disks do not tell their size.
        if (folder.getTotalSpace() > 0 && folder.getUsableSpace() < bytes) {
            throw new CoverException("output " + output + " needs about " + megabytes(bytes) + ", but the disk of "
                    + folder + " has " + megabytes(folder.getUsableSpace()) + " left; free some or choose another.");
        }
    }

    /**
     * The space that results need beside what is there, when each is written anew before its former version goes.
     *
     * @param bytes of all results
     * @param largest of the one that is largest, which is there twice while it is written
     * @param results where they are, or will be
     */
    public static long neededBytes(long bytes, long largest, File... results) {
        long present = Arrays.stream(results).mapToLong(File::length).sum();
        return bytes + largest - Math.min(present, bytes);
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }
}
