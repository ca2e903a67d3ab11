package org.coverfiji.dialog;

import java.awt.EventQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.coverfiji.BackgroundThreads;
import org.coverfiji.CoverException;
import org.coverfiji.app.forecast.Forecast;

/** Reckons forecasts on a thread of its own, because files are looked at; only the newest values count. */
final class Forecaster implements AutoCloseable {

    /** What is said where something goes wrong that nobody foresaw. */
    static final String UNKNOWN = "What this will cost cannot be told.";

    private final ExecutorService worker = Executors.newSingleThreadExecutor(new BackgroundThreads("COVER forecast"));
    private final AtomicInteger newest = new AtomicInteger();

    /**
     * Returns at once; one of the others is told on the event thread.
     *
     * @param objection is told why there is no forecast
     */
    void ask(Supplier<Forecast> forecast, Consumer<Forecast> answer, Consumer<String> objection) {
        int number = newest.incrementAndGet();
        worker.execute(() -> {
            if (number < newest.get()) {
                return;
            }
            Runnable told;
            try {
                Forecast made = forecast.get();
                told = () -> answer.accept(made);
            } catch (CoverException e) {
                told = () -> objection.accept(e.getMessage());
            } catch (RuntimeException | LinkageError | VirtualMachineError e) {
                // What it is shows when the command runs; a forecast must not end in a stack trace.
                told = () -> objection.accept(UNKNOWN);
            }
            Runnable last = told;
            EventQueue.invokeLater(() -> {
                if (number == newest.get()) {
                    last.run();
                }
            });
        });
    }

    @Override
    public void close() {
        newest.incrementAndGet();
        worker.shutdownNow();
    }
}
