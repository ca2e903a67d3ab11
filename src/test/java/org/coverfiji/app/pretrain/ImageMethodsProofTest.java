package org.coverfiji.app.pretrain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.coverfiji.method.Recipes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Methods that restore, classify or contrast whole images: each learns, resumes and serves, in 2D and 3D. */
@RunWith(Parameterized.class)
public class ImageMethodsProofTest {

    private static final int PATCH = 32;

    private static final Object[][] METHODS = {
        {"Denoising", "", 0}, {"In-painting", "", 0}, {"Models Genesis", "", 0}, {"Rotation", "", 0},
        {"SimSiam", "hidden:32, embedding:32, predictor:16", -1}, {"BYOL", "hidden:32, embedding:16", 0},
        {"SimCLR", "hidden:32, embedding:16", 0}, {"MoCo v2", "hidden:32, embedding:16, queue:64", 0},
        {"DeepCluster", "", 0}};

    private static final List<String> IN_3D = List.of("Models Genesis", "SimCLR");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final String method;
    private final int dimensions;
    private final String settings;
    private final double floor;

    public ImageMethodsProofTest(String method, int dimensions, String settings, double floor) {
        this.method = method;
        this.dimensions = dimensions;
        this.settings = settings;
        this.floor = floor;
    }

    /** Volumes take long: of those a method of each kind, all with {@code -Plong}. */
    @Parameters(name = "{0} in {1}D")
    public static Collection<Object[]> methods() {
        List<Object[]> methods = new ArrayList<>();
        for (Object[] row : METHODS) {
            boolean volumes = Boolean.getBoolean("cover.long") || IN_3D.contains(row[0]);
            for (int dimensions = 2; dimensions <= (volumes ? 3 : 2); dimensions++) {
                methods.add(new Object[] {row[0], dimensions, row[1], row[2]});
            }
        }
        return methods;
    }

    @Test
    public void learnsABatch() {
        new MethodProof(Recipes.named(method), dimensions, settings, folder.getRoot(), PATCH).learnsABatch(floor);
    }

    @Test
    public void resumesToTheBitAndServes() {
        new MethodProof(Recipes.named(method), dimensions, settings, folder.getRoot()).resumesAndServes();
    }
}
