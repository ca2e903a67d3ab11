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

    private static final String HEADS = "hidden:32, embedding:16";
    private static final String DENSE = "hidden:64, embedding:32, queue:64, grid:8";
    /** Two images a step instead of the eight that batch statistics of vectors need: volumes are dear. */
    private static final String DENSE_3D = DENSE + ", norm:group, dense_norm:batch";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final String method;
    private final int dimensions;
    private final int patch;
    private final String settings;
    private final double floor;

    public DenseMethodsProofTest(String method, int dimensions, int patch, String settings, double floor) {
        this.method = method;
        this.dimensions = dimensions;
        this.patch = patch;
        this.settings = settings;
        this.floor = floor;
    }

    @Parameters(name = "{0} in {1}D")
    public static Collection<Object[]> methods() {
        return Arrays.asList(new Object[][] {
            {"VADeR", 2, 32, HEADS + ", pixels:8", 0},
            {"VADeR", 3, 16, HEADS + ", pixels:8", 0},
            {"DenseCL", 2, 32, DENSE, 0},
            {"DenseCL", 3, 16, DENSE_3D, 0},
            {"SetSim", 2, 32, DENSE, 0},
            {"SetSim", 3, 16, DENSE_3D, 0},
            {"DSC-PM", 2, 32, DENSE + ", prototypes:8", 0},
            {"DSC-PM", 3, 16, DENSE_3D + ", prototypes:8", 0},
            {"PixPro", 2, 32, HEADS + ", grid:8", -4},
            {"PixPro", 3, 16, HEADS + ", grid:8", -4},
            {"Chaitanya", 2, 32, HEADS + ", parts:2", 0},
            {"Chaitanya", 3, 32, HEADS + ", parts:2", 0},
        });
    }

    private MethodProof proof() {
        return new MethodProof(Recipes.named(method), dimensions, settings, folder.getRoot(), patch);
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
