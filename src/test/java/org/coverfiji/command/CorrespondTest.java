package org.coverfiji.command;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

import org.coverfiji.image.Expect;
import org.coverfiji.model.TestModels;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.scijava.Context;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

public class CorrespondTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Context context = new Context();
    private final CommandRunner runner = new CommandRunner(context);
    private File model;
    private File scan;

    @Before
    public void write() {
        model = new File(folder.getRoot(), "model.cover");
        TestModels.model(TestModels.description(TestModels.network(2, 1), 16).build()).write(model);
        scan = new File(folder.getRoot(), "scan.tif");
        ImagePlus image = IJ.createImage("scan", "8-bit ramp", 32, 32, 1);
        new FileSaver(image).saveAsTiff(scan.getPath());
    }

    @After
    public void dispose() {
        context.dispose();
    }

    private String refusal(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of("model", model.getPath(), "image", scan.getPath(),
                "target", scan.getPath(), "point", "5,5"));
        values.putAll(more);
        return Expect.failure(() -> runner.run(runner.find("COVER Correspond"), values));
    }

    @Test
    public void oneFileIsNotComparedWithItself() {
        assertEquals("image and target are the same, scan.tif; choose two.", refusal(Map.of()));
    }

    @Test
    public void whatWouldBeWrittenIsCheckedBefore() throws Exception {
        assertEquals("found is a.roi; it must end in .zip.", refusal(Map.of("found", "a.roi")));
        File others = new File(folder.getRoot(), "others.zip");
        Files.writeString(others.toPath(), "somebody's ROIs");
        assertEquals(others + " exists and holds no ROIs of this command that could be replaced; choose another name,"
                + " or move that file away.", refusal(Map.of("found", others.getPath())));
    }
}
