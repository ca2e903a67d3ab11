package org.coverfiji.app.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Function;

import org.coverfiji.CoverException;
import org.coverfiji.engine.ToolLibraries;

/** What is written in YAML, as maps, lists, texts, numbers and flags. */
public final class YamlFile {

    private static final String READER = "org.coverfiji.tools.YamlText";

    private YamlFile() {
    }

    /** @throws CoverException if the file is missing or no YAML */
    public static Object read(File file) {
        try {
            return parse(Files.readString(file.toPath()), file.toString());
        } catch (IOException e) {
            throw new CoverException("Cannot read " + file + ": it is missing or no UTF-8 text; check the path.", e);
        }
    }

    /** @param name of the text, for messages. @throws CoverException if it is no YAML */
    public static Object parse(String text, String name) {
        // The class is of another loader, which the host's generics know nothing of.
        @SuppressWarnings("unchecked")
        Function<String, Object> reader = ToolLibraries.create(Function.class, READER);
        try {
            return reader.apply(text);
        } catch (CoverException e) {
            throw new CoverException(name + " is no YAML: " + e.getMessage() + "; correct it.", e);
        }
    }
}
