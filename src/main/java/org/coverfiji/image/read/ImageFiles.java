package org.coverfiji.image.read;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.image.format.ImagePair;

/** Lists the files of a folder that may be images. */
public final class ImageFiles {

    /** What lies beside images in real folders. Everything else is tried, because DICOM files may bear any name. */
    private static final Set<String> OTHER_ENDINGS = Set.of("txt", "md", "csv", "tsv", "json", "xml", "html", "htm",
            "pdf", "doc", "docx", "xls", "xlsx", "log", "ini", "db", "roi", "lut", "ijm", "py", "java", "m", "npy",
            "npz", "mat", "cover", "ckpt", "jar", "tmp", "bval", "bvec", "yaml", "yml", "sh", "bat",
            "pth", "pt", "safetensors", "onnx");

    /** Folders with an array's chunks. */
    private static final String CHUNKED = ".zarr";

    private ImageFiles() {
    }

    /**
     * The files in a stable order (by path). Hidden files, plain documents and the suite's own results are left out,
     * and so are folders inside the folder that cannot be listed. A file that is reached twice, over links, counts
     * once.
     *
     * @param folderOrFile a folder, or one file (which is taken as it is)
     * @param recursive whether folders inside the folder count too
     * @param nameFilter only files whose name contains this, or matches it if it has the wildcards * or ?; empty or
     *        null for all; upper and lower case are the same
     * @throws CoverException if there is no such folder or file, or nothing in it
     */
    public static List<File> list(File folderOrFile, boolean recursive, String nameFilter) {
        return list(folderOrFile, recursive, nameFilter, file -> !OwnOutputs.contains(file));
    }

    /**
     * The files of a folder that may be label images: those of a segmentation, perhaps corrected, are welcome, its
     * other results are none.
     *
     * @throws CoverException as {@link #list(File, boolean, String)}
     */
    public static List<File> labels(File folderOrFile, boolean recursive) {
        return list(folderOrFile, recursive, null, file -> !OwnOutputs.isOtherThanLabels(file));
    }

    private static List<File> list(File folderOrFile, boolean recursive, String nameFilter, Predicate<File> wanted) {
        if (folderOrFile.isFile()) {
            return List.of(folderOrFile);
        }
        if (!folderOrFile.isDirectory()) {
            throw new CoverException("There is no folder or file " + folderOrFile + "; check the path.");
        }
        Pattern filter = filter(nameFilter);
        Path root = folderOrFile.toPath();
        List<File> candidates = walk(folderOrFile, recursive).stream()
                .filter(path -> isCandidate(root, path) && filter.matcher(name(path)).matches()).map(Path::toFile)
                .collect(Collectors.toList());
        List<File> files = candidates.stream()
                .filter(wanted).filter(file -> !isHeaderOfPair(file)).sorted(ImageFiles::compare)
                .collect(Collectors.toUnmodifiableList());
        if (files.isEmpty()) {
            boolean filtered = nameFilter != null && !nameFilter.isEmpty();
            throw new CoverException("The folder " + folderOrFile + " holds no images"
                    + (filtered ? " whose name matches \"" + nameFilter + "\"" : "")
                    + (candidates.stream().anyMatch(file -> !wanted.test(file)) ? " but results of COVER" : "")
                    + (recursive ? "; choose another." : "; choose another, or include the folders inside it."));
        }
        return files;
    }

    /** Links are followed, unless in a circle. */
    private static Collection<Path> walk(File folder, boolean recursive) {
        Path root = folder.toPath();
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), recursive ? Integer.MAX_VALUE : 1,
                    new SimpleFileVisitor<>() {

                        @Override
                        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                            return name(folder).endsWith(CHUNKED) ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            CancelledException.ifInterrupted();
                            found.add(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                            if (file.equals(root)) {
                                throw failure;
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path file, IOException failure) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
            return once(found);
        } catch (IOException e) {
            throw new CoverException("The folder " + folder + " cannot be listed; check its permissions.", e);
        }
    }

    /** A file that is reached over links too counts once, by its shortest path. */
    private static Collection<Path> once(List<Path> found) throws IOException {
        Map<Path, Path> realFolders = new HashMap<>();
        Map<Path, Path> byRealPath = new TreeMap<>();
        Collections.sort(found);
        for (Path file : found) {
            Path folder = file.getParent();
            if (!realFolders.containsKey(folder)) {
                realFolders.put(folder, folder.toRealPath());
            }
            byRealPath.merge(realFolders.get(folder).resolve(file.getFileName()), file,
                    (first, second) -> second.getNameCount() < first.getNameCount() ? second : first);
        }
        return byRealPath.values();
    }

    /** The file with the values stands for a pair. */
    private static boolean isHeaderOfPair(File file) {
        ImagePair pair = ImagePair.of(file);
        return pair != null && pair.header().equals(file);
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
