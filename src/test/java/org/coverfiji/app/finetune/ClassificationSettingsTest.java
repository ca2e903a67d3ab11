package org.coverfiji.app.finetune;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.File;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.junit.Test;

public class ClassificationSettingsTest {

    private static ClassificationSettings.Builder settings() {
        return ClassificationSettings.builder().output(new File("view.cover"));
    }

    @Test
    public void ratesAndDecayAreThoseOfTheProtocol() {
        assertEquals(3e-5, settings().build().learningRate(), 0);
        assertEquals(1e-5, settings().model(new File("lung.cover")).build().learningRate(), 0);
        assertEquals(1e-4, settings().build().optimizer().weightDecay(), 0);
        ClassificationSettings linear = settings().protocol(Protocol.LINEAR).build();
        assertEquals(2e-3, linear.learningRate(), 0);
        assertEquals(1, linear.optimizer().weightDecay(), 0);
        assertEquals(0.01, settings().learningRate(0.01).build().learningRate(), 0);
    }

    @Test
    public void theLastLayerGoesFirstAsInTheLinearProtocol() {
        ClassificationSettings first = settings().iterations(7).learningRate(0.01).seed(5).build().headStart();
        assertEquals(Protocol.LINEAR, first.protocol());
        assertEquals(7, first.iterations());
        assertEquals(2e-3, first.learningRate(), 0);
        assertEquals(5, first.seed());
    }

    @Test
    public void wholeImagesAreAsLargeAsAskedFor() {
        assertArrayEquals(new int[] {128, 128}, TaskBackbone.described(settings().build()).wholeImage());
        assertArrayEquals(new int[] {64, 64}, TaskBackbone.described(settings().patch(64).build()).wholeImage());
        assertArrayEquals(new int[] {224, 224},
                TaskBackbone.described(settings().patch(64).resize(224).build()).wholeImage());
        assertArrayEquals(new int[] {48, 48, 48},
                TaskBackbone.described(settings().dimensions(3).resize(48).build()).wholeImage());
        CoverException e = assertThrows(CoverException.class,
                () -> TaskBackbone.described(settings().resize(100).build()).wholeImage());
        assertEquals("resize is 100, but must be a multiple of 16 where whole images are classified.", e.getMessage());
    }
}
