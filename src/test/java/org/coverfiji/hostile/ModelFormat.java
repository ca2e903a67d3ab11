package org.coverfiji.hostile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.coverfiji.model.ModelFile;

/** Model files, spoilt as archives, in their description, in their weights, or in the names of their entries. */
final class ModelFormat extends Format {

    private static final String JSON = "model.json";

    ModelFormat() {
        super("model", ".cover");
    }

    @Override
    List<byte[]> whole(File folder) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Stream<java.nio.file.Path> files = Files.walk(java.nio.file.Paths.get("src/test/resources"))) {
            for (java.nio.file.Path file : files.filter(file -> file.toString().endsWith(ending())).sorted()
                    .collect(Collectors.toList())) {
                all.add(Files.readAllBytes(file));
            }
        }
        return all;
    }

    @Override
    byte[] spoil(byte[] whole, byte[] other, SplittableRandom random) throws IOException {
        if (random.nextInt(4) == 0) {
            return super.spoil(whole, other, random);
        }
        Map<String, byte[]> entries = entries(whole);
        Mutation mutation = new Mutation(random);
        List<String> names = new ArrayList<>(entries.keySet());
        String one = names.get(random.nextInt(names.size()));
        switch (random.nextInt(8)) {
            case 0:
                entries.put(one, mutation.bytes(entries.get(one), entries.get(JSON)));
                break;
            case 1:
                entries.put("../../" + one, entries.remove(one));
                break;
            case 2:
                // An archive in the place of what it holds.
                entries.put(random.nextBoolean() ? JSON : one, whole);
                break;
            case 3:
                entries.put(one, new byte[1 << 24]);
                break;
            case 4:
                entries.remove(one);
                break;
            default:
                byte[] json = entries.get(JSON);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    json = mutation.text(json.length == 0 ? new byte[] {'{'} : json);
                }
                entries.put(JSON, json);
                break;
        }
        return archive(entries);
    }

    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] archive(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    @Override
    void read(File file) {
        ModelFile.readDescription(file).toReport();
        ModelFile model = ModelFile.read(file);
        model.fingerprint();
        model.description().toReport();
    }
}
