package org.coverfiji.train;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.StepTimes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ListenersTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void logHasOneLinePerIntervalAndTheLast() {
        List<String> lines = new ArrayList<>();
        LogListener log = new LogListener(lines::add, 10);
        log.started(progress(0, 0));
        for (int i = 1; i <= 30; i++) {
            log.iterationDone(progress(i, i));
        }
        log.finished(progress(30, 30), TrainingOutcome.COMPLETED);
        assertEquals(Arrays.asList("Training starts: 30 iterations.",
                "1/30  vector 1.2346  consistency 0.5000  ratio 0.2500  rate 1.0e-03  8.0 samples/s  1:05 left",
                "11/30  vector 1.2346  consistency 0.5000  ratio 0.2500  rate 1.0e-03  8.0 samples/s  1:05 left",
                "21/30  vector 1.2346  consistency 0.5000  ratio 0.2500  rate 1.0e-03  8.0 samples/s  1:05 left",
                "30/30  vector 1.2346  consistency 0.5000  ratio 0.2500  rate 1.0e-03  8.0 samples/s  1:05 left",
                "Training completed after iteration 30 of 30, 0:30, peak memory 1.5 GB."), lines);
    }

    @Test
    public void logLeavesOutAScoreThatNobodyKnowsYet() {
        StepResult last = new StepResult(4, 1e-3, Collections.singletonMap("loss", 0.5),
                Collections.singletonMap("balanced accuracy", Double.NaN), 0, new StepTimes(1, 2, 3));
        assertEquals("1/30  loss 0.5000  rate 1.0e-03  8.0 samples/s  1:05 left",
                LogListener.line(new Progress(1, 30, last, 1, 65, 8, 1, 0)));
    }

    @Test
    public void logTellsSkippedSteps() {
        StepResult last = new StepResult(4, 1e-3, Collections.singletonMap("loss", 0.5), Collections.emptyMap(), 0,
                new StepTimes(1, 2, 3));
        assertEquals("9/30  loss 0.5000  3 skipped  rate 1.0e-03  8.0 samples/s  1:05 left",
                LogListener.line(new Progress(9, 30, last, 1, 65, 8, 1, 3)));
    }

    @Test
    public void durationsGrowHours() {
        assertEquals("0:00", LogListener.duration(0.4));
        assertEquals("59:59", LogListener.duration(3599));
        assertEquals("1:00:00", LogListener.duration(3600));
        assertEquals("1:00:00", LogListener.duration(3599.7));
    }

    @Test
    public void csvHasALinePerIterationAtOnce() throws Exception {
        File file = folder.newFile("progress.csv");
        CsvListener csv = new CsvListener(file);
        csv.started(progress(0, 0));
        csv.iterationDone(progress(1, 0.1));
        List<String> lines = Files.readAllLines(file.toPath(), StandardCharsets.UTF_8);
        assertEquals("iteration,vector loss,consistency loss,ratio,learning rate,samples per second,remaining seconds,"
                + "views seconds,forward seconds,backward seconds,update seconds,peak bytes,skipped steps",
                lines.get(0));
        assertEquals("1,1.23456,0.5,0.25,0.001,8.0,65.0,0.5,1.0,2.0,3.0,1500000000,0", lines.get(1));
        csv.iterationDone(progress(2, 0.2));
        csv.finished(progress(2, 0.2), TrainingOutcome.COMPLETED);
        assertEquals(3, Files.readAllLines(file.toPath(), StandardCharsets.UTF_8).size());
    }

    @Test
    public void csvOfAResumedRunGoesOnAfterTheCheckpoint() throws Exception {
        File file = folder.newFile("progress.csv");
        run(new CsvListener(file), 0, 5);
        run(new CsvListener(file), 3, 6);
        assertEquals(Arrays.asList("iteration", "1", "2", "3", "4", "5", "6"), firstColumn(file));
    }

    /** As a table may be that was edited, or spoilt. */
    @Test
    public void csvLeavesOutLinesWhoseNumberIsNone() throws Exception {
        File file = folder.newFile("progress.csv");
        run(new CsvListener(file), 0, 3);
        Files.writeString(file.toPath(), Files.readString(file.toPath()) + "99999999999999999999,1\n1e3,1\n");
        run(new CsvListener(file), 3, 4);
        assertEquals(Arrays.asList("iteration", "1", "2", "3", "4"), firstColumn(file));
    }

    @Test
    public void csvOfANewRunStartsAfresh() throws Exception {
        File file = folder.newFile("progress.csv");
        run(new CsvListener(file), 0, 5);
        run(new CsvListener(file), 0, 2);
        assertEquals(Arrays.asList("iteration", "1", "2"), firstColumn(file));
    }

    /** Of another stage of the method, also where a run is resumed in it. */
    @Test
    public void csvHasColumnsOfTheirOwnForLossesThatCome() throws Exception {
        File file = folder.newFile("progress.csv");
        CsvListener csv = new CsvListener(file);
        csv.started(stage(0, "global"));
        csv.iterationDone(stage(1, "global"));
        csv.iterationDone(stage(2, "local"));
        csv.iterationDone(stage(3, "local"));
        csv.finished(stage(3, "local"), TrainingOutcome.CANCELLED);
        assertStages(file, 3);
        CsvListener resumed = new CsvListener(file);
        resumed.started(stage(2, "local"));
        resumed.iterationDone(stage(3, "local"));
        resumed.finished(stage(3, "local"), TrainingOutcome.COMPLETED);
        assertStages(file, 3);
    }

    private static void assertStages(File file, int iterations) throws Exception {
        List<String> lines = Files.readAllLines(file.toPath(), StandardCharsets.UTF_8);
        assertEquals(1 + iterations, lines.size());
        assertTrue(lines.get(0),
                lines.get(0).startsWith("iteration,global loss,local loss,global spread,local spread,learning rate,"));
        assertTrue(lines.get(1), lines.get(1).startsWith("1,1.5,,0.5,,0.001,"));
        for (int i = 2; i <= iterations; i++) {
            assertTrue(lines.get(i), lines.get(i).startsWith(i + ",,1.5,,0.5,0.001,"));
        }
    }

    private static Progress stage(long iteration, String name) {
        StepResult last = new StepResult(4, 1e-3, Collections.singletonMap(name, 1.5),
                Collections.singletonMap(name + " spread", 0.5), 0, new StepTimes(1, 2, 3));
        return new Progress(iteration, 30, last, 1, 65, 8, 1, 0);
    }

    @Test
    public void csvLiesBesideTheModel() throws Exception {
        run(CsvListener.beside(new File(folder.getRoot(), "lung.cover")), 0, 1);
        assertTrue(new File(folder.getRoot(), "lung.progress.csv").isFile());
    }

    @Test
    public void csvThatCannotBeWrittenNamesTheFile() {
        CsvListener csv = new CsvListener(folder.getRoot());
        csv.started(progress(0, 0));
        CoverException e = assertThrows(CoverException.class, () -> csv.iterationDone(progress(1, 0)));
        assertTrue(e.getMessage(), e.getMessage().contains(folder.getRoot().getPath()));
    }

    /** One sentence, once, whatever the listener does later. */
    @Test
    public void aListenersFailureIsWarnedOfOnce() {
        TrainingListeners listeners = new TrainingListeners();
        RecordingListener recording = new RecordingListener();
        listeners.add(new RecordingListener() {
            @Override
            public void iterationDone(Progress progress) {
                throw new CoverException("The disk is full.");
            }
        });
        listeners.add(recording);
        listeners.iterationDone(progress(1, 0));
        listeners.iterationDone(progress(2, 0));
        assertEquals(Arrays.asList("warning Training goes on, but: The disk is full.", "iteration 1", "iteration 2"),
                recording.events);
    }

    private static void run(CsvListener csv, int first, int last) {
        csv.started(progress(first, 0));
        for (int i = first + 1; i <= last; i++) {
            csv.iterationDone(progress(i, i));
        }
        csv.finished(progress(last, last), TrainingOutcome.COMPLETED);
    }

    private static List<String> firstColumn(File file) throws Exception {
        List<String> column = new ArrayList<>();
        for (String line : Files.readAllLines(file.toPath(), StandardCharsets.UTF_8)) {
            column.add(line.split(",")[0]);
        }
        return column;
    }

    private static Progress progress(long iteration, double elapsed) {
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("vector", 1.23456);
        losses.put("consistency", 0.5);
        StepResult last = new StepResult(4, 1e-3, losses, Collections.singletonMap("ratio", 0.25), 0.5,
                new StepTimes(1, 2, 3));
        return new Progress(iteration, 30, last, elapsed, 65, 8, 1_500_000_000L, 0);
    }
}
