package org.coverfiji.app.pretrain;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;

/** Vector contrast: the displacement between two views is regressed through the distances of pixel features. */
public final class CoverObjective implements PretrainingObjective {

    @Override
    public String name() {
        return "COVER";
    }

    @Override
    public PretrainingNetwork network(Engine engine, NetworkConfiguration configuration, PretrainSettings settings) {
        return engine.pretraining(configuration, OptimizerConfiguration.PUBLISHED, settings.consistency(),
                settings.seed());
    }
}
