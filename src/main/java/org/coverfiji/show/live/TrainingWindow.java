package org.coverfiji.show.live;

import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.image.BufferedImage;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import org.coverfiji.BackgroundThreads;
import org.coverfiji.train.CsvListener;
import org.coverfiji.train.LogListener;
import org.coverfiji.train.Pace;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.TrainingControls;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingOutcome;

import ij.IJ;

/**
 * The window of a run: curves, numbers, buttons and a live preview. It opens with the first event, be it that the run
 * waits for another, takes the keyboard from nobody, and may be closed and reopened while training goes on. The
 * training thread only leaves its news here; a
 * thread of the window's own draws the pictures, and the event thread shows them. Esc asks whether to stop.
 *
 * <pre>{@code
 * TrainingWindow window = new TrainingWindow("Pretraining", model, pretrainer, titles);
 * pretrainer.addListener(window).previews(window.previews(FieldPictures::new));
 * }</pre>
 */
public final class TrainingWindow implements TrainingListener {

    private static final List<TrainingWindow> OPEN = new CopyOnWriteArrayList<>();
    /** Names of the numbers, each with a long value. */
    private static final Map<String, String> NUMBERS = new LinkedHashMap<>();
    private static final long TICK_MILLIS = 200;
    private static final double CURVE_SECONDS = 1;
    private static final double PREVIEW_SECONDS = 2;
    /** Of the time of training, for previews. */
    private static final double PREVIEW_SHARE = 0.009;
    /** Of one processor's time, for drawing on the window's own thread. */
    private static final double DRAWING_SHARE = 0.009;

    static {
        NUMBERS.put("Iteration", "100000 / 100000");
        NUMBERS.put("Remaining", "10:00:00");
        NUMBERS.put("Elapsed", "10:00:00");
        NUMBERS.put("Speed", "1000.0 samples/s");
        NUMBERS.put("Learning rate", "1.00e-03");
        NUMBERS.put("Peak memory", "100.00 GB");
    }

    private final String title;
    private final File model;
    private final TrainingControls controls;
    private final Map<String, String> titles;
    private final Curves curves = new Curves();
    private final Pace drawing = new Pace(CURVE_SECONDS, DRAWING_SHARE);
    private PreviewRequest<?> request;
    private ScheduledExecutorService painter;

    private volatile TrainingFrame frame;
    private volatile Progress latest;
    private volatile TrainingOutcome outcome;
    private volatile Preview preview;
    private volatile String news = " ";

    /** What is on the screen; for the window's own thread. */
    private Progress shownProgress;
    private TrainingOutcome shownOutcome;
    private String shownNews;
    private Progress drawnProgress;
    private Dimension drawnCurves;
    private Preview drawnPreview;
    private Dimension drawnPreviewSize;
    private int drawnChoice;
    private double drawnScale;
    private boolean endShown;

    /**
     * @param model the file that the run writes
     * @param titles of losses and measures, with units, by their names
     */
    public TrainingWindow(String title, File model, TrainingControls controls, Map<String, String> titles) {
        this.titles = titles;
        this.title = title + " " + model.getName();
        this.model = model;
        this.controls = controls;
    }

    /** Makes room for previews; before the run. */
    public <T> PreviewRequest<T> previews(Function<T, Preview> pictures) {
        PreviewRequest<T> previews = new PreviewRequest<>(PREVIEW_SECONDS, PREVIEW_SHARE,
                made -> preview = pictures.apply(made));
        request = previews;
        return previews;
    }

    /** Brings the windows of all runs back; false if there is none. */
    public static boolean reopen() {
        OPEN.forEach(window -> EventQueue.invokeLater(() -> {
            if (window.frame != null) {
                window.frame.reopen();
            }
        }));
        return !OPEN.isEmpty();
    }

    @Override
    public void waiting(String reason) {
        news = reason;
        if (painter == null) {
            open();
        }
    }

    @Override
    public void waitCancelled() {
        if (painter != null) {
            close();
        }
    }

    @Override
    public void started(Progress progress) {
        latest = progress;
        news = " ";
        if (painter == null) {
            open();
        }
        onEventThread(TrainingFrame::started);
        if (progress.iteration() > 0) {
            curves.resume(CsvListener.fileBeside(model), progress.iteration());
        }
    }

    /** In the place of windows whose runs have ended. */
    private void open() {
        OPEN.stream().filter(window -> window.outcome != null).forEach(TrainingWindow::close);
        OPEN.add(this);
        EventQueue.invokeLater(() -> {
            if (!OPEN.contains(this)) {
                return;
            }
            TrainingFrame opened = new TrainingFrame(title, controls, NUMBERS, request != null, this::closed);
            opened.open();
            frame = opened;
            if (latest != null) {
                opened.started();
            }
        });
        painter = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new BackgroundThreads("COVER training window").newThread(task);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
        painter.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void iterationDone(Progress progress) {
        curves.add(progress);
        latest = progress;
    }

    @Override
    public void checkpointSaved(Progress progress, File file) {
        news = "Checkpoint of iteration " + progress.iteration() + " saved in " + file.getName() + " at "
                + LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + ".";
    }

    @Override
    public void warning(String text) {
        news = "Warning: " + text;
    }

    @Override
    public void finished(Progress progress, TrainingOutcome ended) {
        latest = progress;
        outcome = ended;
    }

    /** Asks whether to stop, from any thread; returns at once. */
    public void ask() {
        onEventThread(TrainingFrame::ask);
    }

    /** The user has closed the window; on the event thread. */
    private void closed() {
        if (outcome == null) {
            IJ.showStatus("Training goes on; COVER Show Training brings it back.");
        } else {
            close();
        }
    }

    private void close() {
        OPEN.remove(this);
        painter.shutdown();
        onEventThread(TrainingFrame::dispose);
    }

    private void onEventThread(Consumer<TrainingFrame> action) {
        TrainingFrame opened = frame;
        if (opened != null) {
            EventQueue.invokeLater(() -> action.accept(opened));
        }
    }

    /** Brings the screen up to date; on the window's own thread. */
    private void tick() {
        if (frame == null) {
            return;
        }
        try {
            refresh();
        } catch (RuntimeException e) {
            news = "The window cannot show everything: " + e;
        }
    }

    private void refresh() {
        // While the run waits, Esc is meant for the one that it waits for.
        if (latest != null && outcome == null && IJ.escapePressed()) {
            IJ.resetEscape();
            ask();
        }
        if (frame.isShowing()) {
            showNews();
            if (latest != null) {
                if (request != null && outcome == null) {
                    request.request();
                }
                showNumbers();
                drawCurves();
                drawPreview();
            }
        } else if (request != null) {
            request.unwatched();
        }
        if (outcome != null && !endShown) {
            endShown = true;
            if (frame.isShowing()) {
                onEventThread(shown -> shown.end(ending()));
            } else {
                close();
            }
        }
    }

    private void showNumbers() {
        Progress now = latest;
        if (now != shownProgress || outcome != shownOutcome) {
            shownProgress = now;
            shownOutcome = outcome;
            List<String> numbers = numbers(now);
            onEventThread(shown -> shown.numbers(numbers, (double) now.iteration() / now.total()));
        }
    }

    private void showNews() {
        String text = news;
        if (!text.equals(shownNews)) {
            shownNews = text;
            onEventThread(shown -> shown.message(text));
        }
    }

    private List<String> numbers(Progress now) {
        boolean known = !Double.isNaN(now.remainingSeconds());
        return Arrays.asList(now.iteration() + " / " + now.total(),
                known && outcome == null ? LogListener.duration(now.remainingSeconds()) : "–",
                LogListener.duration(now.elapsedSeconds()),
                known ? String.format(Locale.ROOT, "%.1f samples/s", now.samplesPerSecond()) : "–",
                String.format(Locale.ROOT, "%.2e", now.learningRate()),
                String.format(Locale.ROOT, "%.2f GB", now.peakBytes() / 1e9));
    }

    private void drawCurves() {
        Progress now = latest;
        ImagePanel panel = frame.curves();
        boolean resized = !panel.drawSize().equals(drawnCurves) || panel.drawScale() != drawnScale;
        if (resized || now != drawnProgress && (outcome != null || drawing.due(System.nanoTime()))) {
            long start = processorTime();
            drawnProgress = now;
            drawnCurves = panel.drawSize();
            drawnScale = panel.drawScale();
            BufferedImage image = new CurveSheet(drawnCurves.width, drawnCurves.height, drawnScale,
                    frame.font(), titles).paint(curves.snapshot());
            onEventThread(shown -> shown.curves().show(image));
            drawing.ran(System.nanoTime(), processorTime() - start);
        }
    }

    private void drawPreview() {
        Preview now = preview;
        ImagePanel panel = frame.preview();
        if (now == null || now == drawnPreview && panel.drawSize().equals(drawnPreviewSize)
                && frame.choice() == drawnChoice) {
            return;
        }
        long start = processorTime();
        drawnPreview = now;
        drawnPreviewSize = panel.drawSize();
        drawnChoice = frame.choice();
        BufferedImage image = new PreviewSheet(drawnPreviewSize.width, drawnPreviewSize.height, panel.drawScale(),
                frame.font()).paint(now, drawnChoice);
        onEventThread(shown -> {
            shown.previews(now.choices(), now.iteration());
            shown.preview().show(image);
        });
        drawing.ran(System.nanoTime(), processorTime() - start);
    }

    /** Nanoseconds of this thread, which often waits for training. */
    private static long processorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private String ending() {
        String result = "Training " + outcome.name().toLowerCase(Locale.ROOT);
        if (outcome == TrainingOutcome.FAILED) {
            return result + "; the last checkpoint, if there is one, is kept.";
        }
        return result + (outcome == TrainingOutcome.CANCELLED ? "; it can be resumed from its checkpoint. "
                : ": " + model.getName() + ". ") + cost();
    }

    private String cost() {
        double seconds = drawing.seconds() / Runtime.getRuntime().availableProcessors()
                + (request == null ? 0 : request.seconds());
        return String.format(Locale.ROOT, "This window took %.1f %% of the time.",
                100 * seconds / latest.elapsedSeconds());
    }

    /** Null until it is open. */
    TrainingFrame frame() {
        return frame;
    }
}
