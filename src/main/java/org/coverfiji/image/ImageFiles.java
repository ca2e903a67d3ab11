package org.coverfiji.image;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.CoverException;

/** Lists the files of a folder that may be images. */
public final class ImageFiles {

    /** What lies beside images in real folders. Everything else is tried, because DICOM files may bear any name. */
    private static final Set<String> OTHER_ENDINGS = Set.of("txt", "md", "csv", "tsv", "json", "xml", "html", "htm",
            "pdf", "doc", "docx", "xls", "xlsx", "log", "ini", "db", "roi", "lut", "ijm", "py", "java", "m", "npy",
            "npz", "mat", "cover", "ckpt", "jar", "tmp", "bval", "bvec", "yaml", "yml", "sh", "bat");

    private ImageFiles() {
    }

    /**
     * The files in a stable order (by path). Hidden files and plain documents are left out.
     *
     * @param folderOrFile a folder, or one file (which is taken as it is)
     * @param recursive whether folders inside the folder count too
     * @param nameFilter only files whose name contains this, or matches it if it has the wildcards * or ?; empty or
     *        null for all; upper and lower case are the same
     * @throws CoverException if there is no such folder or file, or nothing in it
     */
    public static List<File> list(File folderOrFile, boolean recursive, String nameFilter) {
        if (folderOrFile.isFile()) {
            return List.of(folderOrFile);
        }
        if (!folderOrFile.isDirectory()) {
            throw new CoverException("There is no folder or file " + folderOrFile + "; check the path.");
        }
        Pattern filter = filter(nameFilter);
        List<File> files;
        try (Stream<Path> paths = Files.walk(folderOrFile.toPath(), recursive ? Integer.MAX_VALUE : 1,
                FileVisitOption.FOLLOW_LINKS)) {
            Path root = folderOrFile.toPath();
            files = paths.filter(path -> isCandidate(root, path) && filter.matcher(name(path)).matches())
                    .map(Path::toFile).sorted(ImageFiles::compare).collect(Collectors.toUnmodifiableList());
        } catch (IOException | UncheckedIOException e) {
            throw new CoverException("The folder " + folderOrFile + " cannot be listed (" + e.getMessage()
                    + "); check its permissions.", e);
        }
        if (files.isEmpty()) {
            boolean filtered = nameFilter != null && !nameFilter.isEmpty();
            throw new CoverException("The folder " + folderOrFile + " holds no images"
                    + (filtered ? " whose name matches \"" + nameFilter + "\"" : "")
                    + (recursive ? "; choose another." : "; choose another, or include the folders inside it."));
        }
        return files;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        // A file system's root has none.
        return name == null ? path.toString() : name.toString();
    }

    private static boolean isCandidate(Path root, Path path) {
        for (Path part : root.relativize(path)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = name(path).toLowerCase(Locale.ROOT);
        return !name.equals("dicomdir") && !OTHER_ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                && Files.isRegularFile(path);
    }

    /** The same order on every system. */
    private static int compare(File a, File b) {
        return a.getPath().replace(File.separatorChar, '/').compareTo(b.getPath().replace(File.separatorChar, '/'));
    }

    private static Pattern filter(String nameFilter) {
        String text = nameFilter == null ? "" : nameFilter.trim();
        boolean wildcards = text.contains("*") || text.contains("?");
        StringBuilder regex = new StringBuilder();
        for (char c : (wildcards ? text : "*" + text + "*").toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
