package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PortConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.TeacherConfiguration;
import org.coverfiji.engine.api.TeacherMomentum;
import org.coverfiji.engine.api.TeacherPolicy;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.engine.impl.NativeMemory;
import org.coverfiji.engine.impl.core.InfoNce;
import org.coverfiji.engine.impl.core.NtXent;
import org.coverfiji.engine.impl.optimizer.AdamRule;
import org.coverfiji.engine.impl.optimizer.Phase;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** SimCLR and MoCo v2 on the encoder of a tiny U-Net, trained by errors from outside, in 2D and 3D. */
public class EmbeddingNetworkTest {

    private static final HeadConfiguration HEAD = new HeadConfiguration("projector", new int[] {16, 8}, Norm.BATCH,
            false);
    private static final double RATE = 0.01;
    private static final double MOMENTUM = 0.9;

    private static EmbeddingConfiguration.Builder method(String core, String port) {
        return EmbeddingConfiguration.core(core).constant("temperature", 0.2).port(port, Feature.GLOBAL, HEAD);
    }

    private static EmbeddingNetwork simclr(int dimensions) {
        return network(dimensions, method(NtXent.NAME, NtXent.EMBEDDING).views("first", "second").build());
    }

    private static EmbeddingNetwork moco(int dimensions) {
        return network(dimensions, method(InfoNce.NAME, InfoNce.QUERY).views("first")
                .teacher(new TeacherConfiguration(TeacherPolicy.BEFORE_STEP, TeacherMomentum.constant(MOMENTUM),
                        List.of("second"), List.of(new PortConfiguration(InfoNce.KEY, Feature.GLOBAL, HEAD))))
                .queue(InfoNce.QUEUE, 10, 8).build());
    }

    private static EmbeddingNetwork network(int dimensions, EmbeddingConfiguration method) {
        return EmbeddingNetwork.of(TestBatches.narrow(dimensions), method, OptimizerConfiguration.PUBLISHED, 5);
    }

    private static Batch batch(long seed, int dimensions) {
        ViewBatch views = dimensions == 2 ? TestBatches.random(seed, 4, 16, 32)
                : TestBatches.random(seed, 4, 16, 16, 16);
        return new Batch(Map.of("first", views.moving(), "second", views.fixed()), 0, 1, 2, 3);
    }

    private static StepResult step(EmbeddingNetwork network, long seed, int dimensions) {
        return network.step(batch(seed, dimensions), RATE);
    }

    private static void assertLossFalls(EmbeddingNetwork network, int dimensions, String loss) {
        double before = step(network, 1, dimensions).losses().get(loss);
        double after = before;
        for (int i = 0; i < 40 && after > 0.7 * before; i++) {
            StepResult result = step(network, 1, dimensions);
            assertFalse(result.skipped());
            assertTrue(result.gradientNorm() > 0);
            after = result.losses().get(loss);
        }
        assertTrue(dimensions + "D " + loss + " on one batch before " + before + ", after " + after,
                after <= 0.7 * before);
        network.close();
    }

    @Test
    public void simclrLearnsABatch() {
        assertLossFalls(simclr(2), 2, NtXent.LOSS);
        assertLossFalls(simclr(3), 3, NtXent.LOSS);
    }

    /** A queue too short to hold but this and the last batch, so that its keys keep changing. */
    @Test
    public void mocoLearnsABatch() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            EmbeddingNetwork network = moco(dimensions);
            double first = step(network, 1, dimensions).losses().get(InfoNce.LOSS);
            for (int i = 0; i < 5; i++) {
                double loss = step(network, 1 + i, dimensions).losses().get(InfoNce.LOSS);
                assertTrue(dimensions + "D loss " + loss + " after " + first, Double.isFinite(loss) && loss != first);
            }
            network.close();
        }
    }

    @Test
    public void aResumedRunIsTheSameToTheLastBit() {
        for (EmbeddingNetwork[] pair : new EmbeddingNetwork[][] {{simclr(2), simclr(2)}, {moco(2), moco(2)}}) {
            for (int i = 0; i < 3; i++) {
                step(pair[0], i, 2);
            }
            pair[1].setParameters(pair[0].parameters());
            pair[1].setState(pair[0].state());
            for (int i = 3; i < 5; i++) {
                assertEquals(step(pair[0], i, 2).losses(), step(pair[1], i, 2).losses());
            }
            assertSame(pair[0].parameters(), pair[1].parameters());
            assertSame(pair[0].state(), pair[1].state());
            pair[0].close();
            pair[1].close();
        }
    }

    private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> assertArrayEquals(name, tensor.data(), actual.get(name).data(), 0));
    }

    @Test
    public void incompleteStateIsRefused() {
        EmbeddingNetwork network = moco(2);
        for (String name : new String[] {"step", "m/projector.1.weight", "teacher/projector.3.weight",
            "queue/pointer"}) {
            Map<String, Tensor> state = network.state();
            assertTrue(name + " of " + state.keySet(), state.remove(name) != null);
            CoverException refused = assertThrows(CoverException.class, () -> network.setState(state));
            assertTrue(refused.getMessage(), refused.getMessage().contains(name));
        }
        network.close();
    }

    @Test
    public void theTeacherStartsAsACopyAndFollows() {
        EmbeddingNetwork network = moco(2);
        String name = "projector.3.weight";
        float[] start = network.parameters().get(name).data();
        assertArrayEquals(start, network.state().get("teacher/" + name).data(), 0);
        step(network, 1, 2);
        assertArrayEquals("follows before the step", start, network.state().get("teacher/" + name).data(), 1e-7f);
        float[] trained = network.parameters().get(name).data();
        step(network, 2, 2);
        float[] teacher = network.state().get("teacher/" + name).data();
        for (int i = 0; i < start.length; i++) {
            assertEquals(MOMENTUM * start[i] + (1 - MOMENTUM) * trained[i], teacher[i], 1e-6);
        }
        network.close();
    }

    /** Frozen parameters in the middle of the flat array: two pieces are trained. */
    @Test
    public void whatIsOutsideAPhaseDoesNotChange() {
        Phase phase = new Phase("warm", name -> !name.contains("down2"), new AdamRule(0.9, 0.999, 1e-8), 1, 0.1);
        EmbeddingNetwork network = new EmbeddingNetwork(EmbeddingGraphs.of(TestBatches.narrow(2),
                List.of(new PortConfiguration(NtXent.EMBEDDING, Feature.GLOBAL, HEAD)), 2, 5, DataType.FLOAT),
                List.of("first", "second"), new NtXent(0.2), phase);
        Map<String, Tensor> before = network.parameters();
        step(network, 1, 2);
        step(network, 2, 2);
        int frozen = 0;
        for (Map.Entry<String, Tensor> entry : network.parameters().entrySet()) {
            boolean same = Arrays.equals(before.get(entry.getKey()).data(), entry.getValue().data());
            boolean outside = entry.getKey().contains("down2");
            frozen += outside ? 1 : 0;
            assertEquals(entry.getKey(), outside, same);
            assertEquals(entry.getKey(), !outside, network.state().containsKey("warm/m/" + entry.getKey()));
        }
        assertEquals(8, frozen);
        assertEquals(2, network.state().get("warm/step").data()[0], 0);
        network.close();
    }

    @Test
    public void manyStepsTakeTheMemoryOfForty() {
        EmbeddingNetwork network = moco(2);
        long settled = 0;
        for (int i = 0; i < 250; i++) {
            step(network, 1, 2);
            if (i == 40) {
                settled = NativeMemory.bytes();
            }
        }
        // An array that every step left behind, however small, would be more than this.
        long tolerance = 210 * 32;
        assertTrue(settled + " bytes, then " + NativeMemory.bytes(), NativeMemory.bytes() <= settled + tolerance);
        network.close();
    }

    @Test
    public void whatAnEncoderLeavesOutKeepsTheBackbonesFirstWeights() {
        EmbeddingNetwork network = simclr(2);
        CoverNetwork whole = new CoverNetwork(TestBatches.narrow(2), TestBatches.cover(1),
                OptimizerConfiguration.PUBLISHED, 5);
        Map<String, Tensor> start = whole.parameters();
        start.keySet().removeIf(name -> !name.startsWith("backbone."));
        step(network, 1, 2);
        Map<String, Tensor> trained = network.parameters();
        assertTrue(trained.keySet().containsAll(start.keySet()));
        start.forEach((name, tensor) -> assertEquals(name, name.startsWith("backbone.up"),
                Arrays.equals(tensor.data(), trained.get(name).data())));
        Map<String, Tensor> others = new LinkedHashMap<>(trained);
        Tensor changed = trained.get("backbone.up1.conv.double_conv.0.weight");
        changed.data()[0] = 7;
        network.setParameters(others);
        assertEquals(7, network.parameters().get("backbone.up1.conv.double_conv.0.weight").data()[0], 0);
        network.close();
        whole.close();
    }

    @Test
    public void anUnknownCoreOrAMissingConstantIsNamed() {
        CoverException unknown = assertThrows(CoverException.class,
                () -> network(2, method("triplet", "z").views("first").build()));
        assertTrue(unknown.getMessage(),
                unknown.getMessage().contains("\"triplet\"; it must be one of nt_xent, "));
        CoverException missing = assertThrows(CoverException.class, () -> network(2, EmbeddingConfiguration
                .core(NtXent.NAME).port("z", Feature.GLOBAL, HEAD).views("first", "second").build()));
        assertTrue(missing.getMessage(), missing.getMessage().contains("lacks its constant \"temperature\""));
    }
}
