package org.coverfiji.legacy;

import org.scijava.app.event.StatusEvent;
import org.scijava.event.EventHandler;

import ij.IJ;

/** Shows SciJava's status in ImageJ's status bar, as Fiji's legacy layer does. */
final class StatusBridge {

    @EventHandler
    void onEvent(StatusEvent event) {
        if (event.getStatusMessage() != null) {
            IJ.showStatus(event.getStatusMessage());
        }
        if (event.getProgressMaximum() > 0) {
            IJ.showProgress(Math.min(1.0, (double) event.getProgressValue() / event.getProgressMaximum()));
        }
    }
}
