package org.coverfiji.image.zarr;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.coverfiji.CoverException;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Writes what Zarr says of arrays and groups. */
final class ZarrJson {

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping()
            .create();

    private ZarrJson() {
    }

    /** Makes the folder if need be. @throws CoverException if it cannot be written */
    static void write(File folder, String name, Map<String, ?> content) {
        try {
            Files.createDirectories(folder.toPath());
            Files.write(new File(folder, name).toPath(), GSON.toJson(content).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw cannotWrite(folder.toPath(), e);
        }
    }

    static CoverException cannotWrite(Path folder, IOException e) {
        return new CoverException("Cannot write into " + folder + " (" + e.getMessage()
                + "); free some space on its disk, or choose another folder.", e);
    }
}
