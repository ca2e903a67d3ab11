package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.PartConfiguration;
import org.coverfiji.engine.impl.layer.AffineWarpVertex;
import org.coverfiji.engine.impl.layer.WarpVertex;

/** The parts of methods' graphs by the names under which methods ask for them. */
final class GraphParts {

    /** Warps its first input, maps [N, C, …], by its second, a field [N, 2 or 3, …] in their pixels. */
    static final String WARP = "warp";

    /** Two maps of as many samples and one size, one after the other along the channels. */
    static final String CONCATENATE = "concatenate";
    /** See {@link AffineHead}; its {@code width}. */
    static final String AFFINE_HEAD = "affine_head";
    /** See {@link AffineWarpVertex}; {@code published}, 0 or 1. */
    static final String AFFINE_WARP = "affine_warp";
    /** See {@link Deformer}; the {@code width} of its finest maps. */
    static final String DEFORMER = "deformer";

    private static final Map<String, Function<Numbers, GraphPart>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(WARP, numbers -> (graph, inputs) -> graph.vertex("field", new WarpVertex(), inputs.get(0).channels(),
                inputs.get(0).views(), inputs.get(0), inputs.get(1)));
        ALL.put(CONCATENATE, numbers -> (graph, inputs) -> graph.concatenated("map", inputs.get(0), inputs.get(1)));
        ALL.put(AFFINE_HEAD, numbers -> new AffineHead(numbers.whole("width")));
        ALL.put(AFFINE_WARP, numbers -> (graph, inputs) -> graph.vertex("map",
                new AffineWarpVertex(numbers.get("published") != 0), inputs.get(0).channels(), inputs.get(0).views(),
                inputs.get(0), inputs.get(1)));
        ALL.put(DEFORMER, numbers -> new Deformer(numbers.whole("width")));
    }

    private GraphParts() {
    }

    /** @throws CoverException if there is no such part, or one of its numbers is missing */
    static GraphPart of(PartConfiguration part) {
        Function<Numbers, GraphPart> maker = ALL.get(part.kind());
        if (maker == null) {
            throw new CoverException("There is no part \"" + part.kind() + "\" of a network; it must be one of "
                    + String.join(", ", ALL.keySet()) + ".");
        }
        return maker.apply(key -> {
            Double value = part.numbers().get(key);
            if (value == null) {
                throw new CoverException("The part \"" + part.name() + "\" of the network lacks its number \"" + key
                        + "\".");
            }
            return value;
        });
    }

    /** A part's numbers; one that is asked for must be there. */
    interface Numbers {

        double get(String key);

        default int whole(String key) {
            return (int) get(key);
        }
    }
}
