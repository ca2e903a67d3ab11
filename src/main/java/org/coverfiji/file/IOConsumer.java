package org.coverfiji.file;

import java.io.IOException;

/** Work on a resource that may fail in reading or writing. */
@FunctionalInterface
public interface IOConsumer<T> {

    void accept(T resource) throws IOException;
}
