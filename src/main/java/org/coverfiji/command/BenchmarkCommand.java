package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import org.coverfiji.app.cost.StepBenchmark;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.Recipe;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.TrainingTurn;
import org.coverfiji.train.view.PatchPlan;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Benchmark...: how fast this computer pretrains. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Benchmark...",
        description = "Times training steps on random images: how fast this computer pretrains, by stage.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "benchmark"), @Attr(name = NO_RECORD)})
public class BenchmarkCommand extends CoverCommand {

    private static final int WARM_UP = 20;

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false,
            description = "of the images",
            attrs = @Attr(name = BASIC))
    private String dimensions = "2D";

    @Parameter(label = "Patch", persist = false,
            description = "sides of a training patch: multiples of 16, one number or one per axis (z,y,x) such as"
                    + " 16,128,128",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = "pixels"),
                @Attr(name = AUTOMATIC, value = "auto = 128 in 2D, 32 in 3D")})
    private String patch = Setting.AUTO;

    @Parameter(label = "Batch", min = "1", persist = false,
            description = "view pairs per training step",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = "pairs")})
    private int batch = 4;

    @Parameter(label = "Width", min = "8", persist = false,
            description = "channels of the first U-Net level, a multiple of 8; deeper ones double",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = "channels")})
    private int width = 16;

    @Parameter(label = "Amplitude", min = "1", persist = false,
            description = "largest displacement per level, pixels of that level",
            attrs = @Attr(name = UNIT, value = "pixels per level"))
    private int amplitude = 2;

    @Parameter(label = "Steps", min = "1", persist = false,
            description = "steps that are timed, after a warm-up",
            attrs = @Attr(name = BASIC))
    private int steps = 20;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor",
            attrs = @Attr(name = BASIC))
    private String device = "auto";

    @Parameter(label = "Precision", choices = {"float32", "bf16"}, persist = false,
            description = "of what convolutions multiply while training; bf16 = faster on processors that have it,"
                    + " above all in 3D")
    private String precision = "float32";

    @Override
    protected void execute() {
        int[] sides = PatchPlan.sidesOrUsual(PatchPlan.PATCH.read(patch), dimensions.equals("3D") ? 3 : 2);
        NetworkConfiguration network = new NetworkConfiguration(sides.length, 1,
                NetworkConfiguration.widthsFrom(width));
        Recipe recipe = new CoverRecipe();
        SettingValues values = recipe.defaults(sides.length).with(CoverRecipe.AMPLITUDE, amplitude);
        Engine engine = EngineLoader.load(device);
        engine.require(Precision.of(precision));
        IJ.log(engine.report());
        try (TrainingTurn turn = TrainingTurn.atOnce("the benchmark")) {
            IJ.log(new StepBenchmark(recipe, values, network, batch, sides).precision(Precision.of(precision))
                    .run(engine, WARM_UP, steps));
        }
    }
}
