package org.coverfiji.command;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.coverfiji.app.forecast.Forecast;

/** A forecast as a message in the dialogs that SciJava makes. */
final class ForecastText {

    /** SciJava asks on the event thread, which a slow disk must not hold up. */
    private static final long PATIENCE_MILLIS = 500;
    private static final int WIDTH = 420;

    private ForecastText() {
    }

    static String html(Forecasting command) {
        CompletableFuture<Forecast> forecast = CompletableFuture.supplyAsync(command::forecast);
        try {
            return html(forecast.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException | CancellationException | ExecutionException e) {
            // The run itself will tell.
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    static String html(Forecast forecast) {
        return "<html><div width=\"" + WIDTH + "\">" + escape(forecast.cost()) + forecast.warnings().stream()
                .map(warning -> "<br><font color=\"#b00000\">" + escape(warning) + "</font>")
                .collect(Collectors.joining()) + "</div></html>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
