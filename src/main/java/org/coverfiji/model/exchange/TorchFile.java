package org.coverfiji.model.exchange;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.coverfiji.engine.ToolLibraries;
import org.coverfiji.engine.api.Tensor;

/**
 * A checkpoint that {@code torch.save} wrote: a zip archive with a pickle, which says what is there, and every
 * storage's values. The pickle may hold dictionaries, lists, numbers, texts and tensors; any other thing it asks for is
 * refused, so that nothing is run.
 */
final class TorchFile implements ForeignFile {

    /** First byte of the format before PyTorch 1.6: a pickle, not a zip archive. */
    static final int OLD_START = 0x80;

    private static final String READER = "org.coverfiji.tools.TorchPickle";
    private static final String PICKLE = "data.pkl";

    /** As in our own model files: more than packing makes of trained numbers, far less than of zeros. */
    private static final int SHRINKING = 16;

    /** Networks inside a training dictionary inside a dictionary of runs. */
    private static final int DEPTH = 4;

    private final File file;
    private final ZipFile zip;
    /** Of the archive's entries: its name and a slash. */
    private final String folder;
    private final ByteOrder order;
    private final Map<String, Map<String, StoredTensor>> groups = new LinkedHashMap<>();

    TorchFile(File file) throws IOException {
        this.file = file;
        zip = new ZipFile(file);
        try {
            ZipEntry pickle = zip.stream().filter(entry -> entry.getName().endsWith("/" + PICKLE)
                    || entry.getName().equals(PICKLE)).map(entry -> (ZipEntry) entry).findFirst()
                    .orElseThrow(() -> new CoverException(file + " is a zip archive, but no PyTorch checkpoint (it has"
                            + " no " + PICKLE + "); choose one that torch.save wrote."));
            folder = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
            refuseScript();
            order = order();
            group("", read(pickle), DEPTH, Collections.newSetFromMap(new IdentityHashMap<>()));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void refuseScript() {
        if (zip.getEntry(folder + "constants.pkl") != null) {
            throw new CoverException(file + " is a whole TorchScript module, which is not read; in Python save its"
                    + " weights alone, by torch.save(torch.jit.load(...).state_dict(), ...).");
        }
    }

    private ByteOrder order() throws IOException {
        ZipEntry entry = zip.getEntry(folder + "byteorder");
        return entry != null && new String(bytes(entry, "little".length()), StandardCharsets.US_ASCII).equals("big")
                ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private Object read(ZipEntry pickle) throws IOException {
        byte[] bytes = bytes(pickle, Limits.WEIGHTS_HEADER);
        // The class is of another loader, which the host's generics know nothing of.
        @SuppressWarnings("unchecked")
        Function<byte[], Object> reader = ToolLibraries.create(Function.class, READER);
        try {
            return reader.apply(bytes);
        } catch (CoverException e) {
            throw new CoverException(file + " is not read: " + e.getMessage() + "; in Python save its weights alone,"
                    + " by torch.save(model.state_dict(), ...).", e);
        }
    }

    /** Every dictionary with tensors is a group, those inside it too; one that is in several places counts once. */
    private void group(String way, Object value, int depth, Set<Object> seen) {
        if (!(value instanceof Map) || depth == 0 || !seen.add(value)) {
            return;
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, entry) -> {
            if (entry instanceof PickledTensor) {
                tensors.put(String.valueOf(key), new Entry((PickledTensor) entry));
            }
        });
        if (!tensors.isEmpty()) {
            groups.put(way, tensors);
        }
        ((Map<?, ?>) value).forEach((key, entry) -> group(way.isEmpty() ? String.valueOf(key) : way + "." + key,
                entry, depth - 1, seen));
    }

    @Override
    public Map<String, Map<String, StoredTensor>> groups() {
        return groups;
    }

    /** No more than the entry claims, and no more than the limit, whatever its compressed bytes go on to give. */
    private byte[] bytes(ZipEntry entry, long limit) throws IOException {
        if (entry.getSize() < 0 || entry.getSize() > limit) {
            throw new ZipException(entry.getName() + " has " + entry.getSize() + " bytes, more than it can need");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            if (bytes.length < entry.getSize()) {
                throw new ZipException(entry.getName() + " is cut short");
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Entry implements StoredTensor {

        private final PickledTensor tensor;
        private final long[] stride;

        Entry(PickledTensor tensor) {
            this.tensor = tensor;
            stride = tensor.stride();
        }

        @Override
        public int[] shape() {
            long[] size = tensor.size();
            int[] shape = new int[size.length];
            for (int axis = 0; axis < shape.length; axis++) {
                // What is larger is no weight of ours.
                shape[axis] = (int) Math.min(Integer.MAX_VALUE, size[axis]);
            }
            return shape;
        }

        @Override
        public ElementType type() {
            return tensor.type();
        }

        @Override
        public Tensor read() throws IOException {
            ZipEntry entry = zip.getEntry(folder + "data/" + tensor.key());
            long bytes = tensor.storageValues() * tensor.type().bytes();
            if (entry == null || entry.getSize() != bytes || bytes > Integer.MAX_VALUE - Long.BYTES) {
                throw new ZipException("data/" + tensor.key() + (entry == null ? " is missing"
                        : " does not have the size that its tensor needs"));
            }
            // Numbers of a training hardly shrink; what does was made to fill the memory.
            if (entry.getCompressedSize() < bytes / SHRINKING) {
                throw new ZipException("data/" + tensor.key() + " is packed as no trained weights can be");
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes(entry, bytes)).order(order);
            Tensor result = Tensor.zeros(shape());
            fill(buffer, result, 0, 0, tensor.offset());
            return result;
        }

        /** Axis by axis, because a tensor's values may lie in any order; returns where the next value goes. */
        private int fill(ByteBuffer buffer, Tensor result, int axis, int to, long from) {
            if (axis == result.rank()) {
                result.data()[to] = tensor.type().read(buffer, (int) from * tensor.type().bytes());
                return to + 1;
            }
            int next = to;
            for (int i = 0; i < result.size(axis); i++) {
                next = fill(buffer, result, axis + 1, next, from + i * stride[axis]);
            }
            return next;
        }
    }
}
