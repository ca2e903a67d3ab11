package org.coverfiji.app.compare.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;

/**
 * A page that needs nothing else: no script, no file, no network; pictures are in it. Well-formed XML, so that others
 * can take tables out of it.
 */
final class HtmlPage {

    private static final String STYLE = "body{font:15px/1.5 system-ui,sans-serif;max-width:72em;margin:2em auto;"
            + "padding:0 1em;color:#222}h1,h2,h3{line-height:1.2}h2{margin-top:2em;border-bottom:1px solid #ccc}"
            + "table{border-collapse:collapse;margin:1em 0;font-size:14px}caption{text-align:left;padding:.4em 0}"
            + "th,td{padding:.25em .7em;text-align:right;border-bottom:1px solid #e4e4e4;white-space:nowrap}"
            + "th{border-bottom:1px solid #888}th:first-child,td:first-child{text-align:left}"
            + "td.text{text-align:left;white-space:normal}tr.family td{color:#666;font-style:italic;padding-top:.8em}"
            + ".best{font-weight:bold}.second{text-decoration:underline}.quiet{color:#777}"
            + "img{max-width:100%;height:auto}pre{white-space:pre-wrap;background:#f6f6f6;padding:.8em}"
            + ".scroll{overflow-x:auto}";

    private final StringBuilder body = new StringBuilder();
    private final String title;

    HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(escape(title)).append("</h1>\n");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    HtmlPage section(String heading) {
        body.append("<h2>").append(escape(heading)).append("</h2>\n");
        return this;
    }

    HtmlPage subsection(String heading) {
        body.append("<h3>").append(escape(heading)).append("</h3>\n");
        return this;
    }

    HtmlPage paragraph(String text) {
        body.append("<p>").append(escape(text)).append("</p>\n");
        return this;
    }

    /** Text with its line breaks. */
    HtmlPage verbatim(String text) {
        body.append("<pre>").append(escape(text)).append("</pre>\n");
        return this;
    }

    /**
     * A table.
     *
     * @param caption what it shows
     * @param head of the columns
     * @param rows of cells that {@link #cell} or {@link #family} made
     */
    HtmlPage table(String caption, List<String> head, List<String> rows) {
        body.append("<div class=\"scroll\"><table><caption>").append(escape(caption)).append("</caption>\n<thead><tr>");
        head.forEach(name -> body.append("<th>").append(escape(name)).append("</th>"));
        body.append("</tr></thead>\n<tbody>\n");
        rows.forEach(row -> body.append("<tr").append(row).append("</tr>\n"));
        body.append("</tbody></table></div>\n");
        return this;
    }

    /** A row of cells. */
    static String row(List<String> cells) {
        return ">" + String.join("", cells);
    }

    /** A row with a word for those below it. */
    static String family(String name, int columns) {
        return " class=\"family\"><td colspan=\"" + columns + "\">" + escape(name) + "</td>";
    }

    static String cell(String text) {
        return cell(text, "");
    }

    /** @param kind best, second, quiet, text, or empty */
    static String cell(String text, String kind) {
        return "<td" + (kind.isEmpty() ? "" : " class=\"" + kind + "\"") + ">" + escape(text) + "</td>";
    }

    /** A picture, with what it shows for those that do not see it. */
    HtmlPage picture(BufferedImage picture, String what) {
        body.append("<p><img width=\"").append(picture.getWidth()).append("\" alt=\"").append(escape(what))
                .append("\" src=\"data:image/png;base64,").append(Base64.getEncoder().encodeToString(png(picture)))
                .append("\" /></p>\n");
        return this;
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new CoverException("A picture cannot be made (" + e.getMessage() + ").", e);
        }
        return bytes.toByteArray();
    }

    /** @throws CoverException if the file cannot be written */
    void write(File target) {
        String page = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" /><title>" + escape(title)
                + "</title><style>" + STYLE + "</style></head>\n<body>\n" + body + "</body></html>\n";
        AtomicFile.write(target, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }
}
