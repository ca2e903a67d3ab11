package org.coverfiji.app.correspond;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertSame;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.FeatureImages;
import org.coverfiji.app.features.VectorPyramid;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Test;

/** With a pyramid that knows how the darker image lies in the brighter one. */
public class PyramidRefinerTest {

    private static final double[] POINT = {40, 44};
    /** In the darker image a point lies 3 pixels lower and 2 further left. */
    private static final double[] TRUE = {43, 42};

    private final FeatureExtractor extractor = FeatureImages.extractor(2);
    private final FloatImage bright = flat(0.9f);
    private final FloatImage dark = flat(0.1f);

    private static FloatImage flat(float value) {
        FloatImage image = FeatureImages.noise(1, 96, 96);
        Arrays.fill(image.data(), value);
        return image;
    }

    private View view(FloatImage image) {
        return new View(FeatureImages.stack(extractor, FeatureImages.window("view", image)), 0);
    }

    /**
     * The field between two patches of which one was cut so far off its right place.
     *
     * @param honest whether the way back undoes the way there
     */
    private static PyramidRefiner refiner(double[][] guess, boolean honest) {
        PretrainingNetwork network = (PretrainingNetwork) Proxy.newProxyInstance(
                PretrainingNetwork.class.getClassLoader(), new Class<?>[] {PretrainingNetwork.class},
                (proxy, method, arguments) -> method.getName().equals("outputs")
                        ? fields((Batch) arguments[0], guess, honest) : null);
        Engine engine = (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> network);
        ModelFile model = FeatureImages.model(2);
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
        weights.put("proj.0.proj.weight", Tensor.zeros(1));
        ModelFile withHeads = new ModelFile(TestModels.description(TestModels.network(2, 1), 32).method("COVER")
                .build(), weights, Collections.emptyMap());
        return new PyramidRefiner(VectorPyramid.of(engine, withHeads), 32, 32);
    }

    private static Map<String, Tensor> fields(Batch batch, double[][] guess, boolean honest) {
        boolean there = batch.get(CoverConfiguration.FIXED).data()[0] > batch.get(CoverConfiguration.MOVING).data()[0];
        Tensor field = Tensor.zeros(1, 2, 32, 32);
        for (int axis = 0; axis < 2; axis++) {
            double missing = TRUE[axis] - guess[0][axis];
            Arrays.fill(field.data(), axis * 1024, (axis + 1) * 1024,
                    (float) (there ? missing : honest ? -missing : missing));
        }
        if (!there) {
            guess[0] = TRUE;
        }
        return Map.of("4", field);
    }

    @Test
    public void theMatchIsMovedByTheField() {
        double[] match = {40, 44};
        assertArrayEquals(TRUE, refiner(new double[][] {match}, true).refine(view(bright), POINT, view(dark), match),
                1e-5);
    }

    @Test
    public void aWayThatDoesNotLeadBackIsNotTaken() {
        double[] match = {40, 44};
        assertSame(match, refiner(new double[][] {match}, false).refine(view(bright), POINT, view(dark), match));
    }
}
