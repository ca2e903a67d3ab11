package org.coverfiji.image.read;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;

import org.coverfiji.image.FloatImage;

/**
 * Keeps the images that were used last, up to a number of bytes. An image that several threads want at once is loaded
 * once; loading different images goes on in parallel.
 */
final class ImageCache {

    private final long capacity;
    private final IntFunction<List<FloatImage>> loader;
    private final Map<Integer, CompletableFuture<List<FloatImage>>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * @param capacity bytes of pixels to keep; what is being used comes on top
     * @param loader gives the images that belong together under one key; an image may be null
     */
    ImageCache(long capacity, IntFunction<List<FloatImage>> loader) {
        this.capacity = capacity;
        this.loader = loader;
    }

    List<FloatImage> get(int key) {
        CompletableFuture<List<FloatImage>> own = new CompletableFuture<>();
        CompletableFuture<List<FloatImage>> present;
        synchronized (entries) {
            present = entries.get(key);
            if (present == null) {
                entries.put(key, own);
            }
        }
        if (present == null) {
            load(key, own);
            present = own;
        }
        try {
            return present.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw e;
        }
    }

    private void load(int key, CompletableFuture<List<FloatImage>> entry) {
        try {
            List<FloatImage> images = loader.apply(key);
            synchronized (entries) {
                entry.complete(images);
                bytes += bytes(images);
                evict();
            }
        } catch (RuntimeException | Error e) {
            synchronized (entries) {
                entries.remove(key);
            }
            entry.completeExceptionally(e);
        }
    }

    /** Drops what was used longest ago; never what is still being loaded. */
    private void evict() {
        Iterator<CompletableFuture<List<FloatImage>>> oldest = entries.values().iterator();
        while (bytes > capacity && oldest.hasNext()) {
            CompletableFuture<List<FloatImage>> entry = oldest.next();
            if (entry.isDone()) {
                bytes -= bytes(entry.join());
                oldest.remove();
            }
        }
    }

    private static long bytes(List<FloatImage> images) {
        long bytes = 0;
        for (FloatImage image : images) {
            bytes += image == null ? 0 : 4L * image.data().length;
        }
        return bytes;
    }
}
