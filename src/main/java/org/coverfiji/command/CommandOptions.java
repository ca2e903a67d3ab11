package org.coverfiji.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/** Reads the two ways in which a command's parameters are written as text. */
public final class CommandOptions {

    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z_][A-Za-z_0-9]*)\\s*=\\s*");

    /** After an unquoted value: a comma counts only if a key follows, so that {@code heads=4,4,4,1,1} is one value. */
    private static final Pattern NEXT = Pattern.compile("\\s*,(?=\\s*[A-Za-z_][A-Za-z_0-9]*\\s*=)|\\s*,?\\s*$");

    private CommandOptions() {
    }

    /**
     * Reads {@code key="value",n=3}, the form of {@code --run}. Quoted values may hold commas; in them {@code \"}
     * stands for a quotation mark and {@code \\} for a backslash.
     *
     * @throws CoverException if the text has another form or names a key twice
     */
    public static Map<String, String> launcher(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher key = KEY.matcher(text);
        int at = 0;
        while (!text.substring(at).trim().isEmpty()) {
            if (!key.find(at) || key.start() != at) {
                throw new CoverException("The parameters cannot be read at \"" + text.substring(at).trim()
                        + "\"; they are written as key=\"value\",number=3.");
            }
            StringBuilder value = new StringBuilder();
            at = value(text, key.end(), value);
            put(values, key.group(1), value.toString());
        }
        return values;
    }

    /** A text that {@link #launcher} reads as these values. */
    public static String write(Map<String, String> values) {
        return values.entrySet().stream().map(entry -> entry.getKey() + "=\""
                + entry.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(","));
    }

    /** Appends the value that starts at a position and returns where the next key may start. */
    private static int value(String text, int start, StringBuilder value) {
        int at = start;
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            char quote = text.charAt(at++);
            while (at < text.length() && text.charAt(at) != quote) {
                boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length()
                        && (text.charAt(at + 1) == '\\' || text.charAt(at + 1) == quote);
                at += escaped ? 1 : 0;
                value.append(text.charAt(at++));
            }
            if (at >= text.length()) {
                throw new CoverException("The parameters lack a closing quotation mark after " + quote + value + ".");
            }
            at++;
        }
        Matcher next = NEXT.matcher(text);
        // Always found: the end of the text matches.
        next.find(at);
        value.append(text, at, next.start());
        return next.end();
    }

    /**
     * Reads {@code key=value key=[value with blanks] key='the same' flag}, the form of an ImageJ macro's {@code run}. A
     * bare word means true.
     *
     * @throws CoverException if a key is named twice with different values
     */
    public static Map<String, String> macro(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at;
            while (end < text.length() && text.charAt(end) != '=' && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            String key = text.substring(at, end);
            if (end == text.length() || text.charAt(end) != '=') {
                values.putIfAbsent(key, "true");
                at = end;
                continue;
            }
            int start = end + 1;
            boolean bracketed = start < text.length() && text.charAt(start) == '[';
            // ImageJ's second way of writing blanks.
            int quote = start < text.length() && text.charAt(start) == '\'' ? text.indexOf('\'', start + 1) : -1;
            boolean enclosed = bracketed || quote > 0;
            end = bracketed ? closingBracket(text, start) : quote > 0 ? quote : nextBlank(text, start);
            String value = text.substring(enclosed ? start + 1 : start, end);
            // "flag flag=true" is how a macro sets a flag in ImageJ 1.x and in Fiji alike.
            values.remove(key, "true");
            put(values, key, value);
            at = enclosed ? Math.min(end + 1, text.length()) : end;
        }
        return values;
    }

    private static int closingBracket(String text, int start) {
        for (int at = text.indexOf(']', start); at >= 0; at = text.indexOf(']', at + 1)) {
            if (at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1))) {
                return at;
            }
        }
        throw new CoverException("The macro's parameters lack a closing bracket after "
                + text.substring(start).trim() + ".");
    }

    private static int nextBlank(String text, int start) {
        int at = start;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (values.put(key, value) != null) {
            throw new CoverException("The parameter " + key + " is given twice; give it once.");
        }
    }
}
