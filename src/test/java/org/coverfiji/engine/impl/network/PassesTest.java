package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.coverfiji.engine.api.ArrayConfiguration;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PhaseConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StagedConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.NativeMemory;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.LossCore;
import org.coverfiji.engine.impl.core.NtXent;
import org.coverfiji.train.view.ViewBatch;
import org.junit.Test;

/** Toy methods of several passes, phases and stages, with trained arrays, on a tiny U-Net. */
public class PassesTest {

    private static final OptimizerConfiguration OPTIMIZER = OptimizerConfiguration.PUBLISHED;
    private static final double RATE = 0.01;
    private static final String Y = "y";

    private static HeadConfiguration linear(String name, int width) {
        return HeadConfiguration.of(name, LayerConfiguration.linear(width));
    }

    private static Batch batch(long seed) {
        ViewBatch views = TestBatches.random(seed, 2, 16, 32);
        return new Batch(Map.of("first", views.moving(), "second", views.fixed()), 0, 1);
    }

    /** Half the mean square of what the pass gives, under a name that follows the core's. */
    private static CoreResult square(String loss, CoreInput input) {
        float[] values = input.online(Y).data();
        Tensor gradient = Tensor.zeros(input.online(Y).shape());
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += 0.5 * values[i] * values[i] / values.length;
            gradient.data()[i] = values[i] / values.length;
        }
        return new CoreResult().loss(loss, sum).gradient(Y, gradient).measure(loss + " doubled", 2 * sum);
    }

    private static EmbeddingNetwork network(EmbeddingConfiguration method) {
        return EmbeddingNetwork.of(TestBatches.narrow(2), method,
                pass -> (LossCore) input -> square(pass.core(), input), OPTIMIZER, 5);
    }

    private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> assertArrayEquals(name, tensor.data(), actual.get(name).data(), 0));
    }

    private static void assertResumes(Supplier<PretrainingNetwork> maker, int before, int after) {
        try (PretrainingNetwork whole = maker.get(); PretrainingNetwork resumed = maker.get()) {
            for (int i = 0; i < before; i++) {
                whole.step(batch(i), RATE);
            }
            resumed.setState(whole.state());
            resumed.setParameters(whole.parameters());
            for (int i = before; i < before + after; i++) {
                assertEquals(whole.step(batch(i), RATE).losses(), resumed.step(batch(i), RATE).losses());
            }
            assertSame(whole.parameters(), resumed.parameters());
            assertSame(whole.state(), resumed.state());
        }
    }

    private static Set<String> changed(Map<String, Tensor> before, Map<String, Tensor> after) {
        return before.keySet().stream().filter(name -> after.containsKey(name)
                && !Arrays.equals(before.get(name).data(), after.get(name).data())).collect(Collectors.toSet());
    }

    private static EmbeddingConfiguration twoPasses() {
        return EmbeddingConfiguration.core("global").views("first", "second").port(Y, Feature.GLOBAL, linear("a", 3))
                .then("restoring", "map").views("second").port(Y, Feature.FINEST, linear("b", 1)).build();
    }

    @Test
    public void aStepOfTwoPassesUpdatesTwice() {
        EmbeddingNetwork network = network(twoPasses());
        EmbeddingNetwork alone = network(EmbeddingConfiguration.core("global").views("first", "second")
                .port(Y, Feature.GLOBAL, linear("a", 3)).build());
        EmbeddingNetwork then = network(EmbeddingConfiguration.core("map").views("second")
                .port(Y, Feature.FINEST, linear("b", 1)).build());
        StepResult both = network.step(batch(1), RATE);
        StepResult first = alone.step(batch(1), RATE);
        Map<String, Tensor> carried = alone.parameters();
        carried.keySet().removeIf(name -> name.startsWith("a."));
        then.setParameters(carried);
        StepResult second = then.step(batch(1), RATE);
        assertEquals(first.losses().get("global"), both.losses().get("global"));
        assertEquals(second.losses().get("map"), both.losses().get("map"));
        assertEquals(List.of("global", "map"), new ArrayList<>(both.losses().keySet()));
        assertEquals(2 * both.losses().get("map"), both.measures().get("map doubled"), 0);
        assertEquals(Math.hypot(first.gradientNorm(), second.gradientNorm()), both.gradientNorm(), 1e-9);
        Map<String, Tensor> expected = then.parameters();
        Map<String, Tensor> actual = network.parameters();
        expected.forEach((name, tensor) -> assertArrayEquals(name, tensor.data(), actual.get(name).data(), 0));
        assertTrue(network.state().containsKey("restoring/m/backbone.inc.double_conv.0.weight"));
        assertTrue(network.state().containsKey("m/backbone.inc.double_conv.0.weight"));
        network.close();
        alone.close();
        then.close();
    }

    @Test
    public void aRunOfTwoPassesResumesToTheBit() {
        assertResumes(() -> network(twoPasses()), 2, 2);
    }

    /** A pass whose views a batch lacks is left out of what the ports give. */
    @Test
    public void outputsAreThoseOfPassesWhoseViewsAreThere() {
        EmbeddingNetwork network = network(EmbeddingConfiguration.core("global").views("first")
                .port("g", Feature.GLOBAL).then("two", "map").views("second").port(Y, Feature.level(2)).build());
        assertEquals(Set.of("g"), network.outputs(new Batch(Map.of("first", batch(1).get("first")), 0, 1)).keySet());
        Map<String, Tensor> outputs = network.outputs(batch(1));
        assertArrayEquals(new int[] {2, 8, 1, 1}, outputs.get("g").shape());
        assertArrayEquals(new int[] {2, 8, 4, 8}, outputs.get(Y).shape());
        assertThrows(IllegalArgumentException.class,
                () -> network.outputs(new Batch(Map.of("third", batch(1).get("first")), 0, 1)));
        network.close();
    }

    /** Grids, single views, parts, chained ports, several passes and trained arrays leave nothing behind. */
    @Test
    public void hundredStepsTakeTheMemoryOfForty() {
        EmbeddingConfiguration method = EmbeddingConfiguration.core("first").views("first", "second")
                .port("field", Feature.FINEST.view(1), HeadConfiguration.of("field",
                        LayerConfiguration.convolution(2, 3).batchAlone()))
                .part("warped", GraphParts.WARP, Map.of(), Feature.FINEST.view(0), Feature.of("field"))
                .port("z", Feature.of("warped"), linear("a", 3)).port(Y, Feature.grid(2, 3), HeadConfiguration.of("v",
                        LayerConfiguration.convolution(2, 3).withoutBias().valid()))
                .then("second", "other").views("second").port(Y, Feature.grid(4, 5), linear("b", 2))
                .array("prototypes", ArrayConfiguration.of(4, 3).keptAtUnitLength()).build();
        EmbeddingNetwork network = EmbeddingNetwork.of(TestBatches.narrow(2), method, pass -> input -> {
            CoreResult result = square(pass.core(), input);
            return pass.core().equals("first") ? result.gradient("prototypes", input.extra("prototypes"))
                    .gradient("z", input.online("z")) : result;
        }, OPTIMIZER, 5);
        long settled = 0;
        for (int i = 0; i < 100; i++) {
            network.step(batch(1), 1e-4);
            network.outputs(batch(1));
            if (i == 40) {
                settled = NativeMemory.bytes();
            }
        }
        // An array that every step left behind, however small, would be more than this.
        assertTrue(settled + " bytes, then " + NativeMemory.bytes(), NativeMemory.bytes() <= settled + 60 * 32);
        network.close();
    }

    /** The gradient at the bias is the sum of the errors; the encoder's rate is 0. */
    @Test
    public void plainDescentIsExactAndTheRestKeepsItsOwnRate() {
        EmbeddingConfiguration method = EmbeddingConfiguration.core("any").views("first")
                .port(Y, Feature.GLOBAL, linear("head", 3))
                .phase(PhaseConfiguration.adam("").except("head."))
                .phase(PhaseConfiguration.descent("head", 0.5).only("head.")).build();
        EmbeddingNetwork network = EmbeddingNetwork.of(TestBatches.narrow(2), method, pass -> input -> {
            Tensor ones = Tensor.zeros(input.online(Y).shape());
            Arrays.fill(ones.data(), 0.25f);
            return new CoreResult().loss("none", 1).gradient(Y, ones);
        }, OPTIMIZER, 5);
        Map<String, Tensor> before = network.parameters();
        network.step(batch(1), 0);
        Map<String, Tensor> after = network.parameters();
        assertEquals(Set.of("head.0.weight", "head.0.bias"), changed(before, after));
        for (int i = 0; i < 3; i++) {
            assertEquals(before.get("head.0.bias").data()[i] - 0.5f * 0.5f, after.get("head.0.bias").data()[i], 0);
        }
        assertFalse(network.state().containsKey("head/m/head.0.weight"));
        assertEquals(1, network.state().get("head/step").data()[0], 0);
        network.close();
    }

    private static EmbeddingConfiguration prototypes(long frozen) {
        return EmbeddingConfiguration.core("any").views("first").port(Y, Feature.GLOBAL, linear("head", 3))
                .array("prototypes", ArrayConfiguration.of(4, 3).keptAtUnitLength().frozenFor(frozen)).build();
    }

    /** Draws every prototype to the first embedding; keeps what it read. */
    private static EmbeddingNetwork prototyped(long frozen, List<Tensor> read) {
        return EmbeddingNetwork.of(TestBatches.narrow(2), prototypes(frozen), pass -> input -> {
            Tensor prototypes = input.extra("prototypes");
            read.add(prototypes);
            Tensor gradient = Tensor.zeros(prototypes.shape());
            for (int i = 0; i < gradient.data().length; i++) {
                gradient.data()[i] = prototypes.data()[i] - input.online(Y).data()[i % 3];
            }
            return square("loss", input).gradient("prototypes", gradient);
        }, OPTIMIZER, 5);
    }

    @Test
    public void prototypesAreFrozenThenTrainedAndKeptAtUnitLength() {
        List<Tensor> read = new ArrayList<>();
        EmbeddingNetwork network = prototyped(2, read);
        Tensor start = network.parameters().get("prototypes");
        for (int i = 0; i < 5; i++) {
            network.step(batch(i), 0.1);
        }
        assertArrayEquals(start.data(), read.get(2).data(), 1e-7f);
        assertFalse(Arrays.equals(start.data(), read.get(3).data()));
        for (Tensor prototypes : read) {
            for (int row = 0; row < 4; row++) {
                double squares = 0;
                for (int i = 0; i < 3; i++) {
                    squares += Math.pow(prototypes.data()[3 * row + i], 2);
                }
                assertEquals(1, squares, 1e-6);
            }
        }
        network.close();
    }

    @Test
    public void prototypesResumeToTheBit() {
        assertResumes(() -> prototyped(1, new ArrayList<>()), 2, 3);
        assertResumes(() -> prototyped(4, new ArrayList<>()), 2, 3);
    }

    private static EmbeddingConfiguration.Builder contrast() {
        return EmbeddingConfiguration.core(NtXent.NAME).constant("temperature", 0.2).views("first", "second");
    }

    private static StagedNetwork staged() {
        EmbeddingConfiguration encoder = contrast().port(NtXent.EMBEDDING, Feature.GLOBAL, linear("global", 4)).build();
        EmbeddingConfiguration decoder = contrast().port(NtXent.EMBEDDING, Feature.level(2), linear("local", 4))
                .phase(PhaseConfiguration.adam("decoder").only("backbone.up", "local.")).build();
        return new StagedNetwork(TestBatches.narrow(2),
                StagedConfiguration.builder().stage(encoder, 0.5).stage(decoder, 0.5).build(4), OPTIMIZER, 5);
    }

    @Test
    public void theSecondStageTakesTheWeightsOverAndLeavesTheEncoderToTheBit() {
        StagedNetwork network = staged();
        Map<String, Tensor> start = network.parameters();
        network.step(batch(0), RATE);
        network.step(batch(1), RATE);
        Map<String, Tensor> first = network.parameters();
        assertTrue(changed(start, first).stream().noneMatch(name -> name.startsWith("backbone.up")));
        network.step(batch(2), RATE);
        network.step(batch(3), RATE);
        Map<String, Tensor> second = network.parameters();
        Set<String> changed = changed(first, second);
        assertTrue(changed.toString(), changed.stream().allMatch(
                name -> name.startsWith("backbone.up1") || name.startsWith("backbone.up2")));
        assertTrue(changed.contains("backbone.up2.conv.double_conv.3.weight"));
        assertTrue(second.containsKey("local.0.weight") && !second.containsKey("global.0.weight"));
        assertEquals("the whole backbone", first.keySet().stream().filter(name -> name.startsWith("backbone."))
                .collect(Collectors.toSet()), second.keySet().stream().filter(name -> name.startsWith("backbone."))
                .collect(Collectors.toSet()));
        network.close();
    }

    @Test
    public void aStagedRunResumesToTheBitInEveryStageAndBetween() {
        for (int before = 1; before <= 3; before++) {
            assertResumes(PassesTest::staged, before, 4 - before);
        }
    }

    @Test
    public void aHeadGetsFreshWeightsWithoutMoments() {
        EmbeddingNetwork network = network(twoPasses());
        network.step(batch(1), RATE);
        Map<String, Tensor> before = network.parameters();
        Map<String, Tensor> state = network.state();
        network.renew("b.", 77);
        assertEquals(Set.of("b.0.weight", "b.0.bias"), changed(before, network.parameters()));
        Set<String> forgotten = changed(state, network.state());
        assertTrue(forgotten.toString(), forgotten.containsAll(Set.of("restoring/m/b.0.weight",
                "restoring/v/b.0.weight")) && forgotten.stream().allMatch(name -> name.contains("/b.0.")));
        assertTrue(network.state().get("restoring/v/b.0.bias").isZero());
        assertThrows(IllegalArgumentException.class, () -> network.renew("c.", 1));
        network.close();
    }
}
