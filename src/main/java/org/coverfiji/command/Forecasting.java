package org.coverfiji.command;

import java.io.File;

import org.coverfiji.app.forecast.Forecast;

/** A command whose dialog says, while it is filled in, what the run will cost and what cannot work. */
public interface Forecasting {

    /** Stands for a file that is not chosen yet. */
    File UNKNOWN = new File("unknown");

    /** The file, or what stands for it: a dialog that has just been opened lacks nothing yet. */
    static File known(File file) {
        return CoverCommand.empty(file) ? UNKNOWN : file;
    }

    /** For the parameters' present values; reads headers of files, but neither images nor weights, and never fails. */
    Forecast forecast();
}
