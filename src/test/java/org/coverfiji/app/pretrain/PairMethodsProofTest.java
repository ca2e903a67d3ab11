package org.coverfiji.app.pretrain;

import org.coverfiji.method.Recipes;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** GVSL and GEMINI, from images to models that serve afterwards. */
public class PairMethodsProofTest {

    private static final String NARROW_GVSL = "affine_width:16";
    private static final String NARROW_GEMINI = "deformer:8";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void gvslOnImages() {
        proof("GVSL", 2, NARROW_GVSL).all();
    }

    @Test
    public void gvslOnVolumes() {
        proof("GVSL", 3, NARROW_GVSL).all();
    }

    @Test
    public void geminiOnImages() {
        resumesAndServes(proof("GEMINI", 2, NARROW_GEMINI));
    }

    @Test
    public void geminiOnVolumes() {
        resumesAndServes(proof("GEMINI", 3, NARROW_GEMINI));
    }

    /**
     * The proof's images are noise that no field brings onto other noise, and the sum of GEMINI's losses leaves out
     * that restoration weighs 100: PairMethodsTest shows that a batch is learnt by heart.
     */
    private static void resumesAndServes(MethodProof proof) {
        proof.resumesAndServes();
    }

    private MethodProof proof(String method, int dimensions, String settings) {
        return new MethodProof(Recipes.named(method), dimensions, settings, folder.getRoot());
    }
}
