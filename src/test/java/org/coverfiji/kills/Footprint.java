package org.coverfiji.kills;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.coverfiji.app.compare.RunRow;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.file.Sha256;
import org.coverfiji.image.label.CsvTable;
import org.coverfiji.model.ModelFile;

/** What a folder of results holds to the last bit, but for what depends on the hour and the load of the computer. */
final class Footprint {

    private static final Set<String> CIRCUMSTANCES = new HashSet<>(Arrays.asList("samples per second",
            "remaining seconds", "views seconds", "forward seconds", "backward seconds", "update seconds",
            "peak bytes", "skipped steps"));

    static {
        CIRCUMSTANCES.addAll(RunRow.CIRCUMSTANCES);
    }

    private Footprint() {
    }

    /** A text for every file of a folder, hidden ones too, by its path. */
    static Map<String, String> of(File folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.toPath())) {
            for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                all.put(folder.toPath().relativize(file).toString()
                        .replaceAll("\\.\\d+\\.[0-9a-f]{8}\\.[0-9a-f-]{36}\\.[0-9a-f-]{36}\\.tmp$",
                        ".(temporary)"), text(file.toFile()));
            }
        }
        return all;
    }

    private static String text(File file) throws IOException {
        String name = file.getName();
        if (name.endsWith(".tmp") || name.endsWith(".time.csv")) {
            return "";
        }
        if (name.endsWith(".cover")) {
            ModelFile model = ModelFile.read(file);
            return model.description().toReport().replaceAll("[0-9T:-]+Z by", "by") + "\n"
                    + model.description().history().stream()
                    .map(point -> point.iteration() + " " + point.losses() + " " + point.figures())
                    .collect(Collectors.joining("\n")) + "\nweights " + sum(model.weights()) + "\nstate "
                    + sum(model.state());
        }
        return name.endsWith(".csv") ? table(file) : sum(Files.readAllBytes(file.toPath()));
    }

    private static String table(File file) {
        CsvTable table = new CsvTable(file);
        List<String> columns = table.columns().stream().filter(column -> !CIRCUMSTANCES.contains(column))
                .collect(Collectors.toList());
        return columns + "\n" + IntStream.range(0, table.size()).mapToObj(row -> columns.stream()
                .map(column -> table.get(row, column)).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> sum(Map<String, Tensor> tensors) {
        Map<String, String> sums = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.data().length);
            bytes.asFloatBuffer().put(tensor.data());
            sums.put(name, sum(bytes.array()));
        });
        return sums;
    }

    private static String sum(byte[] bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes);
        return Sha256.text(digest);
    }
}
