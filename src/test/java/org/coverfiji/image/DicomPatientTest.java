package org.coverfiji.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

import org.coverfiji.image.format.DicomPatient;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DicomPatientTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File image(String name, String patient, String series) throws IOException {
        DicomBytes bytes = new DicomBytes(DicomBytes.EXPLICIT);
        if (!patient.isEmpty()) {
            bytes.text(0x00100020, "LO", patient);
        }
        return bytes.text(0x0020000e, "UI", series).number(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2")
                .size(1, 2).pixels(8, false, 1, 2).write(new File(folder.getRoot(), name));
    }

    @Test
    public void imagesOfOnePatientOrElseOfOneSeriesAreEqual() throws IOException {
        String first = DicomPatient.of(image("a.dcm", "P 1", "1.2.3"));
        assertEquals(first, DicomPatient.of(image("b.dcm", "P 1", "1.2.4")));
        assertNotEquals(first, DicomPatient.of(image("c.dcm", "P 2", "1.2.3")));
        String unnamed = DicomPatient.of(image("d.dcm", "", "1.2.3"));
        assertNotEquals("", unnamed);
        assertEquals(unnamed, DicomPatient.of(image("e.dcm", "", "1.2.3")));
        assertNotEquals(unnamed, DicomPatient.of(image("f.dcm", "", "1.2.9")));
    }

    @Test
    public void otherFilesHaveNoPatient() throws IOException {
        File picture = folder.newFile("a.png");
        assertEquals("", DicomPatient.of(picture));
        Files.write(picture.toPath(), new byte[500]);
        assertEquals("", DicomPatient.of(picture));
        assertEquals("", DicomPatient.of(new File(folder.getRoot(), "gone.dcm")));
    }
}
