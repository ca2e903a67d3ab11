package org.coverfiji.engine.impl.network;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.PartConfiguration;
import org.coverfiji.engine.api.PassConfiguration;
import org.coverfiji.engine.api.PortConfiguration;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.engine.impl.layer.AdaptivePoolVertex;
import org.coverfiji.engine.impl.layer.GlobalPoolVertex;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.coverfiji.engine.impl.layer.ViewVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The graphs of methods whose losses are taken from embeddings, by cores outside the graph: the U-Net as far as a
 * feature needs it, parts of the method's own, heads, and the ports as outputs.
 */
final class EmbeddingGraphs {

    /** Before the names of vertices that give features. */
    private static final String FEATURE = "feature.";
    /** Of the encoder's maps, the last. */
    private static final int BOTTLENECK = NetworkConfiguration.LEVELS - 1;

    private final GraphBuilder graph;
    private final NetworkConfiguration network;
    private final int views;
    private final Seeds seeds;
    private final UNet net;
    private final String[] encoder;
    /** By level; as far as the way up goes. */
    private final String[] levels;
    private final Map<String, PortConfiguration> ports;
    private final Map<String, PartConfiguration> parts;
    private final Map<String, Source> made = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    private EmbeddingGraphs(NetworkConfiguration network, List<PortConfiguration> ports,
            List<PartConfiguration> parts, int views, long seed, DataType type) {
        this.network = network;
        this.views = views;
        this.ports = new LinkedHashMap<>();
        ports.forEach(port -> this.ports.put(port.name(), port));
        this.parts = parts.stream().collect(Collectors.toMap(PartConfiguration::name, part -> part));
        if (this.ports.size() < ports.size() || !Collections.disjoint(this.ports.keySet(), this.parts.keySet())) {
            throw new IllegalArgumentException("two of the ports and parts have one name: " + this.ports.keySet() + ", "
                    + this.parts.keySet());
        }
        graph = builder(type).addInputs(Graphs.IMAGES);
        seeds = new Seeds(seed);
        net = new UNet(graph, network, seeds, KernelChoice.forType(type));
        encoder = net.encoder(Graphs.IMAGES);
        levels = net.decoder(encoder, Stream.concat(ports.stream().map(PortConfiguration::feature),
                parts.stream().flatMap(part -> part.inputs().stream())).mapToInt(Feature::level).max().orElse(0));
    }

    /**
     * The U-Net, as far as the ports need it, with their heads. Each port is an output of its name, in their order.
     *
     * @param views that a batch consists of
     */
    static ComputationGraphConfiguration of(NetworkConfiguration network, List<PortConfiguration> ports, int views,
            long seed, DataType type) {
        return new EmbeddingGraphs(network, ports, List.of(), views, seed, type).build();
    }

    /** The graph of a pass, with its parts. */
    static ComputationGraphConfiguration of(NetworkConfiguration network, PassConfiguration pass, long seed,
            DataType type) {
        return new EmbeddingGraphs(network, pass.ports(), pass.parts(), pass.views().size(), seed, type).build();
    }

    static GraphBuilder builder(DataType type) {
        return new NeuralNetConfiguration.Builder().dataType(type).miniBatch(false).updater(new NoOp())
                .trainingWorkspaceMode(WorkspaceMode.ENABLED).inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .graphBuilder();
    }

    private ComputationGraphConfiguration build() {
        for (PortConfiguration port : ports.values()) {
            graph.addVertex(port.name(), new PortVertex(), named(port.name()).vertex());
        }
        return graph.setOutputs(ports.keySet().toArray(new String[0])).build();
    }

    /** What a port or a part gives to others; a port's own output is read from outside alone. */
    private Source named(String name) {
        Source done = made.get(name);
        if (done != null) {
            return done;
        }
        if (!underWay.add(name)) {
            throw new IllegalArgumentException("\"" + name + "\" reads what is made of it");
        }
        Source source;
        if (ports.containsKey(name)) {
            PortConfiguration port = ports.get(name);
            Source input = source(port.feature());
            source = port.head() == null ? input
                    : new Source(new Heads(graph, network.dimensions(), input.views(), seeds).add(port.head(),
                            input.vertex(), input.channels()), port.head().outputs(), input.views());
        } else if (parts.containsKey(name)) {
            PartConfiguration part = parts.get(name);
            List<Source> inputs = part.inputs().stream().map(this::source).collect(Collectors.toList());
            source = GraphParts.of(part).add(new PartBuilder(graph, name, network.dimensions(), seeds), inputs);
        } else {
            throw new IllegalArgumentException("there is no port or part \"" + name + "\" among " + ports.keySet()
                    + " and " + parts.keySet());
        }
        made.put(name, source);
        return source;
    }

    private Source source(Feature feature) {
        Source all = feature.kind() == Feature.Kind.NAMED ? named(feature.name()) : ofNetwork(feature);
        if (feature.view() < 0) {
            return all;
        }
        if (feature.view() >= all.views()) {
            throw new IllegalArgumentException(feature + " of " + all.views() + " views");
        }
        String name = FEATURE + feature;
        if (!made.containsKey(name)) {
            graph.addVertex(name, new ViewVertex(feature.view(), all.views()), all.vertex());
            made.put(name, new Source(name, all.channels(), 1));
        }
        return made.get(name);
    }

    private Source ofNetwork(Feature feature) {
        String name = FEATURE + feature.view(-1);
        if (made.containsKey(name)) {
            return made.get(name);
        }
        String vertex = level(feature.level());
        if (feature.kind() == Feature.Kind.GLOBAL) {
            graph.addVertex(name, new GlobalPoolVertex(), vertex);
            vertex = name;
        } else if (feature.kind() == Feature.Kind.GRID) {
            graph.addVertex(name, new AdaptivePoolVertex(feature.side()), vertex);
            vertex = name;
        }
        Source source = new Source(vertex, network.levelChannels(feature.level()), views);
        made.put(name, source);
        return source;
    }

    private String level(int level) {
        return level == 0 ? net.encoderRowMajor(encoder, BOTTLENECK)[BOTTLENECK]
                : net.levelsRowMajor(levels, level)[level];
    }
}
