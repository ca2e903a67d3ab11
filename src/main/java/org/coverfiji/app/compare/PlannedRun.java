package org.coverfiji.app.compare;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

import org.coverfiji.Counted;


/**
 * A fine-tuning that is to be made, known by everything that decides its result: one with other images, settings or
 * another start is another run. Immutable.
 */
public final class PlannedRun {

    private final TaskSettings task;
    private final ComparedMethod method;
    private final ComparedProtocol protocol;
    private final int labels;
    private final int pretrainingSeed;
    private final int seed;
    private final String settings;

    /**
     * @param pretrainingSeed 0 without a pretraining of its own
     * @param settings in words: budgets, images, and the start
     */
    PlannedRun(TaskSettings task, ComparedMethod method, ComparedProtocol protocol, int labels, int pretrainingSeed,
            int seed, String settings) {
        this.task = task;
        this.method = method;
        this.protocol = protocol;
        this.labels = labels;
        this.pretrainingSeed = pretrainingSeed;
        this.seed = seed;
        this.settings = settings;
    }

    public TaskSettings task() {
        return task;
    }

    public ComparedMethod method() {
        return method;
    }

    public ComparedProtocol protocol() {
        return protocol;
    }

    /** How many images with labels. */
    public int labels() {
        return labels;
    }

    /** 0 without a pretraining of its own. */
    public int pretrainingSeed() {
        return pretrainingSeed;
    }

    public int seed() {
        return seed;
    }

    public String settings() {
        return settings;
    }

    /** As tables write it. */
    public static String name(ComparedProtocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    /** The name of its files: one that a person can read, and what tells it from all others. */
    String id() {
        return String.join("-", plain(task.name()), plain(method.label()), name(protocol), String.valueOf(labels),
                "p" + pretrainingSeed, "s" + seed, checksum(task.name() + '\n' + method.label() + '\n' + settings));
    }

    /** A text as a part of a file's name. */
    static String plain(String text) {
        String name = text.replaceAll("[^A-Za-z0-9]+", "_");
        return name.length() > 24 ? name.substring(0, 24) : name;
    }

    static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    @Override
    public String toString() {
        return task.name() + ", " + method + ", " + name(protocol) + ", " + Counted.of(labels, "label")
                + ", seed " + seed + (pretrainingSeed > 1 ? ", pretraining seed " + pretrainingSeed : "");
    }
}
