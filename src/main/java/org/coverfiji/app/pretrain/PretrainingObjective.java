package org.coverfiji.app.pretrain;

import java.util.ServiceLoader;
import java.util.StringJoiner;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;

/**
 * What pretraining teaches a backbone from pairs of views. Objectives are peers: one class and its name in
 * {@code META-INF/services} add one.
 */
public interface PretrainingObjective {

    /** As the settings and the model file name it. */
    String name();

    /** The network that trains for it, with weights drawn from the settings' seed. */
    PretrainingNetwork network(Engine engine, NetworkConfiguration configuration, PretrainSettings settings);

    /**
     * The objective of that name, upper or lower case.
     *
     * @throws CoverException if there is none
     */
    static PretrainingObjective named(String name) {
        StringJoiner names = new StringJoiner(", ");
        for (PretrainingObjective objective : ServiceLoader.load(PretrainingObjective.class,
                PretrainingObjective.class.getClassLoader())) {
            if (objective.name().equalsIgnoreCase(name)) {
                return objective;
            }
            names.add(objective.name());
        }
        throw new CoverException("method is " + name + ", but must be one of " + names + ".");
    }
}
