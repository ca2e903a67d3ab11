package org.coverfiji.app.finetune;

import java.util.stream.IntStream;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.method.RunPlan;
import org.coverfiji.model.ModelDescription;

/**
 * Which of the U-Net's nine maps a classification reads, numbered as {@link NetworkConfiguration#widths}: those of the
 * way up where a pretraining has trained it, for there lies what it has learnt; else all, the way down telling most of
 * classes in a network of random weights.
 */
final class ReadMaps {

    private static final int MAPS = 2 * NetworkConfiguration.LEVELS - 1;

    private ReadMaps() {
    }

    /** @param start the model that training starts from; null from scratch */
    static int[] of(ModelDescription start) {
        boolean up = start != null && start.kind().equals(ModelDescription.PRETRAINED) && trainsWayUp(start);
        return IntStream.range(up ? NetworkConfiguration.LEVELS : 0, MAPS).toArray();
    }

    /** Not known of a model that was imported. */
    private static boolean trainsWayUp(ModelDescription model) {
        return Recipes.find(model.method()).map(recipe -> trainsWayUp(recipe, model)).orElse(false);
    }

    private static boolean trainsWayUp(Recipe recipe, ModelDescription model) {
        RunPlan run = new RunPlan(model.network(), model.patch(), 1, Math.max(1, model.iterationsTotal()), 1,
                model.seed());
        // No method's settings decide on that.
        return recipe.method(run, recipe.defaults(run.dimensions())).trainsDecoder();
    }
}
