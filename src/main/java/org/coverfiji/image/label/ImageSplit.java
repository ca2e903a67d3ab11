package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.image.read.DataFingerprint;

/**
 * Divides images into those to train on, to validate and to test with. Images that show the same, lie in one file or
 * belong to one group stay together; every class stays in training and, where it can, is in every part. A run that goes
 * on keeps the parts of the run before, whatever seed and shares it asks for. What still is not as it should be is told
 * by {@link #warnings()}.
 */
public final class ImageSplit {

    private static final int EXAMPLES = 3;

    /** What keeps images together, most binding first. */
    private static final List<Function<SplitItem, String>> TOGETHER = List.of(item -> item.content, item -> item.file,
            item -> item.group);

    private final List<SplitItem> items;
    private final List<String> classNames;
    private final DataSplit before;
    private final Part[] parts;
    /** Whether the run goes on from a finished model, of whose images some may not be at hand. */
    private final boolean continued;
    private final List<String> warnings = new ArrayList<>();
    /** Whether the only file or group had to be divided, which is told then. */
    private boolean divided;

    /**
     * @param before of the run that goes on; null for a new one
     * @throws CoverException if images that are fixed to validation or test were trained on
     */
    public ImageSplit(List<SplitItem> items, List<String> classNames, DataSplit before) {
        this(items, classNames, before, false);
    }

    private ImageSplit(List<SplitItem> items, List<String> classNames, DataSplit before, boolean continued) {
        this.continued = continued;
        this.items = List.copyOf(items);
        this.classNames = classNames;
        this.before = before;
        parts = new Part[items.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = items.get(i).fixed;
        }
    }

    /**
     * For a new run that goes on from a finished model, whose own images need not all be there.
     *
     * @param byTheModel what the model was trained on and judged by, which images keep
     * @throws CoverException as the constructor
     */
    public static ImageSplit goingOn(List<SplitItem> items, List<String> classNames, DataSplit byTheModel) {
        return new ImageSplit(items, classNames, byTheModel, true);
    }

    /**
     * Decides; call once.
     *
     * @param validation share of the images, 0 for none
     * @param test share of the images, 0 for none
     * @param seed fixes the choice
     * @throws CoverException unless both are at least 0 and together below 1; if all images to train on are held back
     *         by name; or if images that a run before trained on would be held back
     */
    public ImageSplit divide(double validation, double test, long seed) {
        requireShare("validation", validation);
        requireShare("test", test);
        if (validation + test >= 1) {
            throw new CoverException("validation is " + validation + " and test " + test
                    + "; together they must be below 1, so that images to train on are left.");
        }
        boolean[] out = leaveOutWhatIsHeldBack();
        if (before == null) {
            List<List<Integer>> groups = groups(open(out), validation + test > 0);
            Shuffle.shuffle(groups, seed);
            hold(groups, Part.TEST, test);
            hold(groups, Part.VALIDATION, validation / (1 - test));
        } else {
            keep(open(out));
        }
        open(out).forEach(i -> parts[i] = Part.TRAINING);
        warnOfGroupsOnTwoSides();
        warnOfClasses();
        return this;
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new CoverException(name + " is " + share
                    + "; it must be at least 0 and below 1, the fraction of the labelled images to hold back.");
        }
    }

    /** Images without a place yet. */
    private List<Integer> open(boolean[] out) {
        return IntStream.range(0, parts.length).filter(i -> parts[i] == null && !out[i]).boxed()
                .collect(Collectors.toList());
    }

    /** An image that is given twice, once to be held back, is held back; one of both kinds that are, is for testing. */
    private boolean[] leaveOutWhatIsHeldBack() {
        boolean[] out = new boolean[parts.length];
        Map<String, Part> fixed = new HashMap<>();
        for (SplitItem item : items) {
            if (item.fixed != null) {
                requireUnseen(item);
                fixed.merge(item.content, item.fixed, (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        }
        Map<Part, List<String>> told = new EnumMap<>(Part.class);
        for (int i = 0; i < parts.length; i++) {
            Part held = fixed.get(items.get(i).content);
            if (held != null && held != parts[i]) {
                out[i] = true;
                told.computeIfAbsent(held, part -> new ArrayList<>()).add(items.get(i).name);
                parts[i] = null;
            }
        }
        told.forEach((part, names) -> warnings.add("Not used a second time, because they are " + part
                + " images too (same content): " + examples(names) + "."));
        if (IntStream.range(0, parts.length).noneMatch(i -> !out[i] && items.get(i).fixed == null)) {
            throw new CoverException("The images to hold back are those to train on (same content, such as "
                    + items.get(0).name + "); give others for " + fixed.values().iterator().next() + ".");
        }
        return out;
    }

    private void requireUnseen(SplitItem item) {
        Part seen = before == null ? null : before.part(item.content);
        if (seen != null && seen.compareTo(item.fixed) < 0) {
            throw new CoverException("Training cannot be resumed with " + item.name + " as a " + item.fixed
                    + " image: it was a " + seen
                    + " image of the run before; give other images, or switch resume off.");
        }
    }

    /** Images of before stay where they were; new ones follow their group, else they are trained on. */
    private void keep(List<Integer> open) {
        int added = 0;
        Map<Integer, Part> known = new HashMap<>();
        for (int i : open) {
            known.put(i, before.part(items.get(i).content));
        }
        for (List<Integer> group : JoinedImages.of(items, open, TOGETHER)) {
            Set<Part> own = group.stream().map(known::get).filter(Objects::nonNull)
                    .collect(Collectors.toCollection(TreeSet::new));
            for (int i : group) {
                added += known.get(i) == null ? 1 : 0;
                parts[i] = known.get(i) != null ? known.get(i)
                        : own.size() == 1 ? own.iterator().next() : Part.TRAINING;
            }
        }
        if (added > 0) {
            warnings.add(Counted.of(added, "image is", "images are") + " new: images of before stay where they"
                    + " were, new ones are trained on, but for those of a patient, file or series that is held back.");
        }
        Set<String> here = items.stream().map(item -> item.content).collect(Collectors.toSet());
        for (Part part : Part.values()) {
            long gone = before.contents(part).stream().filter(content -> !here.contains(content)).count();
            if (gone > 0) {
                warnings.add(gone + " of " + before.contents(part).size() + " " + part
                        + " images of the run before are not there or have changed.");
            }
        }
        boolean validated = !before.contents(Part.VALIDATION).isEmpty();
        if (validated && !continued && indices(Part.VALIDATION).length == 0) {
            throw new CoverException("Training cannot be resumed: of the "
                    + Counted.of(before.contents(Part.VALIDATION).size(), "image") + " that it was validated on none is"
                    + " there; give them"
                    + " again, or switch resume off.");
        }
    }

    private List<List<Integer>> groups(List<Integer> open, boolean divide) {
        List<List<Integer>> groups = JoinedImages.of(items, open, TOGETHER);
        if (groups.size() > 1 || open.size() < 2 || !divide) {
            return groups;
        }
        groups = JoinedImages.of(items, open, TOGETHER.subList(0, 2));
        String what = "one patient or group";
        if (groups.size() == 1) {
            groups = JoinedImages.of(items, open, TOGETHER.subList(0, 1));
            what = "one file";
        }
        if (groups.size() > 1) {
            divided = true;
            warnings.add("All images are of " + what + ", so that training and held-back images are alike: the scores"
                    + " flatter the model; hold back images of another.");
        }
        return groups;
    }

    private void hold(List<List<Integer>> groups, Part part, double share) {
        if (share == 0 || groups.isEmpty()) {
            return;
        }
        boolean[] held = new GroupSplit(groups.stream().map(this::counts).collect(Collectors.toList()),
                counts(flat(groups))).hold(share);
        List<List<Integer>> rest = new ArrayList<>();
        for (int g = 0; g < held.length; g++) {
            if (held[g]) {
                groups.get(g).forEach(i -> parts[i] = part);
            } else {
                rest.add(groups.get(g));
            }
        }
        if (rest.size() == groups.size()) {
            warnings.add("No image can be held back for " + part + ", because then a class would have none left in"
                    + " training (" + Counted.of(groups.size(), "group") + ", "
                    + Counted.of(flat(groups).size(), "image") + ").");
        }
        groups.clear();
        groups.addAll(rest);
    }

    private static List<Integer> flat(List<List<Integer>> groups) {
        return groups.stream().flatMap(List::stream).collect(Collectors.toList());
    }

    /** How many images show each class. */
    private int[] counts(Collection<Integer> some) {
        int[] counts = new int[classNames.size()];
        for (int i : some) {
            Arrays.setAll(counts, c -> counts[c] + items.get(i).classes[c]);
        }
        return counts;
    }

    private void warnOfGroupsOnTwoSides() {
        if (divided) {
            return;
        }
        Set<String> told = new LinkedHashSet<>();
        for (Function<SplitItem, String> key : TOGETHER.subList(1, TOGETHER.size())) {
            Map<String, Set<Part>> sides = new LinkedHashMap<>();
            Map<String, String> example = new HashMap<>();
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] != null && !key.apply(items.get(i)).isEmpty()) {
                    sides.computeIfAbsent(key.apply(items.get(i)), k -> new TreeSet<>()).add(parts[i]);
                    example.putIfAbsent(key.apply(items.get(i)), items.get(i).name);
                }
            }
            sides.forEach((value, own) -> {
                if (own.size() > 1) {
                    told.add(example.get(value));
                }
            });
        }
        if (!told.isEmpty()) {
            warnings.add("Images of one patient, file or series are on both sides of the split, so that the scores"
                    + " flatter the model: those that belong to " + examples(new ArrayList<>(told)) + ".");
        }
    }

    private void warnOfClasses() {
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            int[] own = indices(part);
            int[] counts = counts(Arrays.stream(own).boxed().collect(Collectors.toList()));
            List<String> absent = IntStream.range(0, counts.length).filter(c -> counts[c] == 0)
                    .mapToObj(classNames::get).collect(Collectors.toList());
            if (own.length > 0 && !absent.isEmpty()) {
                warnings.add("No " + part + " image shows " + String.join(", ", absent)
                        + ": the scores say nothing of it.");
            }
        }
    }

    /** Tells of images that are held back here, but were trained on by the model that training starts from. */
    public ImageSplit warnOfSeen(DataSplit byTheStart) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != null && parts[i] != Part.TRAINING
                    && byTheStart.part(items.get(i).content) == Part.TRAINING) {
                seen.add(items.get(i).name);
            }
        }
        if (!seen.isEmpty()) {
            warnings.add("The model that training starts from was trained on images that are held back now, so that"
                    + " their scores flatter: " + examples(seen) + ".");
        }
        return this;
    }

    private static String examples(List<String> names) {
        return names.stream().limit(EXAMPLES).collect(Collectors.joining(", "))
                + (names.size() > EXAMPLES ? ", …" : "");
    }

    /** The images of a part, in their order. */
    public int[] indices(Part part) {
        return IntStream.range(0, parts.length).filter(i -> parts[i] == part).toArray();
    }

    /** Sentences for the user. */
    public List<String> warnings() {
        return warnings;
    }

    /** For the model; what a run before was trained on stays known. */
    public DataSplit record() {
        List<List<String>> contents = new ArrayList<>();
        for (Part part : Part.values()) {
            List<String> own = Arrays.stream(indices(part)).mapToObj(i -> items.get(i).content)
                    .collect(Collectors.toCollection(ArrayList::new));
            if (before != null) {
                own.addAll(before.contents(part));
            }
            contents.add(own);
        }
        String judged = Arrays.stream(indices(Part.VALIDATION))
                .mapToObj(i -> items.get(i).content + " " + items.get(i).label).sorted()
                .collect(Collectors.joining("\n"));
        return new DataSplit(contents.get(0), contents.get(1), contents.get(2), DataFingerprint.ofText(judged));
    }
}
