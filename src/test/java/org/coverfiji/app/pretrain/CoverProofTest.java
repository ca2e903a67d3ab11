package org.coverfiji.app.pretrain;

import org.coverfiji.method.Recipes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The proof that every method must give, for COVER; other methods give it by families. */
public class CoverProofTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private MethodProof proof(String method, int dimensions) {
        return new MethodProof(Recipes.named(method), dimensions, "", folder.getRoot());
    }

    @Test
    public void coverOnImages() {
        proof("COVER", 2).all();
    }

    @Test
    public void coverOnVolumes() {
        proof("COVER", 3).all();
    }
}
