package org.coverfiji.show.live;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTextArea;
import javax.swing.RepaintManager;
import javax.swing.SwingUtilities;

import org.coverfiji.train.CheckpointSchedule;
import org.coverfiji.train.PreviewRequest;
import org.coverfiji.train.Progress;
import org.coverfiji.train.StepResult;
import org.coverfiji.train.StopSignal;
import org.coverfiji.train.TrainingControls;
import org.coverfiji.train.TrainingListener;
import org.coverfiji.train.TrainingListeners;
import org.coverfiji.train.TrainingLoop;
import org.coverfiji.train.TrainingOutcome;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

import ij.IJ;

public class TrainingWindowTest {

    private static final int ITERATIONS = 100_000;

    private final StopSignal stop = new StopSignal();
    private final CheckpointSchedule checkpoints = new CheckpointSchedule(0, 0);
    private final AtomicReference<TrainingOutcome> outcome = new AtomicReference<>();
    private final List<String> trespassers = new CopyOnWriteArrayList<>();
    private final TrainingWindow window = new TrainingWindow("Testing", new File("quick.cover"), new Controls(),
            Map.of());
    private final QuickTask task = new QuickTask() {
        @Override
        public StepResult step(long iteration) {
            pause(2);
            return super.step(iteration);
        }
    };
    private Thread trainer;

    @Before
    public void needsADisplay() {
        assumeFalse("the training window needs a display", GraphicsEnvironment.isHeadless());
        IJ.resetEscape();
        RepaintManager.setCurrentManager(new RepaintManager() {
            @Override
            public void addDirtyRegion(JComponent component, int x, int y, int width, int height) {
                check();
                super.addDirtyRegion(component, x, y, width, height);
            }

            @Override
            public void addInvalidComponent(JComponent component) {
                check();
                super.addInvalidComponent(component);
            }

            private void check() {
                if (!EventQueue.isDispatchThread()) {
                    trespassers.add(Thread.currentThread().getName());
                }
            }
        });
    }

    @After
    public void endTraining() throws Exception {
        if (trainer == null) {
            return;
        }
        stop.cancel();
        trainer.join(10_000);
        RepaintManager.setCurrentManager(null);
        onEventThread(() -> {
            close();
            return null;
        });
        assertEquals("only the event thread touches components", Collections.emptyList(), trespassers);
    }

    @Test
    public void showsNumbersCurvesAndEndsWithTheFinalState() throws Exception {
        train(window);
        until("curves", () -> painted(window.frame().curves(), 0x0072b2));
        until("numbers", () -> text().contains(" / " + ITERATIONS));
        stop.stopAndKeep();
        until("the end", () -> text().contains("Training stopped: quick.cover. This window took "));
        assertEquals(TrainingOutcome.STOPPED, outcome.get());
        assertTrue(button("Close").isEnabled());
        assertFalse(button(StopQuestion.STOP).isEnabled());
        assertTrue(window.frame().window().isVisible());
        click("Close");
        until("closing", () -> !window.frame().window().isDisplayable());
        assertFalse("nothing is left to reopen", TrainingWindow.reopen());
    }

    @Test
    public void nothingIsCutEvenInTheSmallestWindow() throws Exception {
        train(window);
        until("numbers", () -> text().contains(" / " + ITERATIONS));
        stop.stopAndKeep();
        until("the end", () -> text().contains("Training stopped: quick.cover. This window took "));
        onEventThread(() -> {
            window.frame().window().setSize(window.frame().window().getMinimumSize());
            window.frame().window().validate();
            return null;
        });
        assertEquals(Collections.emptyList(), onEventThread(() -> cut(window.frame().window(), new ArrayList<>())));
    }

    /** Texts that need more room than they have. */
    private static List<String> cut(Container container, List<String> texts) {
        for (Component component : container.getComponents()) {
            boolean text = component instanceof JLabel || component instanceof JTextArea
                    || component instanceof JButton;
            Dimension needed = component.getPreferredSize();
            if (text && (component.getWidth() < (component instanceof JTextArea ? 1 : needed.width)
                    || component.getHeight() < needed.height)) {
                texts.add(component + " needs " + needed);
            } else if (component instanceof Container) {
                cut((Container) component, texts);
            }
        }
        return texts;
    }

    @Test
    public void aRunThatWaitsSaysForWhatAndCanOnlyBeCancelled() throws Exception {
        window.waiting("Training waits until the training of first.cover has ended.");
        until("opening", () -> window.frame() != null && window.frame().window().isVisible());
        until("the reason", () -> text().contains("the training of first.cover"));
        assertEquals("Testing quick.cover", window.frame().window().getTitle());
        assertFalse(button(StopQuestion.STOP).isEnabled());
        assertFalse(button("Save checkpoint now").isEnabled());
        train(window);
        until("numbers", () -> text().contains(" / " + ITERATIONS));
        until("its turn", () -> button(StopQuestion.STOP).isEnabled() && !text().contains("first.cover"));
    }

    @Test
    public void aRunThatIsCancelledWhileItWaitsLeavesNoWindow() throws Exception {
        window.waiting("Training waits.");
        until("opening", () -> window.frame() != null && window.frame().window().isVisible());
        click("Cancel");
        assertEquals(TrainingOutcome.CANCELLED, stop.requested());
        window.waitCancelled();
        until("disposal", () -> !window.frame().window().isDisplayable());
        assertFalse(TrainingWindow.reopen());
    }

    @Test
    public void buttonsReachTheRun() throws Exception {
        train(window);
        until("opening", () -> window.frame() != null && window.frame().window().isVisible());
        click("Save checkpoint now");
        until("the checkpoint", () -> task.saves == 1);
        until("its message", () -> text().contains("saved in quick.cover"));
        assertTrue("training goes on", trainer.isAlive());
        click("Cancel");
        trainer.join(5000);
        assertEquals(TrainingOutcome.CANCELLED, outcome.get());
    }

    @Test
    public void doesNotTakeTheKeyboard() throws Exception {
        JFrame other = onEventThread(() -> {
            JFrame frame = new JFrame("other");
            frame.setSize(100, 100);
            frame.setVisible(true);
            return frame;
        });
        try {
            pause(500);
            boolean focused = onEventThread(other::isFocused);
            train(window);
            until("curves", () -> painted(window.frame().curves(), 0x0072b2));
            JFrame frame = window.frame().window();
            assertFalse(frame.isAutoRequestFocus());
            assertFalse(onEventThread(frame::isFocused));
            assertEquals("who had the keyboard keeps it", focused, onEventThread(other::isFocused));
            until("becoming usable", frame::getFocusableWindowState);
        } finally {
            onEventThread(() -> {
                other.dispose();
                return null;
            });
        }
    }

    @Test
    public void listenerCallsDoNotWaitForTheEventThread() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Double> milliseconds = new AtomicReference<>(0.0);
        EventQueue.invokeLater(() -> await(release));
        TrainingListener timed = new TrainingListener() {
            @Override
            public void started(Progress progress) {
                window.started(progress);
            }

            @Override
            public void iterationDone(Progress progress) {
                long start = System.nanoTime();
                window.iterationDone(progress);
                milliseconds.accumulateAndGet((System.nanoTime() - start) * 1e-6, Double::sum);
            }
        };
        train(timed);
        pause(1000);
        stop.stopAndKeep();
        trainer.join(5000);
        assertEquals("the run ends though the event thread hangs", TrainingOutcome.STOPPED, outcome.get());
        long calls = task.steps;
        release.countDown();
        assertTrue(calls + " calls", calls > 20);
        assertTrue(milliseconds.get() / calls + " ms per call", milliseconds.get() / calls < 2);
        until("opening", () -> window.frame() != null);
    }

    @Test
    public void closingLeavesTrainingAloneAndItCanBeReopened() throws Exception {
        train(window);
        until("curves", () -> painted(window.frame().curves(), 0x0072b2));
        onEventThread(() -> {
            close();
            return null;
        });
        until("closing", () -> !window.frame().window().isVisible());
        long steps = task.steps;
        until("going on", () -> task.steps > steps + 5);
        assertTrue(TrainingWindow.reopen());
        until("reopening", () -> window.frame().window().isVisible());
        stop.stopAndKeep();
        until("the end", () -> text().contains("Training stopped:"));
    }

    @Test
    public void aWindowThatIsClosedWhenTheRunEndsIsDisposedOf() throws Exception {
        train(window);
        until("opening", () -> window.frame() != null && window.frame().window().isVisible());
        onEventThread(() -> {
            close();
            return null;
        });
        stop.stopAndKeep();
        until("disposal", () -> !window.frame().window().isDisplayable());
        assertFalse(TrainingWindow.reopen());
    }

    @Test
    public void escapeAsksWhileTrainingGoesOn() throws Exception {
        train(window);
        until("opening", () -> window.frame() != null && window.frame().window().isVisible());
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        JDialog question = untilFound(TrainingWindowTest::question);
        assertFalse("the key is used up", IJ.escapePressed());
        long steps = task.steps;
        until("going on", () -> task.steps > steps + 5);
        onEventThread(() -> {
            buttonOf(question, StopQuestion.GO_ON).doClick();
            return null;
        });
        until("the answer", () -> question() == null);
        assertTrue(trainer.isAlive());

        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        JDialog again = untilFound(TrainingWindowTest::question);
        onEventThread(() -> {
            buttonOf(again, StopQuestion.STOP).doClick();
            return null;
        });
        trainer.join(5000);
        assertEquals(TrainingOutcome.STOPPED, outcome.get());
    }

    @Test
    public void theEndTakesTheQuestionBack() throws Exception {
        train(window);
        until("opening", () -> window.frame() != null && window.frame().window().isVisible());
        window.ask();
        untilFound(TrainingWindowTest::question);
        stop.stopAndKeep();
        until("the end", () -> question() == null);
    }

    @Test
    public void previewsAreDrawnOffTheEventThreadAndOnlyWhenSeen() throws Exception {
        List<String> drawers = new CopyOnWriteArrayList<>();
        PreviewRequest<Long> request = window.previews(iteration -> new Coloured(iteration, drawers));
        TrainingListener previewer = new TrainingListener() {
            @Override
            public void iterationDone(Progress progress) {
                request.answer(progress, progress::iteration);
            }
        };
        TrainingListeners both = new TrainingListeners();
        both.add(window);
        both.add(previewer);
        train(both);
        until("the preview", () -> painted(window.frame().preview(), 0x123456));
        assertEquals(Collections.singleton("COVER training window"), new HashSet<>(drawers));
        onEventThread(() -> {
            find(window.frame().window(), JComboBox.class).setSelectedIndex(1);
            return null;
        });
        until("the other choice", () -> painted(window.frame().preview(), 0x654321));
    }

    private void train(TrainingListener listener) {
        TrainingLoop loop = new TrainingLoop(task, 0, ITERATIONS, checkpoints, stop, listener, () -> 1 << 30);
        trainer = new Thread(() -> outcome.set(loop.run()), "trainer");
        trainer.start();
    }

    private void close() {
        JFrame frame = window.frame().window();
        if (frame.isDisplayable()) {
            frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING));
        }
    }

    private void click(String label) throws Exception {
        onEventThread(() -> {
            button(label).doClick();
            return null;
        });
    }

    private JButton button(String label) {
        return buttonOf(window.frame().window(), label);
    }

    private static JButton buttonOf(Container container, String label) {
        for (Component component : container.getComponents()) {
            if (component instanceof JButton && label.equals(((JButton) component).getText())) {
                return (JButton) component;
            }
            JButton found = component instanceof Container ? buttonOf((Container) component, label) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static <T> T find(Container container, Class<T> type) {
        for (Component component : container.getComponents()) {
            if (type.isInstance(component)) {
                return type.cast(component);
            }
            T found = component instanceof Container ? find((Container) component, type) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** All labels and the message. */
    private String text() {
        StringBuilder text = new StringBuilder();
        collect(window.frame().window(), text);
        return text.toString();
    }

    private static void collect(Container container, StringBuilder text) {
        for (Component component : container.getComponents()) {
            if (component instanceof JLabel) {
                text.append(((JLabel) component).getText()).append('\n');
            } else if (component instanceof JTextArea) {
                text.append(((JTextArea) component).getText()).append('\n');
            } else if (component instanceof Container) {
                collect((Container) component, text);
            }
        }
    }

    private static JDialog question() {
        for (Window window : Window.getWindows()) {
            if (window instanceof JDialog && window.isVisible()) {
                return (JDialog) window;
            }
        }
        return null;
    }

    private static boolean painted(ImagePanel panel, int rgb) {
        BufferedImage screen = new BufferedImage(Math.max(1, panel.getWidth()), Math.max(1, panel.getHeight()),
                BufferedImage.TYPE_INT_RGB);
        panel.paint(screen.getGraphics());
        return CurvesTest.count(screen, rgb, 0, screen.getHeight()) > 20;
    }

    private static <T> T onEventThread(Callable<T> action) throws Exception {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        SwingUtilities.invokeAndWait(() -> {
            try {
                result.set(action.call());
            } catch (Exception e) {
                failure.set(e);
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
        return result.get();
    }

    private void until(String what, Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 400; i++) {
            if (window.frame() == null && !what.equals("opening")) {
                pause(50);
                continue;
            }
            if (onEventThread(condition)) {
                return;
            }
            pause(50);
        }
        throw new AssertionError("waited in vain for " + what);
    }

    private static JDialog untilFound(Callable<JDialog> search) throws Exception {
        for (int i = 0; i < 400; i++) {
            JDialog found = onEventThread(search);
            if (found != null) {
                return found;
            }
            pause(50);
        }
        throw new AssertionError("no dialog came up");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Controls implements TrainingControls {

        @Override
        public void stopAndKeep() {
            stop.stopAndKeep();
        }

        @Override
        public void cancel() {
            stop.cancel();
        }

        @Override
        public void saveCheckpoint() {
            checkpoints.request();
        }
    }

    /** One plain picture per choice. */
    private static final class Coloured implements Preview {

        private final long iteration;
        private final List<String> drawers;

        Coloured(long iteration, List<String> drawers) {
            this.iteration = iteration;
            this.drawers = drawers;
        }

        @Override
        public long iteration() {
            return iteration;
        }

        @Override
        public List<String> choices() {
            return Arrays.asList("one", "other");
        }

        @Override
        public List<Picture> pictures(int choice, int side) {
            drawers.add(Thread.currentThread().getName());
            BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < side * side; i++) {
                image.setRGB(i % side, i / side, choice == 0 ? 0x123456 : 0x654321);
            }
            return Collections.singletonList(new Picture("plain", image));
        }

        @Override
        public List<Picture> keys(int choice, int side) {
            return Collections.emptyList();
        }
    }
}
