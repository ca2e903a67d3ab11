package org.coverfiji.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.scijava.InstantiableException;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What a user has chosen, for settings that are told by key. A parameter with its declared default is left out, because
 * it cannot be told from one that was not given: the settings have the same default, or a better one that depends on
 * other settings, and other methods than COVER refuse COVER's.
 */
final class ChangedParameters {

    private ChangedParameters() {
    }

    /**
     * The numbers, flags and texts that differ from their declared defaults, as texts by key.
     *
     * @param others keys of parameters that are no settings
     */
    static Map<String, String> of(Command command, String... others) {
        CommandInfo info = new CommandInfo(command.getClass());
        List<String> leftOut = Arrays.asList(others);
        Module now = info.createModule(command);
        Module before = info.createModule(untouched(info));
        Map<String, String> changed = new LinkedHashMap<>();
        for (ModuleItem<?> item : CommandRunner.parameters(info)) {
            Object value = item.getValue(now);
            boolean plain = value instanceof Number || value instanceof Boolean || value instanceof String;
            if (plain && !leftOut.contains(item.getName()) && !value.equals(item.getValue(before))) {
                changed.put(item.getName(), value.toString());
            }
        }
        return changed;
    }

    private static Command untouched(CommandInfo info) {
        try {
            return info.createInstance();
        } catch (InstantiableException e) {
            throw new CoverException("The command " + CommandRunner.label(info)
                    + " cannot be started; install COVER again.", e);
        }
    }
}
