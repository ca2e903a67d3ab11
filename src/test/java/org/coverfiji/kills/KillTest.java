package org.coverfiji.kills;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Processes that are killed ({@code kill -9}) at random moments, every other one while it writes a file, and gone on
 * with leave what an undisturbed process leaves: the same losses, weights, tables and pictures to the last bit, and
 * nothing beside it. Six kills, more until one left a half-written file; with {@code -Plong} two hundred. The seed is
 * printed; {@code -Dcover.seed} repeats it,
 * {@code -Dcover.kills} changes the number.
 */
public class KillTest {

    private static final int KILLS = Integer.getInteger("cover.kills", Boolean.getBoolean("cover.long") ? 200 : 6);
    /** Of one run until it may end. */
    private static final int MOST_KILLS = Boolean.getBoolean("cover.long") ? 4 : 2;
    private static final long PATIENCE_SECONDS = 600;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final long seed = Long.getLong("cover.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Map<String, Double> seconds = new TreeMap<>();
    private final List<Process> started = new ArrayList<>();
    private File data;
    private int kills;
    private int killedInWrites;

    @After
    public void leaveNoProcess() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    public void killedAndGoneOnEqualsUndisturbed() throws Exception {
        assumeTrue("kill -9 is of Unix", File.separatorChar == '/');
        System.out.println("KillTest: seed " + seed);
        data = folder.newFolder("data");
        Squares.make(data);
        File whole = folder.newFolder("whole");
        undisturbed(whole);
        int runs = 0;
        for (; kills < KILLS || killedInWrites == 0 && kills < 3 * KILLS; runs++) {
            String kind = Workload.KINDS.get(runs % Workload.KINDS.size());
            File broken = new File(folder.getRoot(), "broken-" + runs);
            int before = kills;
            int writing = killedInWrites;
            killAndGoOn(kind, broken);
            compare(kind + " after " + (kills - before) + " kills, seed " + seed, new File(whole, kind),
                    new File(broken, kind));
            System.out.println("KillTest: " + kind + " survived " + (kills - before) + " kills, "
                    + (killedInWrites - writing) + " of them while it wrote");
        }
        System.out.println("KillTest: " + kills + " kills of " + runs + " runs survived, " + killedInWrites
                + " of them left a half-written file");
        assertTrue("some fall into writing", killedInWrites > 0);
    }

    /** One process does all, which saves the starts of others, and tells how long each takes. */
    private void undisturbed(File whole) throws Exception {
        List<Double> took = new CopyOnWriteArrayList<>();
        awaitEnd(start(whole, line -> {
            if (line.startsWith(Workload.TOOK)) {
                took.add(Double.valueOf(line.substring(Workload.TOOK.length())));
            }
        }, Workload.KINDS.toArray(new String[0])));
        for (int i = 0; i < Workload.KINDS.size(); i++) {
            seconds.put(Workload.KINDS.get(i), took.get(i));
        }
        System.out.println("KillTest: seconds undisturbed " + seconds);
    }

    private void killAndGoOn(String kind, File broken) throws Exception {
        int left = 1 + random.nextInt(MOST_KILLS);
        while (left > 0) {
            Process process = start(broken, line -> { }, kind);
            if (kills % 2 == 0) {
                awaitWriting(process, broken, 1 + random.nextInt(4));
            } else {
                Thread.sleep((long) (1000 * random.nextDouble() * seconds.get(kind)));
            }
            if (!process.isAlive()) {
                awaitEnd(process);
                return;
            }
            process.destroyForcibly();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            kills++;
            left--;
            killedInWrites += temporary(broken).isEmpty() ? 0 : 1;
        }
        awaitEnd(start(broken, line -> { }, kind));
    }

    /** @param which of the files that are being written, counted by those that are seen */
    private static void awaitWriting(Process process, File broken, int which) throws InterruptedException {
        List<String> before = temporary(broken);
        int seen = 0;
        String last = "";
        while (process.isAlive() && seen < which) {
            List<String> now = temporary(broken);
            now.removeAll(before);
            if (!now.isEmpty() && !now.get(0).equals(last)) {
                last = now.get(0);
                seen++;
            }
            TimeUnit.MICROSECONDS.sleep(100);
        }
    }

    private static List<String> temporary(File root) {
        List<String> found = new ArrayList<>();
        File[] files = root.listFiles();
        for (File file : files == null ? new File[0] : files) {
            if (file.isDirectory()) {
                found.addAll(temporary(file));
            } else if (file.getName().endsWith(".tmp")) {
                found.add(file.getPath());
            }
        }
        return found;
    }

    private static void compare(String what, File whole, File broken) throws IOException {
        Map<String, String> expected = Footprint.of(whole);
        Map<String, String> actual = Footprint.of(broken);
        assertEquals(what, expected.keySet(), actual.keySet());
        expected.forEach((file, text) -> assertEquals(what + ": " + file, text, actual.get(file)));
    }

    /** @param printed takes what it prints once it is ready */
    private Process start(File output, Consumer<String> printed, String... kinds) throws IOException {
        List<String> line = new ArrayList<>(List.of(new File(System.getProperty("java.home"), "bin/java").getPath(),
                "-Djava.awt.headless=true", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx600m", "-cp",
                System.getProperty("java.class.path"), "-Dcover.engine=" + System.getProperty("cover.engine"),
                Workload.class.getName(), data.getPath(), output.getPath()));
        line.addAll(Arrays.asList(kinds));
        File log = new File(folder.getRoot(), "log.txt");
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        Process process = builder.start();
        started.add(process);
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8));
        String read = out.readLine();
        while (read != null && !read.equals(Workload.READY)) {
            read = out.readLine();
        }
        new Thread(() -> out.lines().forEach(printed)).start();
        return process;
    }

    private void awaitEnd(Process process) throws Exception {
        assertTrue("does not end", process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals("seed " + seed + "\n" + Files.readString(new File(folder.getRoot(), "log.txt").toPath()), 0,
                process.exitValue());
    }
}
