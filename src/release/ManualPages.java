import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Renders the manual's Markdown pages to HTML that Swing's text components can show, and copies its pictures. Run by
 * the build: {@code java -cp <commonmark> ManualPages.java <folder of pages> <folder to write>}.
 */
public final class ManualPages {

    private final Path source;
    private final Path target;
    private final Parser parser;
    private final HtmlRenderer renderer;

    private ManualPages(Path source, Path target) {
        this.source = source;
        this.target = target;
        List<Extension> extensions = Arrays.asList(TablesExtension.create());
        parser = Parser.builder().extensions(extensions).build();
        renderer = HtmlRenderer.builder().extensions(extensions)
                .attributeProviderFactory(context -> this::attributes).build();
    }

    public static void main(String[] arguments) throws IOException {
        new ManualPages(Paths.get(arguments[0]), Paths.get(arguments[1])).write();
    }

    private void write() throws IOException {
        for (Path file : files()) {
            Path copy = target.resolve(source.relativize(file).toString().replaceFirst("\\.md$", ".html"));
            Files.createDirectories(copy.getParent());
            if (file.toString().endsWith(".md")) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                // Swing takes a page's declared encoding for a change of it, and fails; plain ASCII needs none.
                Files.write(copy, ascii("<html><body>\n" + renderer.render(parser.parse(text)) + "</body></html>\n")
                        .getBytes(StandardCharsets.US_ASCII));
            } else {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            return all.filter(file -> file.toString().matches(".*\\.(md|png)")).collect(Collectors.toList());
        }
    }

    /** Links between pages lead to their HTML; what lies outside the manual is not in the jar, so it is no link. */
    private void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof TableBlock) {
            attributes.put("border", "1");
            attributes.put("cellspacing", "0");
            attributes.put("cellpadding", "4");
        } else if (node instanceof Link && attributes.containsKey("href")
                && !attributes.get("href").matches("https?:.*|#.*")) {
            String link = attributes.get("href");
            if (link.startsWith("..")) {
                attributes.remove("href");
            } else {
                attributes.put("href", link.replaceFirst("\\.md(#.*)?$", ".html"));
            }
        } else if (node instanceof Image && !attributes.get("src").startsWith("http")
                && !Files.isRegularFile(source.resolve(attributes.get("src")))) {
            throw new IllegalStateException("The manual has no picture " + attributes.get("src"));
        }
    }

    private static String ascii(String html) {
        return html.codePoints().mapToObj(c -> c < 128 ? String.valueOf((char) c) : "&#" + c + ";")
                .collect(Collectors.joining());
    }
}
