package org.coverfiji.app.features;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Features that were computed, by model and image content, so that a second look costs nothing. It holds as much as a
 * quarter of Java's memory, what was used last, and gives all of it back when memory ends.
 */
final class FeatureCache {

    /** The part of Java's memory that kept features may take is one over this. */
    static final int SHARE = 4;
    static final FeatureCache SHARED = new FeatureCache(Runtime.getRuntime().maxMemory() / SHARE);

    private final long capacity;
    private final Map<String, SoftReference<FeatureMaps>> entries = new LinkedHashMap<>(16, 0.75f, true);

    FeatureCache(long capacity) {
        this.capacity = capacity;
    }

    /** Null if it is not there, or no more. */
    synchronized FeatureMaps get(String key) {
        SoftReference<FeatureMaps> entry = entries.get(key);
        return entry == null ? null : entry.get();
    }

    synchronized void put(String key, FeatureMaps maps) {
        entries.put(key, new SoftReference<>(maps));
        entries.values().removeIf(entry -> entry.get() == null);
        long bytes = entries.values().stream().mapToLong(FeatureCache::bytes).sum();
        Iterator<SoftReference<FeatureMaps>> oldest = entries.values().iterator();
        // What was put in last stays, however large: it is being used.
        for (int left = entries.size(); bytes > capacity && left > 1; left--) {
            bytes -= bytes(oldest.next());
            oldest.remove();
        }
    }

    private static long bytes(SoftReference<FeatureMaps> entry) {
        FeatureMaps maps = entry.get();
        return maps == null ? 0 : maps.bytes();
    }

    synchronized void clear() {
        entries.clear();
    }
}
