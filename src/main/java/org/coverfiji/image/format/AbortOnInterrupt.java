package org.coverfiji.image.format;

import java.io.IOException;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

import org.coverfiji.CancelledException;

/** Ends a picture's decoding, which may take long, between two of its rows or tiles when the thread is interrupted. */
final class AbortOnInterrupt implements IIOReadProgressListener {

    private AbortOnInterrupt() {
    }

    /**
     * Uses a reader.
     *
     * @throws CancelledException if the thread was interrupted before that was done
     */
    static <T> T during(ImageReader reader, Pictures.Use<T> use) throws IOException {
        reader.addIIOReadProgressListener(new AbortOnInterrupt());
        T result = use.apply(reader);
        // Of an aborted picture there is a part.
        CancelledException.ifInterrupted();
        return result;
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        if (Thread.currentThread().isInterrupted()) {
            source.abort();
        }
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {
        // The progress is enough.
    }

    @Override
    public void imageComplete(ImageReader source) {
        // The progress is enough.
    }

    @Override
    public void readAborted(ImageReader source) {
        // Who used the reader looks for the interrupt.
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {
        // Pictures are read one by one.
    }

    @Override
    public void sequenceComplete(ImageReader source) {
        // Pictures are read one by one.
    }

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {
        // Nobody reads them.
    }

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {
        // Nobody reads them.
    }

    @Override
    public void thumbnailComplete(ImageReader source) {
        // Nobody reads them.
    }
}
