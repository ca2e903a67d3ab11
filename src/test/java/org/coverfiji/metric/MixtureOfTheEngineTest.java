package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.coverfiji.app.features.VectorPyramid;
import org.coverfiji.app.inspect.InspectedModel;
import org.coverfiji.app.inspect.ProjectionHeads;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.PixelVectors;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is measured of heads is what the engine trains: products, window, heads' channels and temperature. */
public class MixtureOfTheEngineTest {

    private static final int SIDE = 64;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static Tensor noise(long seed) {
        Random random = new Random(seed);
        float[] data = new float[SIDE * SIDE];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat();
        }
        return new Tensor(data, 1, 1, SIDE, SIDE);
    }

    /** Untrained weights come with heads; the first field has, at its corners, twice the deepest level's vectors. */
    @Test
    public void vectorsOfTheHeadsAreThoseOfThePyramid() throws IOException {
        Engine engine = EngineLoader.load("cpu");
        NetworkConfiguration network = TestModels.network(2, 1);
        File file = new File(folder.getRoot(), "any.cover");
        new ModelFile(TestModels.description(network, 32).method("SimCLR").build(), TestModels.weights(network),
                Collections.emptyMap()).write(file);
        List<InspectedModel> models = InspectedModel.read(file + "," + InspectedModel.RANDOM, engine, 5);
        assertEquals("any", models.get(0).name());
        assertEquals("random", models.get(1).method());
        ModelFile random = models.get(1).file();
        ProjectionHeads heads = ProjectionHeads.of(random);
        assertNotNull(heads);

        Tensor moving = noise(1);
        Tensor fixed = noise(2);
        Tensor field;
        ModelFile cover = new ModelFile(random.description().toBuilder().method("COVER").build(), random.weights(),
                Collections.emptyMap());
        try (VectorPyramid pyramid = VectorPyramid.of(engine, cover)) {
            field = pyramid.fields(moving, fixed).get(0);
        }
        PixelVectors keys;
        PixelVectors queries;
        try (FeatureNetwork backbone = engine.backbone(network, 1)) {
            backbone.setParameters(random.weights());
            keys = heads.project(0, backbone.features(moving)[0]);
            queries = heads.project(0, backbone.features(fixed)[0]);
        }
        int deep = SIDE / 16;
        int[] corners = {0, deep - 1, deep * (deep - 1), deep * deep - 1};
        int wide = 2 * deep;
        int[] corresponding = {0, wide - 1, wide * (wide - 1), wide * wide - 1};
        double largest = 0;
        for (int corner = 0; corner < corners.length; corner++) {
            for (int axis = 0; axis < 2; axis++) {
                double vector = 0;
                for (int head = 0; head < heads.count(0); head++) {
                    NeighbourProducts products = new NeighbourProducts(queries.head(head, heads.count(0)),
                            keys.head(head, heads.count(0)), heads.configuration().amplitude());
                    double[] weights = NeighbourProducts.weights(products.at(corners[corner]), heads.temperature());
                    for (int i = 0; i < weights.length; i++) {
                        vector += weights[i] * products.offset(i)[axis] / heads.count(0);
                    }
                }
                assertEquals(2 * vector, field.data()[axis * wide * wide + corresponding[corner]], 1e-3);
                largest = Math.max(largest, Math.abs(vector));
            }
        }
        assertTrue("corners look inwards", largest > 0.3);
    }
}
