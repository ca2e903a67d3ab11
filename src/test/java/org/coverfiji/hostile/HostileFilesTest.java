package org.coverfiji.hostile;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Files as disks, transfers and malice spoil them: each is read rightly or refused in one sentence that names it,
 * within 5 s and 256 MB, and nothing is written. 100 of a format; 10,000 with -Plong. A case comes back by its format
 * and number, {@code -Dcover.hostile=tiff:17}; {@code -Dcover.hostile=tiff} takes all of one format, and
 * {@code -Dcover.hostile.cases} another number of them.
 */
@RunWith(Parameterized.class)
public class HostileFilesTest {

    private static final int CASES = Integer.getInteger("cover.hostile.cases",
            Boolean.getBoolean("cover.long") ? 10000 : 100);
    private static final String[] CHOSEN = System.getProperty("cover.hostile", "").split(":");

    private static final int MOST_HUNG = 3;
    /** Cases beyond the hundred that took too much memory, or did not end, once. */
    private static final Map<String, List<Integer>> KNOWN = Map.of("tiff", List.of(5613), "imagej tiff",
            List.of(2399), "avi", List.of(6072), "opened", List.of(579, 5248, 6517, 9909));

    @Parameters(name = "{0}")
    public static List<Format> formats() {
        List<Format> formats = new ArrayList<>(ImageFormats.all());
        formats.add(new ModelFormat());
        formats.addAll(TextFormats.all());
        return formats;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Format format;

    public HostileFilesTest(Format format) {
        this.format = format;
    }

    private boolean isChosen() {
        return CHOSEN[0].isEmpty() || CHOSEN[0].equals(format.toString());
    }

    @Test
    public void wholeFilesAreRead() throws Exception {
        assumeTrue("another case is asked for", isChosen());
        int number = 0;
        for (byte[] whole : format.whole(folder.newFolder())) {
            File file = new File(folder.getRoot(), "whole" + number++ + format.ending());
            Files.write(file.toPath(), whole);
            try (Watched watched = new Watched()) {
                assertNull(watched.run(() -> format.read(file), file.getName()));
                assertNull(watched.sentence());
            }
        }
    }

    @Test
    public void spoiltFilesAreReadOrRefused() throws Exception {
        assumeTrue("another case is asked for", isChosen());
        File helpers = folder.newFolder("helpers");
        List<byte[]> whole = format.whole(helpers);
        File place = folder.newFolder("place", "deep", "deeper");
        boolean one = CHOSEN.length > 1;
        int first = one ? Integer.parseInt(CHOSEN[1]) : 1;
        int last = one ? first : CASES;
        Map<String, List<Integer>> wrong = new LinkedHashMap<>();
        int refused;
        try (Watched watched = new Watched()) {
            check(watched, whole, place, first, last, wrong);
            for (int known : one ? List.<Integer>of() : KNOWN.getOrDefault(format.toString(), List.of())) {
                check(watched, whole, place, known, known, wrong);
            }
            refused = watched.refused();
        }
        System.out.println(format + ": " + (last - first + 1) + " cases, " + refused + " refused, " + wrong.size()
                + " kinds of findings" + describe(wrong));
        assertTrue(describe(wrong), wrong.isEmpty());
        assertEquals("outside", List.of("deep"), List.of(new File(folder.getRoot(), "place").list()));
        assertTrue("nothing was refused", one || refused > CASES / 10);
    }

    private void check(Watched watched, List<byte[]> whole, File place, int first, int last,
            Map<String, List<Integer>> wrong) throws Exception {
        for (int number = first; number <= last; number++) {
            SplittableRandom random = new SplittableRandom(number);
            byte[] other = whole.get(random.nextInt(whole.size()));
            byte[] spoilt = format.spoil(whole.get(random.nextInt(whole.size())), other, random);
            File file = new File(place, "c" + number + format.ending());
            Files.write(file.toPath(), spoilt);
            String finding = watched.run(() -> format.read(file), file.getName());
            if (finding != null) {
                wrong.computeIfAbsent(finding.replace(file.getPath(), "FILE"), key -> new ArrayList<>()).add(number);
            }
            assertArrayEquals("the file itself", spoilt, Files.readAllBytes(file.toPath()));
            Files.delete(file.toPath());
            assertTrue("what hangs may keep others waiting" + describe(wrong), watched.hung() < MOST_HUNG);
            assertArrayEquals("written by case " + number, new String[0], place.list());
        }
    }

    private String describe(Map<String, List<Integer>> wrong) {
        StringBuilder text = new StringBuilder();
        wrong.forEach((finding, cases) -> text.append('\n').append(cases.size()).append(" × ").append(finding)
                .append(" (-Dcover.hostile=").append(format).append(':').append(cases.get(0)).append(", …)"));
        return text.toString();
    }
}
