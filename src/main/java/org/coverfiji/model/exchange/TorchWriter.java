package org.coverfiji.model.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.coverfiji.engine.api.Tensor;

/**
 * Writes weights as {@code torch.save(OrderedDict)} does, in the format of PyTorch 1.6 and newer: a pickle with
 * tensors alone, so that {@code torch.load(…, weights_only=True)} reads it, and each tensor in a storage of its own.
 */
final class TorchWriter {

    private static final String FOLDER = "archive/";
    /** The values of a storage start at a multiple of this, so that they can be mapped into memory. */
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;
    /** What PyTorch pads with: an extra field that says nothing. */
    private static final int PADDING_ID = 0x4246;
    /** That a zip archive knows: the same weights give the same file. */
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final CountedStream counted;
    private final ZipOutputStream zip;

    private TorchWriter(OutputStream out) {
        counted = new CountedStream(out);
        zip = new ZipOutputStream(counted);
        zip.setComment(WeightFiles.MARK);
    }

    static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
        TorchWriter writer = new TorchWriter(out);
        writer.put("data.pkl", new Pickle().of(tensors));
        writer.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int key = 0;
        for (Tensor tensor : tensors.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Float.BYTES * tensor.data().length);
            TensorWriter.write(tensor, bytes);
            writer.put("data/" + key++, bytes.toByteArray());
        }
        writer.put("version", "3\n".getBytes(StandardCharsets.US_ASCII));
        writer.zip.finish();
    }

    private void put(String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(EARLIEST);
        long start = counted.count + LOCAL_HEADER + entry.getName().length() + EXTRA_HEADER;
        int padding = (int) Math.floorMod(-start, (long) ALIGNMENT);
        entry.setExtra(ByteBuffer.allocate(EXTRA_HEADER + padding).order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) PADDING_ID).putShort((short) padding).array());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Knows where in the archive the next entry starts. */
    private static final class CountedStream extends OutputStream {

        private final OutputStream out;
        private long count;

        CountedStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count += length;
        }
    }

    /** The few instructions of pickle, protocol 2, that weights need. */
    private static final class Pickle {

        private static final int PROTO = 0x80;
        private static final int EMPTY_TUPLE = ')';
        private static final int MARK = '(';
        private static final int TUPLE = 't';
        private static final int REDUCE = 'R';
        private static final int UNICODE = 'X';
        private static final int INT = 'J';
        private static final int GLOBAL = 'c';
        private static final int PERSISTENT = 'Q';
        private static final int FALSE = 0x89;
        private static final int SET_ITEMS = 'u';
        private static final int STOP = '.';

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        byte[] of(Map<String, Tensor> tensors) {
            out.write(PROTO);
            out.write(2);
            dictionary();
            out.write(MARK);
            int key = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                text(entry.getKey());
                tensor(entry.getValue(), key++);
            }
            out.write(SET_ITEMS);
            out.write(STOP);
            return out.toByteArray();
        }

        private void dictionary() {
            global("collections", "OrderedDict");
            out.write(EMPTY_TUPLE);
            out.write(REDUCE);
        }

        private void tensor(Tensor tensor, int key) {
            global("torch._utils", "_rebuild_tensor_v2");
            out.write(MARK);
            out.write(MARK);
            text("storage");
            global("torch", "FloatStorage");
            text(String.valueOf(key));
            text("cpu");
            integer(tensor.data().length);
            out.write(TUPLE);
            out.write(PERSISTENT);
            integer(0);
            integers(tensor.shape());
            integers(strides(tensor.shape()));
            out.write(FALSE);
            dictionary();
            out.write(TUPLE);
            out.write(REDUCE);
        }

        private static int[] strides(int[] shape) {
            int[] strides = new int[shape.length];
            int stride = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                strides[axis] = stride;
                stride *= shape[axis];
            }
            return strides;
        }

        private void global(String module, String name) {
            out.write(GLOBAL);
            out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        private void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(UNICODE);
            number(bytes.length);
            out.writeBytes(bytes);
        }

        private void integers(int[] values) {
            out.write(MARK);
            for (int value : values) {
                integer(value);
            }
            out.write(TUPLE);
        }

        private void integer(int value) {
            out.write(INT);
            number(value);
        }

        private void number(int value) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }
    }
}
