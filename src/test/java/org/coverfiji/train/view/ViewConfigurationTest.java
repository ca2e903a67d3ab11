package org.coverfiji.train.view;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.function.UnaryOperator;

import org.coverfiji.CoverException;
import org.junit.Test;

import com.google.gson.Gson;

public class ViewConfigurationTest {

    @Test
    public void survivesJson() {
        ViewConfiguration configuration = ViewConfiguration.builder(16, 32, 48).motion(0.4).rotation(11).scale(0.3)
                .shear(4).translation(0.15).noise(0.01).contrast(0.7, 1.2).brightness(0.05).blur(0.8)
                .blocks(5, 0.5, 0.2, 0.3).build();
        ViewConfiguration read = new Gson().fromJson(new Gson().toJson(configuration), ViewConfiguration.class);
        read.validate();
        assertEquals(configuration.toString(), read.toString());
        assertEquals(configuration.toString(), configuration.toBuilder(16, 32, 48).build().toString());
        assertArrayEquals(new int[] { 16, 32, 48 }, read.patch());
        assertEquals(0.4, read.motion(), 0);
        assertEquals(11, read.rotationDegrees(), 0);
        assertEquals(0.3, read.scale(), 0);
        assertEquals(4, read.shearDegrees(), 0);
        assertEquals(0.15, read.translation(), 0);
        assertEquals(0.01, read.noise(), 0);
        assertEquals(0.7, read.contrastLow(), 0);
        assertEquals(1.2, read.contrastHigh(), 0);
        assertEquals(0.05, read.brightness(), 0);
        assertEquals(0.8, read.blur(), 0);
        assertEquals(5, read.blocks());
        assertEquals(0.5, read.blockProbability(), 0);
        assertEquals(0.2, read.blockLow(), 0);
        assertEquals(0.3, read.blockHigh(), 0);
    }

    @Test
    public void patchIsCopied() {
        int[] patch = { 16, 16 };
        ViewConfiguration configuration = ViewConfiguration.builder(patch).build();
        patch[0] = 99;
        configuration.patch()[1] = 99;
        assertArrayEquals(new int[] { 16, 16 }, configuration.patch());
    }

    @Test
    public void valuesOutOfRangeAreNamed() {
        assertRefused("motion", b -> b.motion(2));
        assertRefused("motion", b -> b.motion(Double.NaN));
        assertRefused("motion", b -> b.motion(-0.1));
        assertRefused("rotation", b -> b.rotation(181));
        assertRefused("scale times motion", b -> b.scale(0.9).motion(1.2));
        assertRefused("shear", b -> b.shear(-1));
        assertRefused("translation", b -> b.translation(1.1));
        assertRefused("noise", b -> b.noise(-0.1));
        assertRefused("contrast", b -> b.contrast(1.5, 0.5));
        assertRefused("brightness", b -> b.brightness(Double.NaN));
        assertRefused("blur", b -> b.blur(-1));
        assertRefused("number of in-painted blocks", b -> b.blocks(-1, 0.5, 0.1, 0.2));
        assertRefused("probability", b -> b.blocks(1, 1.5, 0.1, 0.2));
        assertRefused("extent", b -> b.blocks(1, 0.5, 0.3, 0.2));
        assertThrows(CoverException.class, () -> ViewConfiguration.builder(16).build());
        assertThrows(CoverException.class, () -> ViewConfiguration.builder(16, 1).build());
        assertThrows(CoverException.class, () -> new Gson().fromJson("{}", ViewConfiguration.class).validate());
    }

    private static void assertRefused(String name, UnaryOperator<ViewConfiguration.Builder> change) {
        ViewConfiguration.Builder builder = change.apply(ViewConfiguration.builder(16, 16));
        String message = assertThrows(CoverException.class, builder::build).getMessage();
        assertTrue(message, message.contains(name));
    }
}
