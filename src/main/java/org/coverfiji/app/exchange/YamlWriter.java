package org.coverfiji.app.exchange;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/**
 * Writes maps, lists, texts, numbers and flags as YAML: blocks, with texts in quotation marks as JSON has them, so that
 * every version of YAML reads a text as a text.
 */
final class YamlWriter {

    private static final Gson TEXTS = new GsonBuilder().disableHtmlEscaping().create();

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {
    }

    static String write(Map<String, ?> document) {
        YamlWriter writer = new YamlWriter();
        writer.map(document, "");
        return writer.out.toString();
    }

    private void map(Map<?, ?> map, String indent) {
        map.forEach((key, value) -> {
            out.append(indent).append(key).append(':');
            value(value, indent);
        });
    }

    private void value(Object value, String indent) {
        if (value instanceof Map && !((Map<?, ?>) value).isEmpty()) {
            out.append('\n');
            map((Map<?, ?>) value, indent + "  ");
        } else if (value instanceof List && ((List<?>) value).stream().anyMatch(Map.class::isInstance)) {
            out.append('\n');
            for (Object entry : (List<?>) value) {
                YamlWriter inner = new YamlWriter();
                inner.map((Map<?, ?>) entry, indent + "    ");
                out.append(indent).append("  - ").append(inner.out.substring(indent.length() + 4));
            }
        } else {
            out.append(' ').append(inline(value)).append('\n');
        }
    }

    private static String inline(Object value) {
        if (value instanceof List) {
            return ((List<?>) value).stream().map(YamlWriter::inline).collect(Collectors.joining(",", "[", "]"));
        }
        // Without its sign, an exponent makes a text of the number in YAML 1.1.
        return value instanceof Double ? TEXTS.toJson(value).replaceFirst("E(?=[0-9])", "E+") : TEXTS.toJson(value);
    }
}
