package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.Arrays;
import java.util.Collection;

import org.coverfiji.method.Recipes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Methods of contrast between pixels, positions and regions: each learns, resumes and serves, in 2D and 3D. */
@RunWith(Parameterized.class)
public class DenseMethodsProofTest {

    private static final int PATCH = 32;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final String method;
    private final int dimensions;
    private final String settings;
    private final double floor;

    public DenseMethodsProofTest(String method, int dimensions, String settings, double floor) {
        this.method = method;
        this.dimensions = dimensions;
        this.settings = settings;
        this.floor = floor;
    }

    @Parameters(name = "{0} in {1}D")
    public static Collection<Object[]> methods() {
        String heads = "hidden:32, embedding:16";
        String dense = heads + ", queue:64, grid:8";
        return Arrays.asList(new Object[][] {
            {"VADeR", 2, heads + ", pixels:8", 0}, {"VADeR", 3, heads + ", pixels:8", 0},
            {"DenseCL", 2, dense, 0}, {"DenseCL", 3, dense + ", norm:group", 0},
            {"SetSim", 2, dense, 0}, {"SetSim", 3, dense + ", norm:group", 0},
            {"DSC-PM", 2, dense + ", prototypes:8", 0}, {"DSC-PM", 3, dense + ", prototypes:8, norm:group", 0},
            {"PixPro", 2, heads + ", grid:8", -4}, {"PixPro", 3, heads + ", grid:8", -4},
            {"Chaitanya", 2, heads + ", parts:2", 0}, {"Chaitanya", 3, heads + ", parts:2", 0},
        });
    }

    private MethodProof proof() {
        return new MethodProof(Recipes.named(method), dimensions, settings, folder.getRoot(), PATCH);
    }

    @Test
    public void learnsABatch() {
        proof().learnsABatch(floor);
    }

    @Test
    public void resumesToTheBitAndServes() {
        File model = proof().resumesToTheBit();
        proof().servesAfterwards(model);
    }
}
