package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.PartConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.GvslLoss;
import org.coverfiji.engine.impl.layer.ConcatenateVertex;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * From given features on, the heads of GVSL and GEMINI, and GVSL's losses after them, against the published programs:
 * outputs, losses, gradients at the features and at parameters.
 */
public class RegistrationHeadsBaselineParityTest {

    private static final Seeds SEEDS = new Seeds(3);
    private static final String GVSL_DEFORMABLE = "deformable";
    private static final String RESTORATION = "res_conv";
    private static final String DEFORMER = "deformer";

    @Test
    public void gvsl() {
        for (GoldenBaseline golden : GoldenBaseline.matching("gvsl_heads_.*")) {
            gvsl(golden);
        }
    }

    @Test
    public void gemini() {
        for (GoldenBaseline golden : GoldenBaseline.matching("gemini_heads_.*")) {
            gemini(golden);
        }
    }

    private static void gvsl(GoldenBaseline golden) {
        Tensor image = golden.tensor("imgA");
        int dimensions = image.rank() - 2;
        Harness harness = new Harness(golden, dimensions, "globalA", "globalB", "localA", "localB");
        int width = golden.tensor("param/f_conv.double_conv.0.bias").size(0);
        Source numbers = harness.part("affine", GraphParts.AFFINE_HEAD, Map.of("width", (double) width),
                harness.source("globalB"), harness.source("globalA"));
        Source moved = harness.part("moved", GraphParts.AFFINE_WARP, Map.of("published", 0.0),
                harness.source("localB"), numbers);
        Source pair = harness.part("pair", GraphParts.CONCATENATE, Map.of(), moved, harness.source("localA"));
        int fine = golden.tensor("param/sp_conv.double_conv.0.bias").size(0);
        LayerConfiguration layer = LayerConfiguration.convolution(fine, 3).group(fine / 8).leaky();
        Source field = harness.head(HeadConfiguration.of(GVSL_DEFORMABLE, layer, layer,
                LayerConfiguration.convolution(dimensions, 3)), pair);
        Source restored = harness.head(HeadConfiguration.restoration(RESTORATION, image.size(1)),
                harness.source("localA"));
        PortGraph graph = harness.graph(numbers, field, restored);
        Parameters.set(graph, gvslParameters(golden, Parameters.get(graph), dimensions));

        GvslLoss core = new GvslLoss(key -> key.equals(GvslLoss.WINDOW) ? 9 : key.equals(GvslLoss.PUBLISHED) ? 0 : 1);
        CoreResult[] result = new CoreResult[1];
        Tensor[] outputs = harness.passes(graph, out -> {
            result[0] = core.evaluate(new CoreInput(
                    Map.of(GvslLoss.AFFINE, out[0], GvslLoss.FIELD, out[1], GvslLoss.RESTORED, out[2]), Map.of(),
                    Map.of("clean", image, "partner", golden.tensor("imgB"))));
            Map<String, Tensor> gradients = result[0].gradients();
            return new Tensor[] {gradients.get(GvslLoss.AFFINE), gradients.get(GvslLoss.FIELD),
                    gradients.get(GvslLoss.RESTORED)};
        });
        golden.assertOutput("matrix", matrices(outputs[0], dimensions));
        golden.assertOutput("flow", outputs[1].data());
        golden.assertOutput("restored", outputs[2].data());
        Map<String, Double> losses = result[0].losses();
        golden.assertLoss("loss_ncc", losses.get(GvslLoss.CORRELATION));
        golden.assertLoss("loss_mse", losses.get(GvslLoss.RESTORATION));
        golden.assertLoss("loss_smooth", losses.get(GvslLoss.SMOOTHNESS));
        golden.assertLoss("loss", losses.values().stream().mapToDouble(Double::doubleValue).sum());
        for (String feature : new String[] {"globalA", "globalB", "localA", "localB"}) {
            golden.assertGradient("grad_" + feature, Tap.gradient(feature).data());
        }
        Map<String, Tensor> gradients = Parameters.gradients(graph);
        float[] weight = gradients.get("affine.fc.weight").data();
        float[] bias = gradients.get("affine.fc.bias").data();
        int angles = dimensions == 2 ? 1 : 3;
        golden.assertGradient("grad/fc_rot.weight", Arrays.copyOf(weight, angles * width));
        golden.assertGradient("grad/fc_trans.bias",
                Arrays.copyOfRange(bias, angles + dimensions, angles + 2 * dimensions));
        golden.assertGradient("grad/out_flow.bias", gradients.get(GVSL_DEFORMABLE + ".6.bias").data());
        golden.assertGradient("grad/f_conv.double_conv.4.weight",
                gradients.get("affine.f_conv.double_conv.4.weight").data());
        graph.close();
    }

    /** Under our names; the four linear layers are one. */
    private static Map<String, Tensor> gvslParameters(GoldenBaseline golden, Map<String, Tensor> like, int dimensions) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        like.forEach((name, own) -> {
            String kind = name.substring(name.lastIndexOf('.'));
            float[] values;
            if (name.startsWith("affine.fc")) {
                values = joined(golden, "param/fc_rot" + kind, "param/fc_scl" + kind, "param/fc_trans" + kind,
                        "param/fc_shear" + kind);
            } else if (name.equals(GVSL_DEFORMABLE + ".6" + kind)) {
                values = golden.tensor("param/out_flow" + kind).data();
            } else {
                values = golden.tensor("param/" + name.replaceFirst("^affine\\.", "")
                        .replaceFirst("^" + GVSL_DEFORMABLE, "sp_conv.double_conv")).data();
            }
            parameters.put(name, new Tensor(values, own.shape()));
        });
        assertEquals(parameters.keySet(), like.keySet());
        return parameters;
    }

    private static float[] joined(GoldenBaseline golden, String... keys) {
        List<Float> values = new ArrayList<>();
        for (String key : keys) {
            for (float value : golden.tensor(key).data()) {
                values.add(value);
            }
        }
        float[] result = new float[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.get(i);
        }
        return result;
    }

    private static float[] matrices(Tensor numbers, int dimensions) {
        AffineMatrix affine = new AffineMatrix(dimensions);
        float[] matrices = new float[numbers.size(0) * dimensions * (dimensions + 1)];
        int next = 0;
        for (int sample = 0; sample < numbers.size(0); sample++) {
            double[] own = new double[affine.numbers()];
            for (int i = 0; i < own.length; i++) {
                own[i] = numbers.data()[sample * own.length + i];
            }
            for (double value : affine.of(own)) {
                matrices[next++] = (float) value;
            }
        }
        return matrices;
    }

    private static void gemini(GoldenBaseline golden) {
        int dimensions = golden.tensor("featA").rank() - 2;
        Harness harness = new Harness(golden, dimensions, "featA", "featB");
        int width = golden.tensor("param/deformer.0.Conv1.one_conv.0.bias").size(0);
        Source both = harness.stacked("featA", "featB");
        Source fields = harness.part(DEFORMER, GraphParts.DEFORMER, Map.of("width", (double) width), both);
        Source restored = harness.head(HeadConfiguration.restoration(RESTORATION,
                golden.tensor("restored").size(1)), harness.source("featA"));
        PortGraph graph = harness.graph(fields, restored);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Parameters.get(graph).forEach((name, own) -> {
            Tensor published = golden.tensor("param/" + name);
            // Here the skip connection comes first.
            boolean turned = name.endsWith("Conv4.one_conv.0.weight") || name.endsWith("Conv5.one_conv.0.weight");
            int below = golden.tensor("param/deformer.0.Conv" + (name.contains("Conv5") ? 4 : 3) + ".one_conv.0.bias")
                    .size(0);
            parameters.put(name, new Tensor(turned ? turned(published, below) : published.data(), own.shape()));
        });
        Parameters.set(graph, parameters);
        Tensor[] outputs = harness.passes(graph, out -> new Tensor[] {
                new Tensor(joined(golden, "up_flowAB", "up_flowBA"), out[0].shape()), golden.tensor("up_restored")});
        int half = outputs[0].data().length / 2;
        golden.assertOutput("flowAB", Arrays.copyOf(outputs[0].data(), half));
        golden.assertOutput("flowBA", Arrays.copyOfRange(outputs[0].data(), half, 2 * half));
        golden.assertOutput("restored", outputs[1].data());
        golden.assertGradient("grad_featA", Tap.gradient("featA").data());
        golden.assertGradient("grad_featB", Tap.gradient("featB").data());
        Map<String, Tensor> gradients = Parameters.gradients(graph);
        for (String name : new String[] {"deformer.0.Conv4.one_conv.0.bias", "deformer.1.bias", "res_conv.1.weight"}) {
            golden.assertGradient("grad/" + name, gradients.get(name).data());
        }
        graph.close();
    }

    /** Moves the first channels of a convolution's input behind the others. */
    private static float[] turned(Tensor weight, int first) {
        int channels = weight.size(1);
        int kernel = weight.data().length / (weight.size(0) * channels);
        float[] result = new float[weight.data().length];
        for (int i = 0; i < result.length; i++) {
            int channel = i / kernel % channels;
            int from = (channel + first) % channels;
            result[i] = weight.data()[i + (from - channel) * kernel];
        }
        return result;
    }

    /** Parts and heads on features that are the graph's inputs. */
    private static final class Harness {

        private final GraphBuilder builder = EmbeddingGraphs.builder(DataType.FLOAT);
        private final GoldenBaseline golden;
        private final int dimensions;
        private final String[] features;
        private final Map<String, Source> sources = new HashMap<>();

        Harness(GoldenBaseline golden, int dimensions, String... features) {
            this.golden = golden;
            this.dimensions = dimensions;
            this.features = features;
            builder.addInputs(features);
            for (String feature : features) {
                builder.addVertex("tap." + feature, new Tap(feature), feature);
                sources.put(feature, new Source("tap." + feature, golden.tensor(feature).size(1), 1));
            }
        }

        Source source(String feature) {
            return sources.get(feature);
        }

        Source stacked(String first, String second) {
            builder.addVertex("stacked", new ConcatenateVertex(0),
                    source(first).vertex(), source(second).vertex());
            return new Source("stacked", source(first).channels(), 2);
        }

        Source part(String name, String kind, Map<String, Double> numbers, Source... inputs) {
            return GraphParts.of(new PartConfiguration(name, kind, numbers, List.of(Feature.FINEST)))
                    .add(new PartBuilder(builder, name, dimensions, SEEDS), List.of(inputs));
        }

        Source head(HeadConfiguration head, Source input) {
            String last = new Heads(builder, dimensions, input.views(), SEEDS).add(head, input.vertex(),
                    input.channels());
            return new Source(last, head.outputs(), input.views());
        }

        PortGraph graph(Source... outputs) {
            String[] ports = new String[outputs.length];
            for (int i = 0; i < outputs.length; i++) {
                ports[i] = "out" + i;
                builder.addVertex(ports[i], new PortVertex(), outputs[i].vertex());
            }
            return PortGraph.of(builder.setOutputs(ports).build());
        }

        /** Both passes; what comes out. */
        Tensor[] passes(PortGraph graph, Function<Tensor[], Tensor[]> errors) {
            Tap.forget();
            INDArray[] inputs = Arrays.stream(features)
                    .map(feature -> Tensors.array(DataType.FLOAT, golden.tensor(feature))).toArray(INDArray[]::new);
            Tensor[][] values = new Tensor[1][];
            graph.passesWithErrors(inputs, outputs -> {
                values[0] = Arrays.stream(outputs).map(Tensors::copy).toArray(Tensor[]::new);
                return Arrays.stream(errors.apply(values[0])).map(error -> Tensors.array(DataType.FLOAT, error))
                        .toArray(INDArray[]::new);
            });
            for (String feature : features) {
                assertNotNull(feature, Tap.gradient(feature));
            }
            return values[0];
        }
    }
}
