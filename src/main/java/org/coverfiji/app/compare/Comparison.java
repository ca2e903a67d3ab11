package org.coverfiji.app.compare;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.file.OutputClaim;
import org.coverfiji.file.Table;
import org.coverfiji.train.LogListener;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.TrainingControls;
import org.coverfiji.train.TrainingTurn;

/**
 * Compares pretraining methods: fine-tunes networks from scratch and pretrained ones on so many labelled images, and
 * tests them on others, always the same third. Seed by seed all methods have the same images, patches, initial head,
 * steps and learning rate; nothing is held back for validation, and the last weights are judged. Pretraining sees no
 * test image.
 *
 * <p>Runs take long: pretraining leaves checkpoints, and each finished run a row on disk. The same comparison in the
 * same folder goes on where it was killed. A run that fails is a row with its reason, and made again the next time.
 */
public final class Comparison {

    private static final double LOG_SECONDS = 30;
    private static final String STOPPED = "The comparison was stopped; the same command goes on from there.";

    private final Engine engine;
    private final CompareSettings settings;
    private final ComparisonListener listener;
    private final RunFolder folder;
    private final StopSignal stop = new StopSignal();
    private volatile TrainingControls running;
    private ComparisonClock clock;
    private ComparisonPlan plan;

    public Comparison(Engine engine, CompareSettings settings, ComparisonListener listener) {
        this.engine = engine;
        this.settings = settings;
        this.listener = listener;
        folder = new RunFolder(settings.output());
    }

    /** Ends the comparison within one training step, from any thread. */
    public void cancel() {
        stop.cancel();
        TrainingControls now = running;
        if (now != null) {
            now.cancel();
        }
    }

    /** All runs, made or not, also of a comparison that was cancelled; null before the images were read. */
    public ComparisonPlan plan() {
        return plan;
    }

    /**
     * Makes all runs that are not there yet.
     *
     * @return all runs, for a report
     * @throws CoverException if images or labels cannot be used or there are too few, the folder is used by another
     *         comparison, or no run at all can be made
     * @throws CancelledException if it was cancelled
     */
    public ComparisonPlan run() {
        // Its runs' times would have those of other trainings in them.
        try (OutputClaim claim = OutputClaim.of(settings.output(), folder.table());
                TrainingTurn turn = TrainingTurn.await("the comparison in " + settings.output().getName(), stop,
                        new LogListener(listener::message, LOG_SECONDS))) {
            plan = new ComparisonPlan(settings, folder, listener::message);
            listener.planned();
            folder.make();
            plan.tasks().forEach(task -> folder.writeShown(task, plan.task(task).shown()));
            makeMissing();
            folder.writeTable(plan.runs());
            requireAny();
            return plan;
        }
    }

    /**
     * The parts, one per method with its pretraining, in which something is to be made; each can be made by a process
     * of its own. Reads the images.
     */
    public List<String> unfinishedParts() {
        ComparisonPlan all = new ComparisonPlan(settings, folder, line -> { });
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < all.units().size(); i++) {
            if (!missing(all.units().get(i)).isEmpty()) {
                parts.add(i + 1 + "/" + all.units().size());
            }
        }
        return parts;
    }

    private void makeMissing() {
        List<WorkUnit> left = new ArrayList<>();
        for (int i = 0; i < plan.units().size(); i++) {
            if (settings.has(i) && !missing(plan.units().get(i)).isEmpty()) {
                left.add(plan.units().get(i));
            }
        }
        double seconds = left.stream().mapToDouble(this::expected).sum();
        int missing = left.stream().mapToInt(unit -> missing(unit).size()).sum();
        long done = plan.runs().stream().filter(run -> isMade(folder.read(run))).count();
        listener.message(ComparisonPlan.forecast(left, missing, done, seconds));
        clock = new ComparisonClock(seconds, listener);
        for (WorkUnit unit : left) {
            make(unit);
        }
    }

    private List<PlannedRun> missing(WorkUnit unit) {
        return unit.runs.stream().filter(run -> !isMade(folder.read(run))).collect(Collectors.toList());
    }

    private static boolean isMade(RunRow row) {
        return row != null && !row.failed();
    }

    private double expected(WorkUnit unit) {
        return expectedPretraining(unit)
                + missing(unit).stream().mapToDouble(run -> expected(unit, run.protocol())).sum();
    }

    private static double expectedPretraining(WorkUnit unit) {
        return unit.pretraining == null || PretrainedModels.isMade(unit.pretraining) ? 0
                : ComparisonCost.seconds(unit.pretrainingCost(), unit.pretraining.iterations());
    }

    private static double expected(WorkUnit unit, ComparedProtocol protocol) {
        return ComparisonCost.seconds(unit.settings, protocol, unit.task.channels(), unit.task.patch(),
                unit.task.testPatches());
    }

    private void make(WorkUnit unit) {
        List<PlannedRun> missing = missing(unit);
        double pretraining = expectedPretraining(unit);
        String failure = attempt(() -> pretrain(unit, pretraining));
        clock.add(pretraining);
        for (PlannedRun run : missing) {
            requireGoingOn();
            long begin = System.nanoTime();
            RunResult[] result = new RunResult[1];
            String reason = failure != null ? "The pretraining failed: " + failure
                    : attempt(() -> result[0] = fineTune(unit, run));
            RunRow row = row(unit, run, result[0], reason, (System.nanoTime() - begin) / 1e9);
            folder.write(run, row, result[0]);
            clock.add(expected(unit, run.protocol()));
            Table rows = folder.writeTable(plan.runs());
            listener.message(run + ": " + (reason != null ? reason
                    : String.format(Locale.ROOT, "%s %.3f", row.get("measure"), Double.valueOf(row.get("score")))));
            listener.made(row, rows);
        }
    }

    private void requireGoingOn() {
        CancelledException.ifInterrupted();
        if (stop.requested() != null) {
            throw new CancelledException(STOPPED);
        }
    }

    /** @return why it failed; null if it did not */
    private String attempt(Runnable work) {
        try {
            work.run();
            return null;
        } catch (CancelledException e) {
            throw e;
        } catch (CoverException e) {
            return e.getMessage();
        } catch (RuntimeException | OutOfMemoryError e) {
            if (MemoryShortage.isIn(e)) {
                return "The memory does not suffice; give Java more, or use a smaller patch, batch or width.";
            }
            StackTraceElement[] trace = e.getStackTrace();
            return "Unexpected error: " + e + (trace.length == 0 ? "" : ", at " + trace[0]);
        } finally {
            running = null;
        }
    }

    private void pretrain(WorkUnit unit, double expected) {
        requireGoingOn();
        if (unit.pretraining == null || PretrainedModels.isMade(unit.pretraining)) {
            return;
        }
        new PretrainedModels(engine).make(unit.pretraining,
                List.of(clock.watch(expected, "Pretraining " + unit), new LogListener(listener::message, LOG_SECONDS)),
                this::nowRunning);
    }

    private RunResult fineTune(WorkUnit unit, PlannedRun run) {
        try {
            return unit.task.run(engine, new TaskRun(run.protocol(), run.labels(), run.seed(), unit.start(),
                    folder.work(run)), clock.watch(expected(unit, run.protocol()),
                            (run.protocol().trains() ? "Fine-tuning " : "Propagating labels, ") + run),
                    this::nowRunning);
        } finally {
            folder.clear(run);
        }
    }

    /** A wish to end that came before must not be lost. */
    private void nowRunning(TrainingControls controls) {
        running = controls;
        if (stop.requested() != null) {
            controls.cancel();
        }
    }

    private static RunRow row(WorkUnit unit, PlannedRun run, RunResult result, String failure, double seconds) {
        Map<String, String> cells = new HashMap<>(PretrainedModels.cells(unit));
        cells.put("task", run.task().name());
        cells.put("method", run.method().label());
        cells.put("protocol", PlannedRun.name(run.protocol()));
        cells.put("labels", String.valueOf(run.labels()));
        cells.put("pretraining_seed", String.valueOf(run.pretrainingSeed()));
        cells.put("seed", String.valueOf(run.seed()));
        cells.put("measure", unit.task.measure().toString());
        cells.put("settings", run.settings());
        cells.put("failure", failure == null ? "" : failure);
        ResourceEstimate cost = unit.cost(run.protocol());
        long steps = run.protocol().trains() ? unit.settings.iterations() : 0;
        cells.put("steps", String.valueOf(steps));
        cells.put("images", String.valueOf(steps * cost.imagesPerStep()));
        cells.put("gflop", RowNumbers.text(steps * cost.flopsPerStep() / 1e9));
        cells.put("seconds", RowNumbers.text(Math.round(10 * seconds) / 10.0));
        cells.put("date", LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString());
        if (result != null) {
            double score = result.scores.score();
            cells.put("score", Double.isNaN(score) ? "" : String.valueOf(score));
            cells.put("weights", String.valueOf(result.weights));
            cells.put("tuned_weights", String.valueOf(result.tuned));
            cells.put("memory_mb", String.valueOf(result.peakBytes >> 20));
        }
        return new RunRow(cells);
    }

    private void requireAny() {
        Set<String> reasons = new LinkedHashSet<>();
        for (PlannedRun run : plan.runs()) {
            RunRow row = folder.read(run);
            if (isMade(row)) {
                return;
            }
            if (row != null) {
                reasons.add(row.get("failure"));
            }
        }
        if (!reasons.isEmpty()) {
            throw new CoverException(reasons.iterator().next());
        }
    }
}
