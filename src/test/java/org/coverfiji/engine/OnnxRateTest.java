package org.coverfiji.engine;

import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * How long the engine takes for a tile of a segmentation, beside ONNX Runtime with the exported network, one thread
 * each, in the processor's time, in turn in one run, the fastest of many:
 *
 * <pre>
 * mvn -Plong -Dtest=OnnxRateTest -Dcover.threads=1 test
 * mvn -Plong -Dtest=OnnxRateTest -Dcover.threads=1 -Dcover.rates=16:64,32:256 test
 * </pre>
 *
 * The second measures some widths and sides alone.
 */
public class OnnxRateTest {

    private static final String USUAL = "16:64,16:96,16:128,16:256,32:64,32:96,32:128,32:256";
    private static final int ROUNDS = 12;
    private static final double SECONDS_A_ROUND = 0.4;
    /** Reached with room for noise. */
    private static final double SHARE = 0.8;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void smallTilesTakeNoLongerThanInOnnxRuntime() throws IOException {
        assumeTrue("takes minutes: -Plong", Boolean.getBoolean("cover.long"));
        Engine engine = EngineLoader.load("cpu");
        System.out.println(engine.report());
        List<String> slow = new ArrayList<>();
        for (String shape : System.getProperty("cover.rates", USUAL).split(",")) {
            int width = Integer.parseInt(shape.split(":")[0]);
            int side = Integer.parseInt(shape.split(":")[1]);
            double[] seconds = seconds(engine, width, side);
            System.out.printf(Locale.ROOT, "width %d, %d x %d pixels: %.2f ms, ONNX Runtime %.2f ms: %.2f times as fast"
                    + "%n", width, side, side, 1e3 * seconds[0], 1e3 * seconds[1], seconds[1] / seconds[0]);
            if (seconds[0] * SHARE > seconds[1]) {
                slow.add(shape);
            }
        }
        assertTrue("slower: " + slow, slow.isEmpty());
    }

    /** Of a tile: the engine's, and ONNX Runtime's. */
    private double[] seconds(Engine engine, int width, int side) throws IOException {
        NetworkConfiguration network = new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(width));
        TaskConfiguration task = new TaskConfiguration(Task.SEGMENTATION, Protocol.FULL, new float[] {1, 1},
                new int[] {4}, null, null);
        Tensor tile = Tensor.zeros(1, 1, side, side);
        fill(tile, new Random(1), 1);
        double[] fastest = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        try (TaskNetwork own = engine.task(network, task, OptimizerConfiguration.PUBLISHED, 1)) {
            Map<String, Tensor> weights = new LinkedHashMap<>(own.parameters());
            own.setParameters(weights);
            File model = new File(folder.getRoot(), width + "-" + side + ".onnx");
            Files.write(model.toPath(), engine.onnx(network, task, 1, weights));
            try (Other other = new Other(model, side)) {
                for (int round = 0; round < ROUNDS; round++) {
                    fastest[0] = Math.min(fastest[0], fastest(engineThread(), () -> own.predict(tile)));
                    fastest[1] = Math.min(fastest[1], other.fastest());
                }
            }
        }
        return fastest;
    }

    private static void fill(Tensor tensor, Random random, double scale) {
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) (scale * random.nextDouble());
        }
    }

    /** In the processor's time of the thread that works, so that other programs matter little. */
    private static double fastest(Thread worker, Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double fastest = Double.POSITIVE_INFINITY;
        long end = System.nanoTime() + (long) (1e9 * SECONDS_A_ROUND);
        while (System.nanoTime() < end) {
            long start = threads.getThreadCpuTime(worker.getId());
            work.run();
            fastest = Math.min(fastest, 1e-9 * (threads.getThreadCpuTime(worker.getId()) - start));
        }
        return fastest;
    }

    private static Thread engineThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("COVER engine")).findFirst().get();
    }

    /** ONNX Runtime in a process of its own, which rests while the engine works. */
    private static final class Other implements AutoCloseable {

        private final Process process;
        private final PrintStream to;
        private final BufferedReader from;

        Other(File model, int side) throws IOException {
            process = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
                    System.getProperty("java.class.path"), OnnxRateTest.class.getName(), model.getPath(),
                    String.valueOf(side))).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            to = new PrintStream(process.getOutputStream(), true);
            from = new BufferedReader(new InputStreamReader(process.getInputStream()));
        }

        double fastest() throws IOException {
            to.println();
            return Double.parseDouble(from.readLine());
        }

        @Override
        public void close() {
            to.close();
        }
    }

    /** The process: a model, and the side of its tile. It measures for every line that it is given. */
    public static void main(String[] arguments) throws IOException, OrtException {
        int side = Integer.parseInt(arguments[1]);
        float[] pixels = new float[side * side];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble();
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        try (OrtSession session = environment.createSession(arguments[0], options);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels),
                        new long[] {1, 1, side, side})) {
            while (in.readLine() != null) {
                System.out.println(fastest(Thread.currentThread(), () -> {
                    try (OrtSession.Result result = session.run(Map.of("input", tensor))) {
                        float[] probabilities = new float[2 * side * side];
                        ((OnnxTensor) result.get(0)).getFloatBuffer().get(probabilities);
                    } catch (OrtException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
        }
    }
}
