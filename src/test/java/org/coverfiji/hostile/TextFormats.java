package org.coverfiji.hostile;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.app.compare.Experiment;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.image.label.ClassificationTable;

/** Texts that people write: tables of classes, experiments. */
final class TextFormats {

    private TextFormats() {
    }

    static List<Format> all() {
        return List.of(new Classes(), new Experiments());
    }

    private static byte[] spoiltText(byte[] whole, byte[] other, SplittableRandom random) {
        Mutation mutation = new Mutation(random);
        byte[] changed = random.nextInt(4) == 0 ? mutation.bytes(whole, other) : whole;
        for (int i = random.nextInt(2) * random.nextInt(3); i >= 0 && changed.length > 0; i--) {
            changed = mutation.text(changed);
        }
        return changed;
    }

    private static List<byte[]> bytes(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).collect(Collectors.toList());
    }

    private static final class Classes extends Format {

        Classes() {
            super("csv", ".csv");
        }

        @Override
        List<byte[]> whole(File folder) throws IOException {
            for (String name : List.of("a.png", "b 2.png", "ä.png")) {
                Files.write(new File(folder, name).toPath(), new byte[] {1});
            }
            String place = folder.getPath() + "/";
            return bytes("file,label,group\nPa.png,ill,1\n\"Pb 2.png\",\"well, again\",2\nPä.png,ill,3\n"
                    .replace("P", place), "File;Label\r\nPa.png;1\r\nPb 2.png;2\r\n".replace("P", place),
                    "label\tfile\n1\tPa.png\n0\tPä.png\n".replace("P", place));
        }

        @Override
        byte[] spoil(byte[] whole, byte[] other, SplittableRandom random) {
            return spoiltText(whole, other, random);
        }

        @Override
        void read(File file) {
            ClassificationTable table = ClassificationTable.read(file, null);
            table.rows().forEach(row -> {
                if (!row.file().isFile()) {
                    throw new IllegalStateException("a row without its file: " + row);
                }
            });
        }
    }

    private static final class Experiments extends Format {

        Experiments() {
            super("yaml", ".yaml");
        }

        @Override
        List<byte[]> whole(File folder) {
            return bytes("methods: [scratch, SimCLR, COVER, \"COVER(consistency:0)\"]\nnumbers: [2, 5]\ntasks:\n"
                    + "  - {name: nuclei, images: i, labels: l, instances: true, resize: 96, patch: 96}\n"
                    + "  - {name: hippocampus, images: mr, labels: l, dimensions: 3D, patch: 32, width: 8}\n",
                    "seeds: 2\nbatch: 4\ntasks:\n- name: chest\n  classes: c\n  iterations: 10\n  flips: xy\n"
                            + "  pretraining_rate: 0.001\n  motion: 0.5\n",
                    "seeds: 1\ntasks:\n- {images: &i i, labels: *i}\n- {name: 2, images: *i, labels: l}\n");
        }

        @Override
        byte[] spoil(byte[] whole, byte[] other, SplittableRandom random) {
            return spoiltText(whole, other, random);
        }

        @Override
        void read(File file) {
            for (TaskSettings task : Experiment.read(file, Map.of())) {
                task.name();
                task.toMap();
            }
        }
    }
}
