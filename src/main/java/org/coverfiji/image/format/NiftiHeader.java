package org.coverfiji.image.format;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

import org.coverfiji.image.Orientation;

/** The header of a NIfTI-1 or NIfTI-2 file, in either byte order. */
final class NiftiHeader {

    private static final int LENGTH_1 = 348;
    private static final int LENGTH_2 = 540;
    private static final int RGB = 128;
    private static final int RGBA = 2304;

    final ByteOrder order;
    final SampleType type;
    /** Samples per voxel: 1, 3 (RGB) or 4 (RGBA, the last of which is left out). */
    final int samples;
    final double slope;
    final double intercept;
    final long offset;
    final Geometry geometry;

    private final ByteBuffer bytes;
    private final boolean second;
    /** NIfTI's predecessor, whose header says nothing of scaling and of directions. */
    private final boolean analyze;

    private NiftiHeader(ByteBuffer bytes, boolean second, boolean pair) throws IOException {
        this.bytes = bytes;
        this.second = second;
        order = bytes.order();
        analyze = !hasMagic(pair);
        int code = bytes.getShort(second ? 12 : 70);
        samples = code == RGB ? 3 : code == RGBA ? 4 : 1;
        type = samples > 1 ? SampleType.UINT8 : type(code);
        offset = Math.max(pair ? 0 : second ? LENGTH_2 : LENGTH_1,
                second ? bytes.getLong(168) : (long) bytes.getFloat(108));
        double storedSlope = real(second ? 176 : 112, 0);
        double storedIntercept = real(second ? 184 : 116, 0);
        boolean scaled = !analyze && samples == 1 && storedSlope != 0 && Double.isFinite(storedSlope);
        slope = scaled ? storedSlope : 1;
        intercept = scaled && Double.isFinite(storedIntercept) ? storedIntercept : 0;
        geometry = geometry();
    }

    /**
     * @param pair whether the values lie in a file of their own; then an ANALYZE header will do
     * @throws UnreadableException if the stream does not begin with a NIfTI header of a kind that can be read
     */
    static NiftiHeader read(InputStream in, boolean pair) throws IOException {
        byte[] start = in.readNBytes(LENGTH_1);
        if (start.length < LENGTH_1) {
            throw new UnreadableException("it ends in the middle of its NIfTI header; copy it again");
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer bytes = ByteBuffer.wrap(start).order(order);
            if (bytes.getInt(0) == LENGTH_1) {
                return new NiftiHeader(bytes, false, pair);
            }
            if (bytes.getInt(0) == LENGTH_2) {
                byte[] rest = in.readNBytes(LENGTH_2 - LENGTH_1);
                if (rest.length < LENGTH_2 - LENGTH_1) {
                    throw new UnreadableException("it ends in the middle of its NIfTI header; copy it again");
                }
                return new NiftiHeader(ByteBuffer.allocate(LENGTH_2).order(order).put(start).put(rest), true,
                        pair);
            }
        }
        throw new UnreadableException("it does not begin with a NIfTI header; name it after what it really is");
    }

    static boolean hasSuffix(File file) {
        String name = file.getName().toLowerCase(Locale.ROOT);
        return name.endsWith(".nii") || name.endsWith(".nii.gz");
    }

    /** Whether a file begins with a header's length, by its first bytes. */
    static boolean matches(byte[] start) {
        if (start.length < Integer.BYTES) {
            return false;
        }
        int length = ByteBuffer.wrap(start).getInt();
        int reversed = Integer.reverseBytes(length);
        return length == LENGTH_1 || length == LENGTH_2 || reversed == LENGTH_1 || reversed == LENGTH_2;
    }

    private boolean hasMagic(boolean pair) throws UnreadableException {
        int at = second ? 4 : 344;
        char kind = (char) bytes.get(at + 1);
        boolean magic = bytes.get(at) == 'n' && (kind == '+' || kind == 'i');
        if (!magic && !pair) {
            throw new UnreadableException("it is not a NIfTI file (ANALYZE perhaps); convert it to .nii");
        }
        if (kind == 'i' && !pair) {
            throw new UnreadableException("it is the header of a header/image pair; name it .hdr and the other .img");
        }
        return magic;
    }

    private static SampleType type(int code) throws UnreadableException {
        switch (code) {
            case 2:
                return SampleType.UINT8;
            case 4:
                return SampleType.INT16;
            case 8:
                return SampleType.INT32;
            case 16:
                return SampleType.FLOAT32;
            case 64:
                return SampleType.FLOAT64;
            case 256:
                return SampleType.INT8;
            case 512:
                return SampleType.UINT16;
            case 768:
                return SampleType.UINT32;
            case 1024:
                return SampleType.INT64;
            case 1280:
                return SampleType.UINT64;
            default:
                throw new UnreadableException("its NIfTI data type " + code
                        + " is not supported; convert it to 32-bit float");
        }
    }

    private Geometry geometry() throws IOException {
        int[] dim = new int[8];
        int rank = extent(0);
        if (rank < 1 || rank > 7) {
            throw new UnreadableException("its NIfTI header is damaged (" + rank + " dimensions); export it again");
        }
        for (int i = 1; i < 8; i++) {
            // Some writers leave 0 for an axis that they do not use.
            dim[i] = i > rank ? 1 : i == 1 ? extent(i) : Math.max(1, extent(i));
        }
        if (dim[6] > 1 || dim[7] > 1) {
            throw new UnreadableException("it has more than 5 dimensions; split it into volumes");
        }
        if (samples > 1 && dim[5] > 1) {
            throw new UnreadableException("it holds several colour images; split them into separate files");
        }
        int channels = samples > 1 ? 3 : dim[5];
        double[] spacing = {pixdim(3), pixdim(2), pixdim(1)};
        return new Geometry(dim[1], dim[2], channels, dim[3], dim[4]).withSpacing(spacing, unit())
                .withColour(samples > 1).withOrientation(orientation());
    }

    private int extent(int i) throws UnreadableException {
        long extent = second ? bytes.getLong(16 + 8 * i) : bytes.getShort(40 + 2 * i);
        if (extent < 0 || extent > Integer.MAX_VALUE) {
            throw new UnreadableException("its NIfTI header is damaged (an extent of " + extent + "); export it again");
        }
        return (int) extent;
    }

    private double pixdim(int i) {
        return second ? bytes.getDouble(104 + 8 * i) : bytes.getFloat(76 + 4 * i);
    }

    /** A float in NIfTI-1, a double in NIfTI-2; index counts such values from the position. */
    private double real(int position, int index) {
        return second ? bytes.getDouble(position + 8 * index) : bytes.getFloat(position + 4 * index);
    }

    private String unit() {
        switch ((second ? bytes.getInt(500) : bytes.get(123)) & 7) {
            case 1:
                return "m";
            case 3:
                return "µm";
            default:
                // NIfTI's own unit, and what files mean that leave it unset.
                return "mm";
        }
    }

    /** The sform if there is one, else the qform, else nothing. */
    private Orientation orientation() {
        if (analyze) {
            return null;
        }
        int qform = second ? bytes.getInt(344) : bytes.getShort(252);
        int sform = second ? bytes.getInt(348) : bytes.getShort(254);
        if (sform > 0) {
            double[] affine = new double[12];
            for (int i = 0; i < 12; i++) {
                affine[i] = real(second ? 400 : 280, i);
            }
            return new Orientation(affine, sform);
        }
        return qform > 0 ? new Orientation(quaternionAffine(), qform) : null;
    }

    /** The rotation of the unit quaternion (a, b, c, d), times the voxel size; qfac mirrors the third axis. */
    private double[] quaternionAffine() {
        double[] q = new double[6];
        for (int i = 0; i < 6; i++) {
            q[i] = real(second ? 352 : 256, i);
        }
        double b = q[0];
        double c = q[1];
        double d = q[2];
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        double x = pixdim(1);
        double y = pixdim(2);
        double z = pixdim(0) < 0 ? -pixdim(3) : pixdim(3);
        return new double[] {
            (a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * z, q[3],
            2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * z, q[4],
            2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - b * b - c * c) * z, q[5]};
    }
}
