package org.coverfiji.app.apply;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageRows;
import org.coverfiji.image.LabelRowsFile;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.TiffBytes;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.TaskHead;
import org.coverfiji.model.TestModels;
import org.coverfiji.show.LabelColours;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;

/** Images that do not fit into memory are segmented row by row, with the same result. */
public class LargeImageTest {

    private static final int PATCH = 32;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();

    /** Three classes by brightness, a little of them by the place in the window, as a real network. */
    private static Tensor classes(Tensor tiles) {
        int pixels = tiles.size(2) * tiles.size(3);
        Tensor result = Tensor.zeros(tiles.size(0), 3, tiles.size(2), tiles.size(3));
        for (int n = 0; n < tiles.size(0); n++) {
            for (int i = 0; i < pixels; i++) {
                float value = tiles.data()[n * pixels + i];
                result.data()[3 * n * pixels + i] = 0.4f + 0.1f * i / pixels;
                result.data()[(3 * n + 1) * pixels + i] = value;
                result.data()[(3 * n + 2) * pixels + i] = 1.4f * value - 0.3f;
            }
        }
        return result;
    }

    private static Engine engine() {
        Object network = Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {TaskNetwork.class},
                (proxy, method, arguments) -> method.getName().equals("predict") ? classes((Tensor) arguments[0])
                        : null);
        return (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> network);
    }

    private static Segmenter segmenter(Normalization normalization, int resize, SegmentSettings settings) {
        ModelDescription description = TestModels.description(TestModels.network(2, 1), PATCH)
                .normalization(normalization).resize(resize).kind(ModelDescription.SEGMENTATION)
                .classes(List.of("a", "b", "c")).fineTuning(new FineTuning("full", false, TaskHead.plain(4),
                        Collections.emptyList(), 0, 0)).build();
        return new Segmenter(engine(), TestModels.model(description), settings);
    }

    private static Segmenter segmenter() {
        return segmenter(Normalization.DEFAULT, 0, SegmentSettings.builder().resample(false).build());
    }

    private File segment(File image, String name, long mostBytes, Segmenter segmenter) throws IOException {
        File out = new File(folder.getRoot(), name);
        new SegmentationFiles(out, false, false, mostBytes).writeAll(image, List.of(FileGroup.of(image)),
                new ImageReader(2, 1), segmenter, false, log::add);
        return out;
    }

    /** The classifier says whether it can, whatever class it is of. */
    @Test
    public void whoeverClassifiesByRowsIsGivenRows() throws Exception {
        TiffBytes tiff = new TiffBytes();
        tiff.width = 40;
        tiff.height = 30;
        File image = tiff.write(new File(folder.getRoot(), "image.tif"));
        PixelClassifier columns = new PixelClassifier() {
            @Override
            public List<String> classes() {
                return List.of("even", "odd");
            }

            @Override
            public LabelImage labels(FloatImage whole) {
                throw new AssertionError("asked for the whole image");
            }

            @Override
            public FloatImage probabilities(FloatImage whole) {
                throw new AssertionError("asked for the whole image");
            }

            @Override
            public RowClassifier byRows() {
                return (rows, consumer) -> {
                    for (int y = 0; y < rows.size()[0]; y++) {
                        int[] row = new int[rows.size()[1]];
                        Arrays.setAll(row, x -> x % 2);
                        consumer.accept(row);
                    }
                };
            }

            @Override
            public String maker() {
                return "columns";
            }

            @Override
            public void close() {
                // It holds nothing.
            }
        };
        File out = new File(folder.getRoot(), "out");
        new SegmentationFiles(out, false, false, 0).writeAll(image, List.of(FileGroup.of(image)),
                new ImageReader(2, 1), columns, false, log::add);
        float[] labels = new ImageReader(2, 0).read(new File(out, "image_labels.tif")).get(0).data();
        for (int i = 0; i < labels.length; i++) {
            assertEquals(i % 40 % 2, labels[i], 0);
        }
    }

    @Test
    public void rowByRowIsTheSameAsAtOnce() throws Exception {
        Segmenter segmenter = segmenter();
        for (int i = 0; i < 8; i++) {
            TiffBytes tiff = new TiffBytes();
            tiff.width = 150;
            tiff.height = 203;
            tiff.rowsPerStrip = i == 0 ? tiff.height : 7;
            tiff.tiled = i == 2 || i == 3;
            tiff.compression = i == 3 || i == 4 ? TiffBytes.DEFLATE : i == 5 ? TiffBytes.LZW : TiffBytes.NONE;
            tiff.big = i == 6;
            tiff.bits = i == 1 ? 16 : 8;
            tiff.samples = i == 7 ? 3 : 1;
            tiff.photometric = i == 7 ? 2 : 1;
            tiff.values = (page, pixel, sample) -> 20 + 80 * (1 + Math.sin(pixel % 150 / 17.0) * Math.cos(
                    pixel / 150 / 23.0)) + sample;
            File image = tiff.write(new File(folder.getRoot(), "image" + i + ".tif"));
            File whole = segment(image, "whole" + i, Long.MAX_VALUE, segmenter);
            log.clear();
            File rows = segment(image, "rows" + i, 0, segmenter);
            assertTrue(log.toString(), log.toString().contains("row by row"));
            String name = "image" + i + "_labels.tif";
            float[] expected = new ImageReader(2, 0).read(new File(whole, name)).get(0).data();
            FloatImage actual = new ImageReader(2, 0).read(new File(rows, name)).get(0);
            assertArrayEquals("kind " + i, expected, actual.data(), 0);
            assertEquals(3, Arrays.stream(toInts(expected)).distinct().count());
            assertEquals(Files.readString(new File(whole, "image" + i + "_measurements.csv").toPath()),
                    Files.readString(new File(rows, "image" + i + "_measurements.csv").toPath()));
            assertEquals(Files.readString(new File(whole, "image" + i + "_made_from.txt").toPath()),
                    Files.readString(new File(rows, "image" + i + "_made_from.txt").toPath()));
            ImagePlus both = IJ.openImage(new File(rows, name).getPath());
            ImagePlus other = IJ.openImage(new File(whole, name).getPath());
            assertArrayEquals((byte[]) other.getProcessor().getPixels(), (byte[]) both.getProcessor().getPixels());
            assertEquals(other.getProcessor().getColorModel(), both.getProcessor().getColorModel());
            assertEquals(other.getCalibration().toString(), both.getCalibration().toString());
        }
    }

    private static int[] toInts(float[] values) {
        int[] ints = new int[values.length];
        Arrays.setAll(ints, i -> (int) values[i]);
        return ints;
    }

    @Test
    public void noMoreThanAWindowOfRowsIsHeld() {
        int[] most = {0};
        ImageRows rows = new ImageRows() {

            @Override
            public String name() {
                return "rows";
            }

            @Override
            public int channels() {
                return 1;
            }

            @Override
            public int[] size() {
                return new int[] {1000, 100};
            }

            @Override
            public double[] spacing() {
                return new double[] {1, 1};
            }

            @Override
            public String unit() {
                return "pixel";
            }

            @Override
            public float[] read(int firstRow, int count) {
                most[0] = Math.max(most[0], count);
                return new float[count * 100];
            }
        };
        int[] done = {0};
        segmenter(Normalization.window(0, 1), 0, SegmentSettings.builder().resample(false).build())
                .labels(rows, row -> done[0]++);
        assertEquals(1000, done[0]);
        assertEquals(PATCH, most[0]);
    }

    /** A file of mostly holes, with the header that a label image of this size has. */
    private File sparse(int width, int height) throws IOException {
        File file = new File(folder.getRoot(), width + "x" + height + ".tif");
        try (OutputStream out = new FileOutputStream(file)) {
            new LabelRowsFile(width, height, LabelColours.lut(), new Calibration()).writeHeader(out);
        }
        try (RandomAccessFile out = new RandomAccessFile(file, "rw")) {
            out.setLength(out.length() + (long) width * height);
            byte[] last = new byte[width];
            Arrays.fill(last, (byte) 7);
            out.seek(out.length() - width);
            out.write(last);
        }
        return file;
    }

    @Test
    public void beyondTwoToThePowerOf31PixelsRowsAreReadAndTheRestIsRefused() throws Exception {
        for (int[] size : new int[][] {{60000, 50000}, {70000, 70000}}) {
            File file = sparse(size[0], size[1]);
            ImageRows rows = new ImageReader(2, 1).rows(FileGroup.of(file));
            assertArrayEquals(new int[] {size[1], size[0]}, rows.size());
            float[] last = rows.read(size[1] - 2, 2);
            assertEquals(0, last[size[0] - 1], 0);
            assertEquals(7, last[size[0]], 0);
            assertEquals(7, last[2 * size[0] - 1], 0);
            Expect.failure(() -> new ImageReader(2, 1).read(file), file.getName(),
                    (long) size[0] * size[1] + " values, more than one array holds; crop or shrink it");
        }
    }

    @Test
    public void whatCannotBeDoneRowByRowIsSaid() throws Exception {
        TiffBytes tiff = new TiffBytes();
        File image = tiff.write(new File(folder.getRoot(), "i.tif"));
        Expect.failure(() -> run(image, segmenter(Normalization.DEFAULT, 64, SegmentSettings.builder().build())),
                "i.tif", "shrink it to 64 pixels");
        Expect.failure(() -> run(image, segmenter(Normalization.DEFAULT, 0,
                SegmentSettings.builder().wholeImage(true).build())), "say whole=false");
        File png = new File(folder.getRoot(), "p.png");
        new ij.io.FileSaver(new ImagePlus("p", new ij.process.ByteProcessor(40, 40))).saveAsPng(png.getPath());
        Expect.failure(() -> run(png, segmenter()), "p.png", "1600 pixels do not fit", "save it as TIFF");
        tiff.pages = 2;
        File stack = tiff.write(new File(folder.getRoot(), "s.tif"));
        Expect.failure(() -> run(stack, segmenter()), "s.tif", "several images");
        Expect.failure(() -> new SegmentationFiles(new File(folder.getRoot(), "p"), true, false, 0).writeAll(image,
                List.of(FileGroup.of(image)), new ImageReader(2, 1), segmenter(), false, log::add), "probabilities");
    }

    private void run(File image, Segmenter segmenter) {
        try {
            segment(image, "out", 0, segmenter);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** In memory it would take 22 GB. */
    @Test
    public void fortyThousandByFortyThousandPixels() throws Exception {
        assumeTrue("a minute or two and 2 GB of disk; run with -Plong", Boolean.getBoolean("cover.long"));
        File out = segment(sparse(40000, 40000), "out", Runtime.getRuntime().maxMemory() / 2,
                segmenter(Normalization.window(0, 7), 0, SegmentSettings.builder().resample(false).build()));
        ImageRows rows = new ImageReader(2, 1).rows(FileGroup.of(new File(out, "40000x40000_labels.tif")));
        assertEquals(0, rows.read(20000, 1)[20000], 0);
        assertEquals(2, rows.read(39999, 1)[39999], 0);
    }
}
