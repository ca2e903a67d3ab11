package org.coverfiji.app.finetune;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SegmentationSettingsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static SegmentationSettings.Builder valid() {
        return SegmentationSettings.builder().images(new File("images")).labels(new File("labels"))
                .output(new File("lungs.cover"));
    }

    @Test
    public void defaultsDependOnTheProtocol() {
        SegmentationSettings full = valid().build();
        SegmentationSettings linear = valid().protocol("Linear").build();
        assertEquals(Protocol.LINEAR, linear.protocol());
        assertTrue(linear.learningRate() > full.learningRate());
        assertTrue(linear.allLevels());
        assertEquals(15, full.validationInterval());
        assertEquals(0.02, valid().learningRate(0.02).build().learningRate(), 0);
    }

    /** As a model's report shows them. */
    @Test
    public void whatIsLeftOpenIsCalledAutomatic() {
        assertEquals("auto", valid().build().toMap().get("resize"));
        assertEquals("auto", valid().build().toMap().get("width"));
        assertEquals("0", valid().resize(0).build().toMap().get("resize"));
        assertEquals(FineTuneSettings.OF_THE_MODEL, valid().set("resize", "auto").build().resize());
    }

    @Test
    public void flipsAreGivenByAxis() {
        assertArrayEquals(new boolean[] {false, true}, valid().flips("x").build().flips(2));
        assertArrayEquals(new boolean[] {true, false, true}, valid().flips("XZ").build().flips(3));
        assertArrayEquals(new boolean[2], valid().build().flips(2));
    }

    @Test
    public void classNamesAreWrittenWithCommas() {
        assertEquals(List.of("background", "left lung", "heart"),
                valid().classNames(" background, left lung,heart ").build().classNames());
        assertEquals(List.of(), valid().classNames(" ").build().classNames());
    }

    @Test
    public void aBuilderOfSettingsHoldsThem() {
        SegmentationSettings settings = valid().patch(64).iterations(77).protocol(Protocol.DECODER).seed(9).width(24)
                .flips("xy").foreground(0.3).validation(0.4).patience(3).build();
        SegmentationSettings copy = settings.toBuilder().build();
        assertEquals(settings.toMap(), copy.toMap());
        assertEquals(24, copy.width());
        assertEquals(new File("labels"), copy.labels());
        assertFalse(settings.toMap().containsKey("output"));
    }

    @Test
    public void theModelIsNotReplacedHoweverItIsSpelt() throws Exception {
        File model = folder.newFile("pretrained.cover");
        File link = new File(folder.getRoot(), "link.cover");
        Files.createSymbolicLink(link.toPath(), model.toPath());
        for (File output : new File[] {model, link, new File(folder.getRoot(), "sub/../pretrained.cover")}) {
            CoverException e = assertThrows(CoverException.class, () -> valid().model(model).output(output).build());
            assertTrue(e.getMessage(), e.getMessage().startsWith("output is the pretrained model"));
        }
        File checkpoint = folder.newFile("lungs.checkpoint.cover");
        CoverException e = assertThrows(CoverException.class, () -> valid().model(checkpoint)
                .output(new File(folder.getRoot(), "lungs.cover")).build());
        assertTrue(e.getMessage(), e.getMessage().startsWith("The checkpoint of output"));
    }

    @Test
    public void everyWrongValueIsExplained() {
        requireMessage("images is missing", SegmentationSettings.builder().output(new File("a.cover")));
        requireMessage("labels is missing", SegmentationSettings.builder().images(new File("a")).output(new File("b")));
        requireMessage("output is missing", valid().output(null));
        requireMessage("output is the pretrained model", valid().model(new File("lungs.cover")));
        requireMessage("patch is 50", valid().patch(50));
        requireMessage("width is 12", valid().width(12));
        requireMessage("batch is 0", valid().batch(0));
        requireMessage("iterations is 0", valid().iterations(0));
        requireMessage("learning_rate is 2.0", valid().learningRate(2));
        requireMessage("validation is 1.0", valid().validation(1));
        requireMessage("foreground is 1.5", valid().foreground(1.5));
        requireMessage("patience is -1", valid().patience(-1));
        requireMessage("flips is lr", valid().flips("lr"));
        requireMessage("class_names is lung, lung", valid().classNames("lung,lung"));
        requireMessage("class_names is lung, , heart", valid().classNames("lung,,heart"));
        requireMessage("device is gpu", valid().device("gpu"));
        requireMessage("For validation one folder", valid().validation(new File("v"), null));
        CoverException e = assertThrows(CoverException.class, () -> valid().protocol("head"));
        assertTrue(e.getMessage(), e.getMessage().contains("full, linear or decoder"));
    }

    private static void requireMessage(String start, SegmentationSettings.Builder builder) {
        CoverException e = assertThrows(CoverException.class, builder::build);
        assertTrue(e.getMessage(), e.getMessage().startsWith(start));
    }
}
