package org.coverfiji.app.pretrain;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** COVER without a part of it, from images to a resumed model. */
public class CoverAblationsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File trained(String settings) {
        return new MethodProof(new CoverRecipe(), 2, settings, folder.getRoot()).resumesToTheBit();
    }

    private static PretrainSettings.Builder settings(ModelFile model, File output) {
        return PretrainSettings.builder(2).input(output.getParentFile()).output(output).width(8).patch(32).resume(true)
                .seed(model.description().seed());
    }

    @Test
    public void consistencyAlone() {
        ModelFile model = ModelFile.read(trained("vector_weight:0"));
        assertEquals("0.0", model.description().methodSettings().get("vector_weight"));
        assertTrue(model.weights().keySet().stream().allMatch(name -> name.startsWith("backbone.")));
        assertEquals(List.of("consistency"), List.copyOf(model.description().history().get(0).losses().keySet()));
        assertTrue(model.description().toReport().contains("vector_weight: 0.0"));
    }

    @Test
    public void coarsestVectorsGoOnAsSuchOnly() {
        File file = trained("aggregation:coarsest, heads:2,1,1,1,1");
        ModelFile model = ModelFile.read(file);
        assertTrue(model.description().toReport().contains("aggregation: coarsest"));
        assertTrue(model.description().toReport().contains("are our reading of COVER without"));
        NetworkConfiguration network = model.description().network();
        CoverException refused = assertThrows(CoverException.class, () -> ResumePoint.read(file, network,
                settings(model, file).methodSettings("heads:2,1,1,1,1").build()));
        assertEquals("Training cannot be resumed: " + file + " was pretrained with aggregation coarsest, but the"
                + " settings have pyramid; give the same settings or another output.", refused.getMessage());
    }

    /** A file from before a setting was there goes on with what was the only way then. */
    @Test
    public void aFormerFileHasTheDefaultsOfNewSettings() {
        File file = trained("");
        ModelFile model = ModelFile.read(file);
        Map<String, String> former = new LinkedHashMap<>(model.description().methodSettings());
        former.keySet().removeAll(List.of("vector_weight", "aggregation"));
        File old = new File(folder.getRoot(), "former.cover");
        new ModelFile(model.description().toBuilder().methodSettings(former).build(), model.weights(), model.state())
                .write(old);
        NetworkConfiguration network = model.description().network();
        ResumePoint.read(old, network, settings(model, old).build());
        CoverException refused = assertThrows(CoverException.class, () -> ResumePoint.read(old, network,
                settings(model, old).methodSettings("vector_weight:0").build()));
        assertTrue(refused.getMessage(), refused.getMessage().contains("vector_weight 1.0, but the settings have 0.0"));
    }
}
