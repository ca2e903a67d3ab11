package org.coverfiji.app.compare;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.coverfiji.image.DicomBytes;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.format.DicomPatient;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class UnlabelledImagesTest {

    private static final int PATIENT = 0x00100020;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File image(String name, String patient, int first) throws IOException {
        return new DicomBytes(DicomBytes.EXPLICIT).text(PATIENT, "LO", patient).size(1, 2)
                .pixels(16, false, first, first + 1).write(new File(folder.getRoot(), name));
    }

    /** Other images of a test image's patient show the same anatomy. */
    @Test
    public void imagesOfTestPatientsAreLeftOut() throws IOException {
        File tested = image("a.dcm", "P 1", 1);
        image("b.dcm", "P 1", 20);
        image("c.dcm", "P 2", 30);
        TaskSettings settings = TaskSettings.builder().set("images", "images").set("labels", "labels")
                .set("unlabelled", folder.getRoot()).build();
        List<String> log = new ArrayList<>();
        List<FloatImage> images = UnlabelledImages.read(settings, Set.of(), Set.of(DicomPatient.of(tested)), log::add);
        assertEquals(1, images.size());
        assertEquals(30, images.get(0).data()[0], 0);
        assertEquals(1, log.size());
    }
}
