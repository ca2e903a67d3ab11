package org.coverfiji.legacy;

import java.io.File;

/** An ImageJ of this process in which commands and macros run. */
public interface Host {

    /**
     * @param command label or class
     * @param parameters {@code key="value",…}
     * @throws org.coverfiji.CoverException if it fails, unless the host has told the user
     */
    void runCommand(String command, String parameters);

    /** @throws org.coverfiji.CoverException if the macro stops before its end, unless the host has told the user */
    void runMacro(File macro, String argument);
}
