package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.LogListener;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.TrainingListeners;
import org.coverfiji.train.TrainingLoop;
import org.coverfiji.train.TrainingTask;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A signal ends the process: Java lets nothing new register for the end by then. */
public class CurvesAtExitTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aTerminatedTrainingLeavesCurvesAndProgress() throws Exception {
        File model = new File(folder.getRoot(), "lung.cover");
        File log = new File(folder.getRoot(), "log.txt");
        Process process = new ProcessBuilder(new File(System.getProperty("java.home"), "bin/java").getPath(),
                "-Djava.awt.headless=true", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Training.class.getName(), model.getPath()).redirectErrorStream(true).redirectOutput(log).start();
        File progress = CsvListener.fileBeside(model);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!progress.exists() || Files.readAllLines(progress.toPath()).size() < 5) {
            assertTrue(Files.readString(log.toPath()), process.isAlive() && System.nanoTime() < patience);
            Thread.sleep(50);
        }
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(Files.readString(log.toPath()), 664,
                ImageIO.read(new File(folder.getRoot(), "lung.curves.png")).getWidth());
        assertTrue(Files.readAllLines(progress.toPath()).size() >= 5);
        assertTrue(Files.readString(log.toPath()), !Files.readString(log.toPath()).contains("Warning"));
    }

    /** Trains without a network until the process is told to end. */
    public static final class Training {

        private Training() {
        }

        public static void main(String[] arguments) throws Exception {
            File model = new File(arguments[0]);
            TrainingListeners listeners = new TrainingListeners();
            listeners.add(new LogListener(System.out::println, 10));
            listeners.add(CsvListener.beside(model));
            listeners.add(CurvesListener.beside(model, Map.of()));
            StopSignal stop = new StopSignal();
            Thread training = new Thread(() -> new TrainingLoop(new Steps(model), 0, Long.MAX_VALUE,
                    new CheckpointSchedule(0, 0), stop, listeners, () -> 0).run());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stop.cancel();
                try {
                    training.join(30_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            training.start();
        }
    }

    private static final class Steps implements TrainingTask {

        private final File model;

        Steps(File model) {
            this.model = model;
        }

        @Override
        public StepResult step(long iteration) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new StepResult(1, 1e-3, Collections.singletonMap("loss", 1.0 / (iteration + 1)),
                    Collections.emptyMap(), 0, new StepTimes(0, 0, 0));
        }

        @Override
        public File save(long iterationsDone) {
            return model;
        }

        @Override
        public File saveSpare(long iterationsDone) {
            return save(iterationsDone);
        }
    }
}
