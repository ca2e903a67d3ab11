package org.coverfiji.dialog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.scijava.module.ModuleInfo;

/**
 * What people typed into the dialogs of this session, whether the command then ran, failed or was cancelled; and why
 * it failed. Macros neither read nor change it.
 */
public final class Remembered {

    private static final Map<String, Map<String, String>> TEXTS = new ConcurrentHashMap<>();
    private static final Map<String, String> FAILURES = new ConcurrentHashMap<>();

    private Remembered() {
    }

    static void keep(ModuleInfo command, Map<String, String> texts) {
        TEXTS.put(command.getDelegateClassName(), new HashMap<>(texts));
    }

    /** By the fields' ids; empty if nothing is known. */
    static Map<String, String> texts(ModuleInfo command) {
        return TEXTS.getOrDefault(command.getDelegateClassName(), Map.of());
    }

    /** A run with values from a dialog has ended. @param sentence why it failed; null if it did not */
    public static void ended(ModuleInfo command, String sentence) {
        if (sentence == null) {
            FAILURES.remove(command.getDelegateClassName());
        } else {
            FAILURES.put(command.getDelegateClassName(), sentence);
        }
    }

    /** Why the last run failed; empty if it did not. */
    static String failure(ModuleInfo command) {
        return FAILURES.getOrDefault(command.getDelegateClassName(), "");
    }

    /** As in a new session. */
    static void forget() {
        TEXTS.clear();
        FAILURES.clear();
    }
}
