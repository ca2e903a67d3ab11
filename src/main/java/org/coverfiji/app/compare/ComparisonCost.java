package org.coverfiji.app.compare;

import java.io.File;
import java.util.Locale;

import org.coverfiji.Counted;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;

/** What comparisons cost, reckoned from their settings. */
public final class ComparisonCost {

    /** Of every training: its network is made, files are read and written. */
    private static final double START_SECONDS = 1.5;

    private ComparisonCost() {
    }

    /** Of a pretraining. */
    static double seconds(ResourceEstimate step, int steps) {
        return START_SECONDS + step.seconds(steps);
    }

    /**
     * Of a fine-tuning with its test.
     *
     * @param patch sides in array order, pixels
     * @param testPatches looked at in the end, one by one
     */
    static double seconds(TaskSettings task, ComparedProtocol protocol, int channels, int[] patch, long testPatches) {
        // The linear protocol computes no gradient of the network.
        ResourceEstimate look = fineTuning(task, ComparedProtocol.LINEAR, channels, patch);
        return seconds(fineTuning(task, protocol, channels, patch), protocol.trains() ? task.iterations() : 0)
                + look.seconds(testPatches) / task.batch();
    }

    /** Of a step of pretraining. @param images how many there are */
    static ResourceEstimate pretraining(TaskSettings task, PretrainSettings settings, int channels, int images) {
        return settings.estimate(network(task, channels), images);
    }

    /** Of a step of fine-tuning; where nothing is trained, of looking at as many patches. */
    static ResourceEstimate fineTuning(TaskSettings task, ComparedProtocol protocol, int channels, int[] patch) {
        return ResourceEstimate.ofFineTuning(network(task, channels), task.batch(), patch,
                protocol.trains() ? protocol.training() : Protocol.LINEAR);
    }

    private static NetworkConfiguration network(TaskSettings task, int channels) {
        return new NetworkConfiguration(task.dimensions(), channels, NetworkConfiguration.widthsFrom(task.width()));
    }

    /**
     * All runs of a comparison, as if none was made, in a sentence. Reads no image, so it leaves out how long testing
     * takes.
     *
     * @param channels of the images
     */
    public static String forecast(CompareSettings settings, int channels) {
        File unknown = new File("unknown");
        int runs = 0;
        int pretrainings = 0;
        double seconds = 0;
        long memory = 0;
        boolean trains = true;
        for (TaskSettings task : settings.tasks()) {
            for (ComparedMethod method : task.methods()) {
                int starts = method.recipe() == null ? 1 : task.pretrainingSeeds();
                if (method.recipe() != null) {
                    PretrainSettings pretraining = task.pretraining(method, 1, task.usualPatch()).input(unknown)
                            .output(unknown).build();
                    ResourceEstimate cost = pretraining(task, pretraining, channels, 1);
                    pretrainings += starts;
                    seconds += starts * seconds(cost, task.pretraining());
                    memory = Math.max(memory, cost.memoryBytes());
                }
                for (ComparedProtocol protocol : task.protocols()) {
                    trains &= protocol.trains();
                    ResourceEstimate cost = fineTuning(task, protocol, channels, task.usualPatch());
                    int own = starts * task.numbers().size() * task.seeds();
                    runs += own;
                    seconds += own * seconds(task, protocol, channels, task.usualPatch(), 0);
                    memory = Math.max(memory, cost.memoryBytes());
                }
            }
        }
        return sentence(runs, trains, pretrainings, 0, seconds, memory);
    }

    /** @param train whether all of the runs train something */
    static String sentence(long runs, boolean train, long pretrainings, long done, double seconds, long memory) {
        return String.format(Locale.ROOT, "%s and %s are to be made%s: about %s on %d processors (a rough estimate) and"
                + " %.1f GB of memory.", Counted.of(runs, train ? "fine-tuning" : "run"),
                Counted.of(pretrainings, "pretraining"), done == 0 ? ""
                        : ", " + Counted.of(done, "run") + (done == 1 ? " is" : " are") + " there already",
                ResourceEstimate.roughly(seconds), Runtime.getRuntime().availableProcessors(), memory / 1e9);
    }
}
