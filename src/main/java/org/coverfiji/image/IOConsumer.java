package org.coverfiji.image;

import java.io.IOException;

/** Work on something, that may fail in reading or writing. */
@FunctionalInterface
public interface IOConsumer<T> {

    void accept(T value) throws IOException;
}
