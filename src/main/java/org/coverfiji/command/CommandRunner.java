package org.coverfiji.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.forecast.Forecast;
import org.scijava.Context;
import org.scijava.Contextual;
import org.scijava.InstantiableException;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.widget.Button;

import ij.ImagePlus;

/**
 * Runs commands where Fiji's machinery is absent: from the command line and in plain ImageJ. Values come as text;
 * what is not given has the command's default, whatever an earlier run used.
 */
public final class CommandRunner {

    private final Context context;
    private final CommandValues values;
    private final CommandService commands;

    public CommandRunner(Context context) {
        this.context = context;
        values = new CommandValues(context.service(ConvertService.class));
        commands = context.service(CommandService.class);
    }

    /**
     * A command by its label, with or without the dots, or by its class's full or simple name.
     *
     * @throws CoverException if there is none
     */
    public CommandInfo find(String name) {
        for (CommandInfo info : own()) {
            String className = info.getClassName();
            if (undotted(name).equals(undotted(label(info))) || name.equals(className)
                    || name.equals(className.substring(className.lastIndexOf('.') + 1))) {
                return info;
            }
        }
        throw new CoverException("There is no command " + name + "; the commands are "
                + own().stream().map(CommandRunner::label).collect(Collectors.joining(", ")) + ".");
    }

    /** The suite's commands in the order of their labels. */
    public List<CommandInfo> own() {
        return commands.getCommands().stream().filter(info -> info.getClassName().startsWith("org.coverfiji."))
                .sorted((a, b) -> label(a).compareTo(label(b))).collect(Collectors.toList());
    }

    /** The text of a command's menu item. */
    public static String label(ModuleInfo info) {
        return info.getMenuPath().isEmpty() ? info.getTitle() : info.getMenuPath().getLeaf().getName();
    }

    private static String undotted(String label) {
        return label.endsWith("...") ? label.substring(0, label.length() - 3) : label;
    }

    /** The parameters that a user gives, in the order of their declaration. */
    public static List<ModuleItem<?>> parameters(ModuleInfo info) {
        List<ModuleItem<?>> items = new ArrayList<>();
        for (ModuleItem<?> item : info.inputs()) {
            if (!Contextual.class.isAssignableFrom(item.getType()) && item.getType() != Context.class
                    && item.getType() != Button.class && item.getVisibility() != ItemVisibility.MESSAGE) {
                items.add(item);
            }
        }
        return items;
    }

    /** What a command and its parameters are for, as HTML. */
    public static String parameterTable(CommandInfo info) {
        return "<b>" + info.getDescription() + "</b><table>" + parameters(info).stream()
                .map(item -> "<tr><td><code>" + item.getName() + "</code></td><td>"
                        + DialogHints.forMacros(item) + "</td></tr>")
                .collect(Collectors.joining()) + "</table>";
    }

    /**
     * Checks a value that was written as text against its parameter's declaration.
     *
     * @throws CoverException if it is of the wrong kind, none of the choices or outside the range
     */
    public void check(ModuleItem<?> item, String text) {
        ParameterCheck.check(item, values.value(item, text));
    }

    /** Whether a command has a forecast. */
    public boolean isForecasting(CommandInfo info) {
        return create(info) instanceof Forecasting;
    }

    /**
     * What to say of values before a run; null if the command has no forecast.
     *
     * @param values by key, as in a dialog
     * @throws CoverException if a value is of the wrong kind
     */
    public Forecast forecast(CommandInfo info, Map<String, String> values) {
        Command command = create(info);
        if (!(command instanceof Forecasting)) {
            return null;
        }
        Module module = info.createModule(command);
        for (ModuleItem<?> item : parameters(info)) {
            String text = values.get(item.getName());
            if (text != null && item.getType() != ImagePlus.class) {
                module.setInput(item.getName(), this.values.value(item, text));
                ParameterCheck.check(item, item.getValue(module));
            }
        }
        return ((Forecasting) command).forecast();
    }

    /**
     * Runs a command to its end on the calling thread.
     *
     * @param values by key; keys that are absent have their defaults
     * @throws CoverException if a key is unknown, a value is of the wrong kind, a required one is missing, or the
     *     command fails in a way that the user can mend
     */
    public void run(CommandInfo info, Map<String, String> values) {
        run(info, values, false);
    }

    /**
     * Runs a command as above.
     *
     * @param attended whether the values come from a dialog, so that somebody is there to answer questions
     */
    public void run(CommandInfo info, Map<String, String> values, boolean attended) {
        Command command = filled(info, values);
        if (command instanceof CoverCommand) {
            ((CoverCommand) command).executeChecked(attended);
        } else {
            command.run();
        }
    }

    /**
     * A command that has its values, before it is run.
     *
     * @param values by key; keys that are absent have their defaults
     * @throws CoverException if a key is unknown, a value is of the wrong kind, or a required one is missing
     */
    public Command filled(CommandInfo info, Map<String, String> values) {
        Command command = create(info);
        context.inject(command);
        this.values.fill(info.createModule(command), values);
        return command;
    }

    private static Command create(CommandInfo info) {
        try {
            return info.createInstance();
        } catch (InstantiableException e) {
            throw new CoverException("The command " + label(info) + " cannot be started; install COVER again.", e);
        }
    }
}
