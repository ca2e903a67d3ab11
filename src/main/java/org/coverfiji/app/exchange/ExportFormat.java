package org.coverfiji.app.exchange;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/** What other programs read. */
public enum ExportFormat {

    ONNX("ONNX", ".onnx"),
    BIOIMAGE_IO("bioimage.io", ".zip"),
    PYTORCH("PyTorch", ".pth", ".pt"),
    SAFETENSORS("safetensors", ".safetensors");

    /** The format is told by the file's ending. */
    public static final String AUTO = "auto";

    private final String title;
    private final List<String> endings;

    ExportFormat(String title, String... endings) {
        this.title = title;
        this.endings = List.of(endings);
    }

    /**
     * @param name as users write it, or {@link #AUTO}
     * @param file that is to be written
     * @throws CoverException if there is no such format, or the file's ending tells none, or another
     */
    public static ExportFormat of(String name, File file) {
        ExportFormat byEnding = byEnding(file);
        if (name.equalsIgnoreCase(AUTO)) {
            if (byEnding == null) {
                throw new CoverException("output " + file + " does not tell the format; let it end in " + all() + ".");
            }
            return byEnding;
        }
        ExportFormat named = Arrays.stream(values()).filter(format -> format.title.equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new CoverException("format is " + name + "; it must be auto, " + Arrays
                        .stream(values()).map(format -> format.title).collect(Collectors.joining(", ")) + "."));
        if (byEnding != named) {
            throw new CoverException("output " + file + " does not end in " + named.endings.get(0) + ", as files in the"
                    + " format " + named.title + " do; give it that ending, or another format.");
        }
        return named;
    }

    private static ExportFormat byEnding(File file) {
        String name = file.getName().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(format -> format.endings.stream().anyMatch(name::endsWith)).findFirst()
                .orElse(null);
    }

    private static String all() {
        return Arrays.stream(values()).map(format -> format.endings.get(0)).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return title;
    }
}
