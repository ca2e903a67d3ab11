package org.coverfiji.app.files;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.image.read.FileGroup;
import org.junit.Test;

public class EachFileTest {

    private static final List<FileGroup> FILES = Arrays.asList(FileGroup.of(new File("a")), FileGroup.of(new File("b")),
            FileGroup.of(new File("c")));
    private static final String NO_MEMORY =
            "There is not enough memory for b; " + MemoryShortage.REMEDY + ", or crop or shrink the image.";

    private final List<String> log = new ArrayList<>();
    private final List<FileGroup> done = new ArrayList<>();

    @Test
    public void filesThatFailArePassedOver() {
        assertEquals(1, EachFile.run(FILES, failing("b", new OutOfMemoryError("Java heap space"), "c",
                new CoverException("It is damaged.")), log::add));
        assertEquals(FILES.subList(0, 1), done);
        assertEquals(Arrays.asList("Skipped b: " + NO_MEMORY, "Skipped c: It is damaged."), log);
    }

    @Test
    public void firstFailureIsThrownIfAllFail() {
        CoverException e = assertThrows(CoverException.class, () -> EachFile.run(FILES.subList(1, 3),
                failing("b", new RuntimeException(new OutOfMemoryError("Java heap space")), "c",
                        new CoverException("It is damaged.")),
                log::add));
        assertEquals(NO_MEMORY, e.getMessage());
    }

    @Test
    public void whatNobodyForesawEndsOneFileOnly() {
        assertEquals(2, EachFile.run(FILES, failing("b", new ArrayIndexOutOfBoundsException(7), "", null), log::add));
        assertEquals(1, log.size());
        assertTrue(log.get(0), log.get(0).startsWith("Skipped b: An unexpected error"));
        assertFalse(log.get(0), log.get(0).contains("Exception"));
    }

    @Test
    public void theUserEndsAllOfIt() {
        assertThrows(CancelledException.class, () -> EachFile.run(FILES, failing("b",
                new CancelledException("Enough."), "", null), log::add));
        assertEquals(FILES.subList(0, 1), done);
    }

    private Consumer<FileGroup> failing(String first, Throwable why, String second, RuntimeException whyToo) {
        return file -> {
            if (file.name().equals(first) && why instanceof Error) {
                throw (Error) why;
            }
            if (file.name().equals(first)) {
                throw (RuntimeException) why;
            }
            if (file.name().equals(second)) {
                throw whyToo;
            }
            done.add(file);
        };
    }
}
