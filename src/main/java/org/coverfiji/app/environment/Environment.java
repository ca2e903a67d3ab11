package org.coverfiji.app.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;

import ij.IJ;

/**
 * What computes, and within which limits: the device and why, whether a probe gives the right numbers, instruction
 * sets, threads, memory, versions. No name of a user, computer, folder or file is in it, because it goes into model
 * files, which are passed on.
 *
 * <pre>
 * Environment.of(engine).forEach(IJ::log);
 * </pre>
 */
public final class Environment {

    private Environment() {
    }

    /** One fact or a few a line. */
    public static List<String> of(Engine engine) {
        List<String> lines = new ArrayList<>(Arrays.asList(engine.report().split("\\R")));
        lines.add("Graphics card: " + EngineLoader.graphicsCard());
        lines.add("Processor: " + Processor.ofThisComputer());
        lines.add("Limits: " + Limits.ofThisProcess());
        lines.add("Java virtual machine: " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version"));
        lines.add("ImageJ: " + IJ.getVersion());
        return Collections.unmodifiableList(lines);
    }
}
