package org.coverfiji.app.files;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.Table;

/**
 * A part of the work on a folder or of a comparison, so that several processes or computers share it, as schedulers
 * spread them. Immutable.
 */
public final class WorkPart {

    /** All of it. */
    public static final WorkPart ALL = new WorkPart(1, 1);

    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,6})\\s*/\\s*(\\d{1,6})\\s*");
    private static final Pattern ENDING = Pattern.compile("(\\.[^.]*)?$");

    private final int own;
    private final int parts;

    private WorkPart(int own, int parts) {
        this.own = own;
        this.parts = parts;
    }

    /**
     * The part that is meant.
     *
     * @param text such as {@code 3/10}; empty for all
     * @throws CoverException if it is not of that form
     */
    public static WorkPart of(String text) {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        Matcher matcher = FORM.matcher(text);
        int own = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int parts = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (own < 1 || own > parts) {
            throw new CoverException("part is " + text + ", but must be a part of all the work such as 3/10, or empty"
                    + " for all.");
        }
        return new WorkPart(own, parts);
    }

    public boolean isAll() {
        return parts == 1;
    }

    /** Whether a piece of work, by its number from 0, belongs to this part: every so manieth does. */
    public boolean has(int piece) {
        return piece % parts == own - 1;
    }

    /** The part's own ones of a list, neighbours together, so that parts one after the other are the list again. */
    public <T> List<T> of(List<T> all) {
        return all.subList(border(all, own - 1), border(all, own));
    }

    private int border(List<?> all, int part) {
        return (int) ((long) all.size() * part / parts);
    }

    /**
     * What makes a table: a model, and files as they are now, so that a part that was made of others is not joined.
     *
     * @param model its checksum
     * @param files in order
     */
    public static String maker(String model, List<File> files) {
        StringBuilder text = new StringBuilder(model);
        files.forEach(file -> text.append('\n').append(file.getName()).append(' ').append(file.length()).append(' ')
                .append(file.lastModified()));
        return text.toString();
    }

    /**
     * Writes a table, or this part of it beside; the part that finds all others there joins them.
     *
     * @param target of the whole table
     * @param maker tells what makes it from what made others, see {@link #maker}: no others are joined with it
     * @return the file that was written: the whole table, or the part
     * @throws CoverException if a file cannot be written
     */
    public File write(File target, Table table, String maker) {
        if (isAll()) {
            CsvFile.write(target, table);
            return target;
        }
        CsvFile.write(file(target, own, maker), table);
        for (int part = 1; part <= parts; part++) {
            if (!file(target, part, maker).isFile()) {
                return file(target, own, maker);
            }
        }
        join(target, maker);
        return target;
    }

    private File file(File target, int part, String maker) {
        String checksum = UUID.nameUUIDFromBytes(maker.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 8);
        String name = ENDING.matcher(target.getName())
                .replaceFirst(".part-" + part + "-of-" + parts + "-" + checksum + "$1");
        return new File(target.getAbsoluteFile().getParentFile(), name);
    }

    /** Two that come last at once write the same. */
    private void join(File target, String maker) {
        StringBuilder whole = new StringBuilder();
        try {
            for (int part = 1; part <= parts; part++) {
                String text = Files.readString(file(target, part, maker).toPath(), StandardCharsets.UTF_8);
                whole.append(part == 1 ? text : text.substring(text.indexOf('\n') + 1));
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new CoverException("The parts of " + target + " cannot be read (" + e.getMessage()
                    + "); see to the disk and make this part again.", e);
        }
        AtomicFile.write(target, out -> out.write(whole.toString().getBytes(StandardCharsets.UTF_8)));
        for (int part = 1; part <= parts; part++) {
            file(target, part, maker).delete();
        }
    }
}
