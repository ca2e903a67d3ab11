package org.coverfiji.engine.impl.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.coverfiji.CoverException;

/** The loss cores by the names under which methods ask for them. */
public final class LossCores {

    private static final Map<String, Function<Constants, LossCore>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(NtXent.NAME, constants -> new NtXent(constants.get("temperature"), 1));
        ALL.put(NtXent.SUMMED, constants -> new NtXent(constants.get("temperature"), 2));
        ALL.put(InfoNce.NAME, constants -> new InfoNce(constants.get("temperature")));
        ALL.put(PixelContrast.NAME, constants -> new PixelContrast(constants.get("temperature")));
        ALL.put(DenseContrast.NAME,
                constants -> new DenseContrast(constants.get("temperature"), constants.get("dense_weight")));
        ALL.put(SetContrast.NAME, constants -> new SetContrast(constants.get("temperature"),
                constants.get("dense_weight"), constants.get("attention"), constants.get("floor"),
                constants.get("distance"), constants.get("nearest") != 0));
        ALL.put(CategoryContrast.NAME, constants -> new CategoryContrast(constants.get("temperature"),
                constants.get("category_temperature"), constants.get("epsilon"), (int) constants.get("rounds"),
                constants.get("instance_weight"), constants.get("pixel_weight"), constants.get("category_weight")));
        ALL.put(PixelConsistency.NAME,
                constants -> new PixelConsistency(constants.get("power"), constants.get("distance")));
        ALL.put(PartitionContrast.NAME, constants -> new PartitionContrast(constants.get("temperature"),
                constants.get("across") != 0));
        ALL.put(RegionContrast.NAME, constants -> new RegionContrast(constants.get("temperature")));
        ALL.put(GvslLoss.NAME, constants -> new GvslLoss(constants::get));
        ALL.put(GeminiLoss.NAME, constants -> new GeminiLoss(constants::get));
        ALL.put(NegativeCosine.NAME, constants -> new NegativeCosine());
        ALL.put(SquaredDistance.NAME, constants -> new SquaredDistance());
        ALL.put(CrossEntropy.NAME, constants -> new CrossEntropy());
        ALL.put(SquaredError.NAME, constants -> SquaredError.everywhere());
        ALL.put(Weighted.SQUARED_ERROR,
                constants -> new Weighted(SquaredError.everywhere(), constants.get(Weighted.WEIGHT)));
        ALL.put(SquaredError.HIDDEN, constants -> SquaredError.hidden((int) constants.get(SquaredError.RING),
                constants.get(SquaredError.RING_WEIGHT)));
    }

    private LossCores() {
    }

    /**
     * @param constants of the core by name
     * @throws CoverException if there is no such core, one of its constants is missing or cannot work
     */
    public static LossCore named(String name, Map<String, Double> constants) {
        Function<Constants, LossCore> maker = ALL.get(name);
        if (maker == null) {
            throw new CoverException("There is no loss core \"" + name + "\"; it must be one of "
                    + String.join(", ", ALL.keySet()) + ".");
        }
        return maker.apply(key -> {
            Double value = constants.get(key);
            if (value == null) {
                throw new CoverException("The loss core \"" + name + "\" lacks its constant \"" + key + "\".");
            }
            return value;
        });
    }

    /** A core's constants; one that is asked for must be there. */
    private interface Constants {
        double get(String key);
    }
}
