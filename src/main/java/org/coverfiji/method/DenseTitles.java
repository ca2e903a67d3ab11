package org.coverfiji.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Titles of the curves that dense methods share. */
final class DenseTitles {

    static final Map<String, String> SPREADS = spreads();
    static final Map<String, String> GLOBAL_AND_DENSE = globalAndDense();

    private DenseTitles() {
    }

    private static Map<String, String> spreads() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(ContrastSettings.SPREAD, "Spread of images' embeddings");
        titles.put("dense_spread", "Spread of positions' embeddings");
        return Collections.unmodifiableMap(titles);
    }

    private static Map<String, String> globalAndDense() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("global", "Loss of images");
        titles.put("dense", "Loss of positions");
        titles.putAll(SPREADS);
        return Collections.unmodifiableMap(titles);
    }
}
