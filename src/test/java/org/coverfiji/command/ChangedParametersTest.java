package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.training.TrainingSettings;
import org.junit.Test;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

public class ChangedParametersTest {

    private static final File OUTPUT = new File("model.cover");

    @Test
    public void whatWasNotChangedIsLeftOut() {
        assertEquals("{}", ChangedParameters.of(new PretrainCommand()).toString());
        PretrainCommand command = new PretrainCommand();
        set(command, "iterations", 7);
        set(command, "seed", 1L);
        set(command, "method", "SimCLR");
        set(command, "output", OUTPUT);
        set(command, "recursive", true);
        set(command, "window", "0,1");
        assertEquals("{recursive=true, iterations=7, method=SimCLR}",
                ChangedParameters.of(command, "window").toString());
    }

    /** Else a value that was left out because it is the command's default would become another one. */
    @Test
    public void commandsAndSettingsHaveTheSameDefaults() {
        PretrainSettings.Builder pretraining = PretrainSettings.builder(2).input(new File("images")).output(OUTPUT);
        agree(new PretrainCommand(), pretraining, "dimensions", "window", "patch", "width", "amplitude");
        SegmentationSettings.Builder segmentation = SegmentationSettings.builder().output(OUTPUT)
                .images(new File("images")).labels(new File("labels"));
        agree(new FineTuneSegmentationCommand(), segmentation, "instances", "ignore", "class_names");
        agree(new FineTuneClassificationCommand(), ClassificationSettings.builder().output(OUTPUT), "groups",
                "resize");
    }

    private static void agree(Command command, TrainingSettings.Builder<?> builder, String... others) {
        TrainingSettings before = builder.build();
        CommandInfo info = new CommandInfo(command.getClass());
        Module module = info.createModule(command);
        List<String> leftOut = Arrays.asList(others);
        int count = 0;
        for (ModuleItem<?> item : CommandRunner.parameters(info)) {
            if (item.getType() != File.class && !leftOut.contains(item.getName())) {
                builder.set(item.getName(), String.valueOf(item.getValue(module)));
                count++;
            }
        }
        TrainingSettings after = builder.build();
        assertEquals(before.toMap(), after.toMap());
        assertEquals(before.device(), after.device());
        assertEquals(before.resume(), after.resume());
        assertEquals(methodMap(before), methodMap(after));
        assertEquals(command + " has few settings", true, count > 9);
    }

    private static Map<String, String> methodMap(TrainingSettings settings) {
        return settings instanceof PretrainSettings ? ((PretrainSettings) settings).methodMap() : Map.of();
    }

    /** A new parameter that nobody hands on would be without effect. */
    @Test
    public void aKeyThatIsNoSettingIsRefused() {
        SegmentationSettings.Builder builder = SegmentationSettings.builder();
        CoverException e = assertThrows(CoverException.class, () -> builder.set(Map.of("instances", "true")));
        assertEquals("instances is no setting of this training; its settings are protocol, dimensions",
                e.getMessage().substring(0, 79));
    }

    private static void set(Command command, String key, Object value) {
        new CommandInfo(command.getClass()).createModule(command).setInput(key, value);
    }
}
