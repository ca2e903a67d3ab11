package org.coverfiji.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.DialogHints;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.setting.Setting;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/**
 * The fields of a command's dialog: its parameters in the order of their declaration. Where it can be told the method,
 * every method's own settings stand in the place of the one text that macros give them in.
 */
final class Fields {

    /** The key of the parameter that names the method. */
    static final String METHOD = "method";

    private Fields() {
    }

    static List<Field> of(ModuleInfo info, CommandRunner runner) {
        List<Field> fields = new ArrayList<>();
        boolean methods = info.getInput(METHOD) != null && info.getInput(MethodSettings.KEY) != null;
        for (ModuleItem<?> item : CommandRunner.parameters(info)) {
            if (methods && item.getName().equals(MethodSettings.KEY)) {
                addSettings(fields, info);
            } else {
                fields.add(Field.of(item, runner).forMethods(methods ? methodsOf(item) : List.of()));
            }
        }
        if (fields.stream().anyMatch(Field::isFolder)
                && fields.stream().noneMatch(field -> field.kind() == Field.Kind.IMAGE)) {
            fields.add(0, Field.ofOpenImage());
        }
        return fields;
    }

    private static void addSettings(List<Field> fields, ModuleInfo info) {
        for (Recipe recipe : Recipes.all()) {
            for (Setting<?> setting : recipe.settings()) {
                ModuleItem<?> item = info.getInput(setting.key());
                if (item == null || item.get(DialogHints.OF_METHOD) == null) {
                    fields.add(Field.of(recipe, setting));
                }
            }
        }
    }

    /** The methods of whose settings it is one; empty for a parameter that has nothing to do with the method. */
    private static List<String> methodsOf(ModuleItem<?> item) {
        if (item.get(DialogHints.OF_METHOD) == null) {
            return List.of();
        }
        return Recipes.all().stream()
                .filter(recipe -> recipe.settings().stream().anyMatch(one -> one.key().equals(item.getName())))
                .map(Recipe::name).collect(Collectors.toList());
    }
}
