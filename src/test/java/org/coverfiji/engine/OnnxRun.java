package org.coverfiji.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * Runs an ONNX file in ONNX Runtime, in a process of its own: its threads beside the engine's would hold each other up.
 */
public final class OnnxRun {

    private OnnxRun() {
    }

    /**
     * The outputs by name, for every input.
     *
     * @param folder for the files that the processes exchange
     */
    public static List<Map<String, Tensor>> run(File model, File folder, List<Tensor> inputs) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), OnnxRun.class.getName(), model.getPath()));
        for (int i = 0; i < inputs.size(); i++) {
            File file = new File(folder, "input" + i);
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file.toPath()))) {
                write(out, inputs.get(i));
            }
            command.add(file.getPath());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        List<Map<String, Tensor>> results = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            try (DataInputStream in = new DataInputStream(Files.newInputStream(new File(folder, "input" + i + ".out")
                    .toPath()))) {
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    outputs.put(in.readUTF(), read(in));
                }
                results.add(outputs);
            }
        }
        return results;
    }

    /** The process: a model, then files with inputs. */
    public static void main(String[] arguments) throws IOException, OrtException {
        // The environment first: it loads the natives.
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        try (OrtSession session = environment.createSession(arguments[0], options)) {
            for (int i = 1; i < arguments.length; i++) {
                Tensor input;
                try (DataInputStream in = new DataInputStream(Files.newInputStream(new File(arguments[i]).toPath()))) {
                    input = read(in);
                }
                run(environment, session, input, new File(arguments[i] + ".out"));
            }
        }
    }

    private static void run(OrtEnvironment environment, OrtSession session, Tensor input, File target)
            throws IOException, OrtException {
        long[] shape = new long[input.rank()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = input.size(axis);
        }
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.data()), shape);
                OrtSession.Result result = session.run(Map.of("input", tensor));
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(target.toPath()))) {
            out.writeInt(result.size());
            for (Map.Entry<String, OnnxValue> entry : result) {
                OnnxTensor value = (OnnxTensor) entry.getValue();
                out.writeUTF(entry.getKey());
                float[] data = new float[value.getFloatBuffer().remaining()];
                value.getFloatBuffer().get(data);
                long[] extents = value.getInfo().getShape();
                int[] sides = new int[extents.length];
                for (int axis = 0; axis < sides.length; axis++) {
                    sides[axis] = (int) extents[axis];
                }
                write(out, new Tensor(data, sides));
            }
        }
    }

    private static void write(DataOutputStream out, Tensor tensor) throws IOException {
        out.writeInt(tensor.rank());
        for (int side : tensor.shape()) {
            out.writeInt(side);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.data().length);
        bytes.asFloatBuffer().put(tensor.data());
        out.write(bytes.array());
    }

    private static Tensor read(DataInputStream in) throws IOException {
        int[] shape = new int[in.readInt()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = in.readInt();
        }
        float[] data = new float[(int) Tensor.size(shape)];
        ByteBuffer.wrap(in.readNBytes(Float.BYTES * data.length)).asFloatBuffer().get(data);
        return new Tensor(data, shape);
    }
}
