package org.coverfiji.fiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.Test;

import ij.ImageJ;

/** The image of a line where images have windows; in a process of its own, because ImageJ's window stays. */
public class WindowLineTest {

    private static final String IMAGES = "images: ";

    @Test
    public void theImageIsTheSelectedOneWhateverWindowsTheLinesBeforeHaveOpened() throws Exception {
        assumeFalse("windows need a display", GraphicsEnvironment.isHeadless());
        Process process = new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(), "-cp",
                System.getProperty("java.class.path"), WindowLineTest.class.getName())
                        .redirectErrorStream(true).start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .collect(Collectors.toList());
        assertEquals(output.toString(), List.of(IMAGES + "null [b, b, a, b, a, result 4]",
                IMAGES + "null [d, d, c, a, a]"),
                output.stream().filter(line -> line.startsWith(IMAGES)).collect(Collectors.toList()));
    }

    /** Prints for each macro why it stopped, and the images on which its lines worked. */
    public static void main(String[] arguments) {
        new ImageJ(ImageJ.EMBEDDED).setVisible(true);
        Fiji fiji = new Fiji(false);
        LineTest.addProbe(fiji);
        run("newImage('a', '8-bit', 8, 8, 1); newImage('b', '8-bit', 8, 8, 1);"
                + "run('Probe', 'count=1'); run('Probe', 'count=2'); selectImage('a'); run('Probe', 'count=3');"
                + "run('Probe', 'image=b count=4'); run('Probe', 'count=5');"
                + "selectImage('result 4'); run('Probe', 'count=6');");
        run("setBatchMode(true); newImage('c', '8-bit', 8, 8, 1); newImage('d', '8-bit', 8, 8, 1);"
                + "run('Probe', 'count=1'); run('Probe', 'count=2'); selectImage('c'); run('Probe', 'count=3');"
                + "selectImage('a'); run('Probe', 'count=3'); run('Probe', 'count=3');");
        System.exit(0);
    }

    private static void run(String macro) {
        LineTest.images().clear();
        String failure = Fiji.macro(macro);
        System.out.println(IMAGES + failure + " " + LineTest.images());
    }
}
