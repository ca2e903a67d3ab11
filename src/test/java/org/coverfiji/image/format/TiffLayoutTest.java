package org.coverfiji.image.format;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class TiffLayoutTest {

    private static TiffLayout layout(String description, int planes) throws UnreadableException {
        return TiffLayout.of(description, OmeDescription.of(description), planes);
    }

    @Test
    public void imageJsOrderIsChannelSliceFrame() throws Exception {
        TiffLayout layout = layout("ImageJ=1.54p\nimages=24\nchannels=2\nslices=3\nframes=4\n", 24);
        assertEquals(1 + 2 * 2 + 6 * 3, layout.plane(1, 2, 3));
        layout = layout("ImageJ=1.54p\nimages=24\nchannels=2\nslices=3\nframes=4\norder=zct\n", 24);
        assertEquals(2 + 3 * 1 + 6 * 3, layout.plane(1, 2, 3));
    }

    @Test
    public void missingCountsAreOne() throws Exception {
        TiffLayout layout = layout("ImageJ=1.54p\nimages=6\nframes=2\n", 6);
        assertEquals(1, layout.channels);
        assertEquals(3, layout.slices);
        assertEquals(2, layout.frames);
    }

    @Test
    public void omesOrderIsWhatItSays() throws Exception {
        TiffLayout layout = layout("<OME><Image><Pixels DimensionOrder=\"XYTCZ\" SizeC=\"3\" "
                + "SizeT=\"2\" SizeX=\"9\" SizeZ=\"1\"/></Image></OME>", 6);
        assertEquals(3, layout.channels);
        assertEquals(2, layout.frames);
        assertEquals(1 + 2 * 2, layout.plane(2, 0, 1));
    }

    @Test
    public void whatDoesNotFitAreSlices() throws Exception {
        for (String description : new String[] {null, "", "a camera's words", "ImageJ=1\nchannels=x\nslices=7\n",
            "<OME><Pixels SizeC=\"4\" SizeZ=\"1\" SizeT=\"1\"/></OME>", "<OME damaged"}) {
            TiffLayout layout = layout(description, 5);
            assertEquals(5, layout.slices);
            assertEquals(4, layout.plane(0, 4, 0));
        }
    }
}
