package org.coverfiji.app.pretrain;

import org.coverfiji.method.Recipes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The proof that every method must give, on those that there are. */
public class MethodProofTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private MethodProof proof(String method, int dimensions, String settings) {
        return new MethodProof(Recipes.named(method), dimensions, settings, folder.getRoot());
    }

    @Test
    public void cover() {
        proof("COVER", 2, "").learnsABatch();
        proof("COVER", 3, "").learnsABatch();
    }

    @Test
    public void simClr() {
        proof("SimCLR", 2, "hidden:16, embedding:8").all();
        proof("SimCLR", 3, "hidden:16, embedding:8").all();
    }
}
