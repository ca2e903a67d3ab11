package org.coverfiji.fiji;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CommandValues;
import org.coverfiji.command.CoverCommand;
import org.coverfiji.dialog.CommandDialog;
import org.coverfiji.dialog.Remembered;
import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;

/**
 * Asks whoever is there for the parameters of a command of this suite, in the dialog that plain ImageJ shows too. Comes
 * after the macro's values, and before what would ask for files and for the rest.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH - 2)
public final class DialogPreprocessor extends AbstractPreprocessorPlugin {

    @Parameter
    private ConvertService convert;

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof CoverCommand)) {
            return;
        }
        CoverCommand command = (CoverCommand) module.getDelegateObject();
        if (command.caller() == null || !command.caller().isPerson()
                || CommandRunner.parameters(module.getInfo()).isEmpty()) {
            return;
        }
        Map<String, String> values = new CommandDialog(new CommandRunner(getContext()), (CommandInfo) module.getInfo())
                .show();
        if (values == null) {
            if (command.caller().isLine()) {
                // A macro that asks is stopped by a cancelled dialog, as everywhere in ImageJ.
                Macro.abort();
            }
            cancel("");
            return;
        }
        command.whenEnded(failure -> Remembered.ended(module.getInfo(), failure));
        try {
            fill(module, values);
        } catch (CoverException e) {
            Remembered.ended(module.getInfo(), e.getMessage());
            command.report(e);
            cancel(command.getCancelReason());
        }
    }

    private void fill(Module module, Map<String, String> values) {
        List<ModuleItem<?>> images = new ArrayList<>(CommandRunner.parameters(module.getInfo()));
        images.removeIf(item -> item.getType() != ImagePlus.class);
        for (ModuleItem<?> item : images) {
            String title = values.get(item.getName());
            // Of two images with one title, the one that was chosen has become the active one.
            module.setInput(item.getName(), title.isEmpty() || images.size() > 1 ? null
                    : WindowManager.getCurrentImage());
            if (images.size() == 1) {
                values.remove(item.getName());
            }
        }
        new CommandValues(convert).fill(module, values);
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            module.resolveInput(item.getName());
        }
    }
}
