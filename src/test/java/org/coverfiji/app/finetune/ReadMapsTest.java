package org.coverfiji.app.finetune;

import static org.junit.Assert.assertArrayEquals;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelDescriptionBuilder;
import org.coverfiji.model.TaskHead;
import org.junit.Test;

public class ReadMapsTest {

    private static final int[] ALL = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    private static final int[] WAY_UP = {5, 6, 7, 8};

    private static ModelDescriptionBuilder by(String method) {
        return ModelDescription.builder().network(new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(8)))
                .patch(64, 64).pixelSize(new double[] {1, 1}, "pixel").method(method);
    }

    @Test
    public void theWayUpIsReadAloneWhereItWasPretrained() {
        assertArrayEquals(WAY_UP, ReadMaps.of(by("COVER").build()));
        assertArrayEquals("with a setting that is no more", WAY_UP,
                ReadMaps.of(by("COVER").methodSettings(Map.of("former", "1")).build()));
    }

    @Test
    public void elseAllMapsAreRead() {
        assertArrayEquals("from scratch", ALL, ReadMaps.of(null));
        assertArrayEquals("the way down was trained alone", ALL, ReadMaps.of(by("SimCLR").build()));
        assertArrayEquals("nobody knows", ALL, ReadMaps.of(by("imported").build()));
        assertArrayEquals("trained with labels for pixels since", ALL, ReadMaps.of(by("COVER")
                .kind(ModelDescription.SEGMENTATION).classes(List.of("background", "cell"))
                .fineTuning(new FineTuning("full", true, TaskHead.plain(4), List.of(), 1, 0.5)).build()));
    }
}
