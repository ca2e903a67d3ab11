package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.ImageSource;
import org.coverfiji.method.EpochHook;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.RunPlan;
import org.coverfiji.method.StepCost;
import org.coverfiji.model.ModelFile;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropConfiguration;
import org.coverfiji.train.crop.CropSampler;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.SamplingState;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A toy method whose batches depend on what the network makes of the images at the borders of epochs. */
public class SampledMethodTest {

    private static final String SHIFT = "shift";
    private static final int INTERVAL = 2;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** SimCLR with a head that is new in every epoch, on intensities shifted by what the head gave before. */
    private static final class Shifting implements Recipe {

        @Override
        public String name() {
            return "Shifting";
        }

        @Override
        public String reference() {
            return "none";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of();
        }

        @Override
        public List<Setting<?>> structure() {
            return List.of();
        }

        @Override
        public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
            BatchSampler crops = new CropSampler(images, run.patch(), new CropConfiguration(0.5, 0, 0, 0),
                    run.samples(), run.seed());
            return new BatchSampler() {
                @Override
                public Batch batch(long iteration) {
                    throw new AssertionError("a batch before the first border");
                }

                @Override
                public BatchSampler in(SamplingState state) {
                    return iteration -> shifted(crops.batch(iteration), state.get(SHIFT).data()[0]);
                }
            };
        }

        private static Batch shifted(Batch batch, float by) {
            Map<String, Tensor> tensors = new LinkedHashMap<>(batch.tensors());
            for (String view : new String[] {CropSampler.VIEW_1, CropSampler.VIEW_2}) {
                float[] values = batch.get(view).data().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] += by;
                }
                tensors.put(view, new Tensor(values, batch.get(view).shape()));
            }
            return new Batch(tensors, batch.images());
        }

        @Override
        public EpochHook hook(ImageSource images, RunPlan run, SettingValues values) {
            BatchSampler crops = new CropSampler(images, run.patch(), new CropConfiguration(1, 0, 0, 0), 4, 1);
            return new EpochHook() {
                @Override
                public long interval() {
                    return INTERVAL;
                }

                @Override
                public SamplingState atBorder(long iteration, SamplingState before, Network network) {
                    assertEquals(0, iteration % INTERVAL);
                    double mean = Arrays.stream(toDoubles(network.outputs(crops.batch(0)).get("z").data())).average()
                            .getAsDouble();
                    network.renew("projector.", run.seed() + iteration);
                    return SamplingState.EMPTY.with(SHIFT, new Tensor(new float[] {(float) Math.abs(mean)}, 1));
                }
            };
        }

        private static double[] toDoubles(float[] values) {
            double[] result = new double[values.length];
            Arrays.setAll(result, i -> values[i]);
            return result;
        }

        @Override
        public MethodConfiguration method(RunPlan run, SettingValues values) {
            return EmbeddingConfiguration.core("nt_xent").constant("temperature", 0.5)
                    .views(CropSampler.VIEW_1, CropSampler.VIEW_2)
                    .port("z", Feature.GLOBAL, HeadConfiguration.of("projector", LayerConfiguration.linear(4))).build();
        }

        @Override
        public StepCost cost(RunPlan run, SettingValues values) {
            return new StepCost(run.samples(), 2, false);
        }

        @Override
        public Map<String, String> titles() {
            return Map.of("contrastive", "Contrastive loss");
        }
    }

    /** The state changes before and after the step at which the run is killed. */
    @Test
    public void aKilledRunIsSampledAsIfItHadNotStopped() {
        File model = new MethodProof(new Shifting(), 2, "", folder.getRoot()).resumesToTheBit();
        ModelFile whole = ModelFile.read(model);
        Tensor last = whole.state().get("sampling/" + SHIFT);
        assertTrue(whole.state().keySet().toString(), last != null && last.data()[0] > 0);
        float killed = ModelFile.read(new File(folder.getRoot(), "Shifting2killed.cover")).state()
                .get("sampling/" + SHIFT).data()[0];
        assertTrue("the state never changed", killed > 0 && killed != last.data()[0]);
    }
}
