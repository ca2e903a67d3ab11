package org.coverfiji;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.coverfiji.engine.api.Tensor;

/** Reads NumPy's archives of float32 arrays, compressed or not (ND4J reads only the latter). */
public final class NpzFile {

    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");
    /** Magic and version, then the length of the header's text in two bytes. */
    private static final int FIXED = 10;

    private NpzFile() {
    }

    /** The arrays by name, in the order of the file. */
    public static Map<String, Tensor> read(File file) throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file)) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
                try (InputStream in = zip.getInputStream(entry)) {
                    arrays.put(entry.getName().replaceFirst("\\.npy$", ""), array(in.readAllBytes(), entry.getName()));
                }
            }
        }
        return arrays;
    }

    private static Tensor array(byte[] npy, String name) throws IOException {
        int length = (npy[8] & 0xff) + ((npy[9] & 0xff) << 8);
        String header = new String(npy, FIXED, length, StandardCharsets.ISO_8859_1);
        Matcher shape = SHAPE.matcher(header);
        if (!header.contains("'<f4'") || header.contains("'fortran_order': True") || !shape.find()) {
            throw new IOException(name + " is no float32 array in C order: " + header);
        }
        int[] extents = Arrays.stream(shape.group(1).split(",")).map(String::trim).filter(side -> !side.isEmpty())
                .mapToInt(Integer::parseInt).toArray();
        float[] values = new float[(npy.length - FIXED - length) / Float.BYTES];
        ByteBuffer.wrap(npy, FIXED + length, npy.length - FIXED - length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
                .get(values);
        return new Tensor(values, extents);
    }
}
