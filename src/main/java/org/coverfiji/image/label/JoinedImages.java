package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Images that belong together, because any chain of common properties joins them. */
final class JoinedImages {

    private final List<SplitItem> items;
    /** The first image of each image's group, by way of others. */
    private final Map<Integer, Integer> earlier = new HashMap<>();

    private JoinedImages(List<SplitItem> items) {
        this.items = items;
    }

    /**
     * @param some numbers of images
     * @param properties of images; an empty one joins nothing
     * @return the numbers as groups, in the order of their first image
     */
    static List<List<Integer>> of(List<SplitItem> items, List<Integer> some,
            List<Function<SplitItem, String>> properties) {
        JoinedImages joined = new JoinedImages(items);
        some.forEach(i -> joined.earlier.put(i, i));
        properties.forEach(property -> joined.join(some, property));
        return new ArrayList<>(some.stream()
                .collect(Collectors.groupingBy(joined::first, LinkedHashMap::new, Collectors.toList())).values());
    }

    private void join(List<Integer> some, Function<SplitItem, String> property) {
        Map<String, Integer> firstWith = new HashMap<>();
        for (int i : some) {
            String value = property.apply(items.get(i));
            if (!value.isEmpty()) {
                int other = first(firstWith.computeIfAbsent(value, k -> i));
                int own = first(i);
                earlier.put(Math.max(own, other), Math.min(own, other));
            }
        }
    }

    private int first(int image) {
        int at = image;
        while (earlier.get(at) != at) {
            at = earlier.get(at);
        }
        return at;
    }
}
