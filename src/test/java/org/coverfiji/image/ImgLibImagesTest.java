package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.coverfiji.CoverException;
import org.junit.Test;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

public class ImgLibImagesTest {

    @Test
    public void axesAreReversedAndValuesConverted() {
        RandomAccessibleInterval<UnsignedByteType> image =
                ArrayImgs.unsignedBytes(new byte[] {1, 2, 3, 4, 5, (byte) 250}, 3, 2);
        FloatImage converted = ImgLibImages.toFloatImage("a", image, 2, new double[] {2, 1}, "mm");
        assertArrayEquals(new int[] {2, 3}, converted.size());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 250}, converted.data(), 0);
        assertEquals(1, converted.channels());
        assertArrayEquals(new double[] {2, 1}, converted.spacing(), 0);
    }

    @Test
    public void viewsAreReadInTheirOwnOrder() {
        RandomAccessibleInterval<UnsignedByteType> image = ArrayImgs.unsignedBytes(new byte[] {1, 2, 3, 4, 5, 6}, 3, 2);
        FloatImage turned = ImgLibImages.toFloatImage("a", Views.permute(image, 0, 1), 2, new double[] {1, 1}, "pixel");
        assertArrayEquals(new int[] {3, 2}, turned.size());
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, turned.data(), 0);
    }

    @Test
    public void volumesWithChannelsGoBackAndForth() {
        float[] values = new float[2 * 3 * 4 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        FloatImage image = new FloatImage("v", values, 2, new int[] {3, 4, 5}, new double[] {3, 1, 1}, "mm");
        RandomAccessibleInterval<FloatType> view = image.asImg();
        assertEquals(4, view.numDimensions());
        assertEquals(values[((1 * 3 + 2) * 4 + 3) * 5 + 4], view.getAt(4, 3, 2, 1).get(), 0);
        FloatImage back = ImgLibImages.toFloatImage("v", view, 3, image.spacing(), "mm");
        assertArrayEquals(values, back.data(), 0);
        assertArrayEquals(image.size(), back.size());
        assertEquals(2, back.channels());
    }

    @Test
    public void otherNumbersOfAxesAreRefused() {
        CoverException e = assertThrows(CoverException.class, () -> ImgLibImages.toFloatImage("flat",
                ArrayImgs.floats(4), 2, new double[] {1, 1}, "pixel"));
        assertEquals("The image flat has 1 axes, but a 2D image has 2, or 3 with channels.", e.getMessage());
    }
}
