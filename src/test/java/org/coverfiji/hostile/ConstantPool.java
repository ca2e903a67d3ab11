package org.coverfiji.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a class file names: classes, and methods with their classes. */
final class ConstantPool {

    private static final int MAGIC = 0xcafebabe;
    private static final int TEXT = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;

    private final int[] tags;
    private final int[] first;
    private final int[] second;
    private final String[] texts;

    ConstantPool(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (in.getInt() != MAGIC) {
            throw new IllegalArgumentException("no class file");
        }
        int count = in.getShort(8) & 0xffff;
        in.position(10);
        tags = new int[count];
        first = new int[count];
        second = new int[count];
        texts = new String[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.get();
            read(in, i);
            // Long numbers count twice.
            i += tags[i] == 5 || tags[i] == 6 ? 1 : 0;
        }
    }

    private void read(ByteBuffer in, int i) {
        switch (tags[i]) {
            case TEXT:
                byte[] bytes = new byte[in.getShort() & 0xffff];
                in.get(bytes);
                texts[i] = new String(bytes, StandardCharsets.UTF_8);
                break;
            case 3: case 4:
                in.getInt();
                break;
            case 5: case 6:
                in.getLong();
                break;
            case CLASS: case 8: case 16: case 19: case 20:
                first[i] = in.getShort() & 0xffff;
                break;
            case 15:
                in.get();
                in.getShort();
                break;
            default:
                first[i] = in.getShort() & 0xffff;
                second[i] = in.getShort() & 0xffff;
        }
    }

    /** With slashes. */
    Set<String> classes() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < tags.length; i++) {
            if (tags[i] == CLASS) {
                names.add(texts[first[i]]);
            }
        }
        return names;
    }

    /** Each as its class, name and descriptor: {@code java/io/File.<init>(Ljava/lang/String;)V}. */
    List<String> methods() {
        List<String> methods = new ArrayList<>();
        for (int i = 0; i < tags.length; i++) {
            if (tags[i] == METHOD || tags[i] == INTERFACE_METHOD) {
                methods.add(texts[first[first[i]]] + "." + texts[first[second[i]]] + texts[second[second[i]]]);
            }
        }
        return methods;
    }
}
