package org.coverfiji.engine.impl.network;

import java.util.List;

/**
 * A part of a method's graph beside heads, such as a deformer: it adds vertices and layers and gives one map. A method
 * names it and its numbers, see {@link org.coverfiji.engine.api.PartConfiguration}; {@link GraphParts} lists them.
 */
interface GraphPart {

    /**
     * Adds itself. Every vertex's name starts with the part's; every vertex but the one that it gives must be read, or
     * DL4J's backward pass fails.
     *
     * @param inputs as many as the method gives it
     * @return what it gives
     * @throws org.coverfiji.CoverException if it cannot work with these inputs
     */
    Source add(PartBuilder graph, List<Source> inputs);
}
