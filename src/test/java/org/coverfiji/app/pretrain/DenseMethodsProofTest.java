package org.coverfiji.app.pretrain;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

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

    private static final String HEADS = "hidden:64, embedding:32";
    private static final String DENSE = HEADS + ", queue:64, grid:8";
    /** Two images a step instead of the eight that batch statistics of vectors need. */
    private static final String FEW = DENSE + ", norm:group, dense_norm:batch";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static final List<String> IN_3D = List.of("VADeR", "PixPro");

    private final String method;
    private final int dimensions;
    private final int patch;
    private final String learning;
    private final double floor;
    private final String resuming;

    public DenseMethodsProofTest(String method, int dimensions, int patch, String learning, double floor,
            String resuming) {
        this.method = method;
        this.dimensions = dimensions;
        this.patch = patch;
        this.learning = learning;
        this.floor = floor;
        this.resuming = resuming;
    }

    /**
     * In 3D all images of two are alike to a head without batch statistics, so that there is little to learn. Volumes
     * take long: all of them are proved with {@code -Plong}.
     */
    @Parameters(name = "{0} in {1}D")
    public static Collection<Object[]> methods() {
        String vader = HEADS + ", pixels:8";
        String pixPro = HEADS + ", grid:8";
        String prototypes = ", prototypes:8";
        String parts = HEADS + ", parts:2";
        List<Object[]> all = Arrays.asList(new Object[][] {
            {"VADeR", 2, 32, vader, 0, vader},
            {"VADeR", 3, 16, vader, 0, vader},
            {"DenseCL", 2, 32, FEW, 0, FEW},
            {"DenseCL", 3, 16, DENSE, 0, FEW},
            {"SetSim", 2, 32, FEW, 0, FEW},
            {"SetSim", 3, 16, FEW, 0, FEW},
            {"DSC-PM", 2, 32, FEW + prototypes, 0, FEW + prototypes},
            {"DSC-PM", 3, 16, DENSE + prototypes, 0, FEW + prototypes},
            {"PixPro", 2, 32, pixPro, -4, pixPro},
            {"PixPro", 3, 16, pixPro, -4, pixPro},
            {"Chaitanya", 2, 32, parts, 0, parts},
            {"Chaitanya", 3, 32, parts, 0, parts},
        });
        return all.stream().filter(row -> Boolean.getBoolean("cover.long") || row[1].equals(2)
                || IN_3D.contains(row[0])).collect(Collectors.toList());
    }

    private MethodProof proof(String settings) {
        return new MethodProof(Recipes.named(method), dimensions, settings, folder.getRoot(), patch);
    }

    @Test
    public void learnsABatch() {
        proof(learning).learnsABatch(floor);
    }

    @Test
    public void resumesToTheBitAndServes() {
        proof(resuming).resumesAndServes();
    }
}
