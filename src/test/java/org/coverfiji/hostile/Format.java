package org.coverfiji.hostile;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** A kind of file: whole ones to start from, how they are spoilt, and who reads them. */
abstract class Format {

    private final String name;
    private final String ending;

    Format(String name, String ending) {
        this.name = name;
        this.ending = ending;
    }

    /** The file's ending with its dot. */
    String ending() {
        return ending;
    }

    /**
     * Contents of whole files.
     *
     * @param folder where other files may be put that they need
     */
    abstract List<byte[]> whole(File folder) throws Exception;

    byte[] spoil(byte[] whole, byte[] other, SplittableRandom random) throws IOException {
        return new Mutation(random).bytes(whole, other);
    }

    /** Reads all that the suite would read of it. */
    abstract void read(File file);

    @Override
    public String toString() {
        return name;
    }
}
