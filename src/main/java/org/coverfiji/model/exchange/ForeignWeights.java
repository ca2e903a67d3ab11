package org.coverfiji.model.exchange;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipException;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.NetworkParameters;

/**
 * A U-Net's weights from another program's file: which network they belong to follows from their names and shapes.
 * The names are the published program's, {@code backbone.inc.double_conv.0.weight} and so on, with or without
 * {@code backbone.} or whatever else a program puts before them. Immutable.
 */
public final class ForeignWeights {

    private static final String BACKBONE = "backbone.";
    private static final String FIRST = "inc.double_conv.0.weight";
    private static final String BOTTLENECK = "down4.maxpool_conv.1.double_conv.0.weight";

    /** What wrappers put before every name: DataParallel and torch.compile. */
    private static final Pattern WRAPPER = Pattern.compile("^(?:(?:module|_orig_mod)\\.)+");

    /** The U-Net's blocks; whatever they hold changes what the network does. */
    private static final Pattern BLOCK = Pattern.compile("(?:inc|down[1-9]|up[1-9])\\..*");
    private static final Pattern BATCH_NORM = Pattern.compile(".*\\.(?:running_mean|running_var|num_batches_tracked)");

    /** Where several groups of a file hold a network: the one that training dictionaries keep for use comes first. */
    private static final List<String> USUAL = List.of("", "state_dict", "model_state_dict", "model", "network", "net");

    private static final int SHOWN = 4;

    private final NetworkConfiguration network;
    private final Map<String, Tensor> weights;
    private final List<String> notes;

    private ForeignWeights(NetworkConfiguration network, Map<String, Tensor> weights, List<String> notes) {
        this.network = network;
        this.weights = weights;
        this.notes = notes;
    }

    /**
     * Reads a {@code .pth}, {@code .pth.tar}, {@code .pt} or {@code .safetensors} file; told apart by content.
     *
     * @throws CoverException if the file is missing, damaged, of another kind, asks for anything to be run, or holds no
     *      such network
     */
    public static ForeignWeights read(File file) {
        try (ForeignFile open = ForeignFile.open(file)) {
            return new Search(file).in(open);
        } catch (ZipException | EOFException e) {
            throw ForeignFile.damaged(file, e.getMessage(), e);
        } catch (IOException e) {
            throw new CoverException("The file " + file + " cannot be read (" + e.getMessage() + "); check its"
                    + " permissions.", e);
        }
    }

    public NetworkConfiguration network() {
        return network;
    }

    /** The backbone's by our names, then the projections' where they are there. */
    public Map<String, Tensor> weights() {
        return weights;
    }

    /** Sentences on what was read, and what was left out. */
    public List<String> notes() {
        return notes;
    }

    /** Finds the network in one file. */
    private static final class Search {

        private final File file;
        private final List<String> notes = new ArrayList<>();

        Search(File file) {
            this.file = file;
        }

        ForeignWeights in(ForeignFile open) throws IOException {
            Map<String, Map<String, StoredTensor>> found = new TreeMap<>();
            open.groups().forEach((way, tensors) -> {
                Map<String, StoredTensor> unwrapped = unwrapped(tensors);
                if (!prefixes(unwrapped).isEmpty()) {
                    found.put(way, unwrapped);
                }
            });
            String way = chosen(found);
            Map<String, StoredTensor> tensors = found.get(way);
            String prefix = prefix(tensors);
            NetworkConfiguration network = network(tensors, prefix);
            return new ForeignWeights(network, weights(tensors, prefix, network),
                    Collections.unmodifiableList(notes));
        }

        private Map<String, StoredTensor> unwrapped(Map<String, StoredTensor> tensors) {
            Map<String, StoredTensor> result = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                if (result.put(WRAPPER.matcher(name).replaceFirst(""), tensor) != null) {
                    throw new CoverException(file + " has " + name + " twice, once in a wrapper (module.); save one of"
                            + " the two networks alone.");
                }
            });
            return result;
        }

        private static List<String> prefixes(Map<String, StoredTensor> tensors) {
            return tensors.keySet().stream().filter(name -> name.equals(FIRST) || name.endsWith("." + FIRST))
                    .map(name -> name.substring(0, name.length() - FIRST.length())).collect(Collectors.toList());
        }

        private String chosen(Map<String, Map<String, StoredTensor>> found) {
            if (found.isEmpty()) {
                throw new CoverException(file + " holds no U-Net with the published names (" + BACKBONE + FIRST
                        + " and so on); rename its weights, or choose another file.");
            }
            List<String> ways = new ArrayList<>(found.keySet());
            if (ways.size() == 1) {
                return ways.get(0);
            }
            String chosen = USUAL.stream().filter(ways::contains).findFirst().orElseThrow(() -> new CoverException(
                    file + " holds several networks (" + String.join(", ", ways) + "); save one of them alone."));
            notes.add("The file holds several networks (" + String.join(", ", ways) + "); "
                    + (chosen.isEmpty() ? "the outermost" : chosen) + " was taken.");
            return chosen;
        }

        private String prefix(Map<String, StoredTensor> tensors) {
            List<String> prefixes = prefixes(tensors);
            if (prefixes.contains(BACKBONE)) {
                return BACKBONE;
            }
            if (prefixes.size() > 1) {
                throw new CoverException(file + " holds several U-Nets (" + String.join(", ", prefixes)
                        + "); save one of them alone.");
            }
            return prefixes.get(0);
        }

        private NetworkConfiguration network(Map<String, StoredTensor> tensors, String prefix) {
            int[] first = shape(tensors, prefix + FIRST);
            int dimensions = first.length - 2;
            if (dimensions != 2 && dimensions != 3) {
                throw new CoverException(file + ": " + prefix + FIRST + " has the shape " + Arrays.toString(first)
                        + "; it must be that of a 2D or 3D convolution.");
            }
            int[] widths = new int[9];
            widths[0] = first[0];
            for (int i = 1; i <= 4; i++) {
                widths[i] = shape(tensors, prefix + BOTTLENECK.replace("4", String.valueOf(i)))[0];
                widths[4 + i] = shape(tensors, prefix + "up" + i + ".conv.double_conv.0.weight")[0];
            }
            try {
                return new NetworkConfiguration(dimensions, first[1], widths);
            } catch (CoverException e) {
                throw new CoverException(file + " holds a network that is not built here: " + e.getMessage(), e);
            }
        }

        private int[] shape(Map<String, StoredTensor> tensors, String name) {
            StoredTensor tensor = tensors.get(name);
            if (tensor == null || tensor.shape().length == 0) {
                throw missing(name);
            }
            return tensor.shape();
        }

        private CoverException missing(String name) {
            return new CoverException(file + " holds a U-Net without " + name + "; the published one has five scales"
                    + " and biases in all convolutions.");
        }

        private Map<String, Tensor> weights(Map<String, StoredTensor> tensors, String prefix,
                NetworkConfiguration network) throws IOException {
            Map<String, int[]> backbone = NetworkParameters.backbone(network);
            requireNothingElse(tensors, prefix, backbone);
            Map<String, Tensor> weights = new LinkedHashMap<>();
            boolean rounded = false;
            for (Map.Entry<String, int[]> parameter : backbone.entrySet()) {
                String name = prefix + parameter.getKey().substring(BACKBONE.length());
                StoredTensor tensor = tensors.get(name);
                if (tensor == null) {
                    throw missing(name);
                }
                if (!Arrays.equals(tensor.shape(), parameter.getValue())) {
                    throw new CoverException(file + ": " + name + " has the shape " + Arrays.toString(tensor.shape())
                            + "; in the published U-Net it would be " + Arrays.toString(parameter.getValue()) + ".");
                }
                weights.put(parameter.getKey(), read(name, tensor));
                rounded |= tensor.type() == ElementType.F64;
            }
            List<String> left = new ArrayList<>();
            for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
                String own = PublishedNames.own(entry.getKey());
                if (PublishedNames.isProjection(own) && entry.getValue().type().isFloating()) {
                    weights.put(own, read(entry.getKey(), entry.getValue()));
                } else if (!isOfBackbone(entry.getKey(), prefix) && !PublishedNames.isGrid(entry.getKey())) {
                    left.add(entry.getKey());
                }
            }
            if (rounded) {
                notes.add("The file's 64-bit numbers were rounded to 32 bits.");
            }
            if (!left.isEmpty()) {
                notes.add("Left out, because no U-Net needs it: " + String.join(", ", left.subList(0, Math.min(SHOWN,
                        left.size()))) + (left.size() > SHOWN ? " and " + (left.size() - SHOWN) + " more." : "."));
            }
            return weights;
        }

        /** A U-Net with more in its blocks computes something else, which nobody would notice. */
        private void requireNothingElse(Map<String, StoredTensor> tensors, String prefix,
                Map<String, int[]> backbone) {
            for (String name : tensors.keySet()) {
                if (!isOfBackbone(name, prefix)
                        || backbone.containsKey(BACKBONE + name.substring(prefix.length()))) {
                    continue;
                }
                throw new CoverException(file + " holds a U-Net of another kind: " + (BATCH_NORM.matcher(name).matches()
                        ? "it normalises by batches (" + name + "), the published one by groups of channels"
                        : "the published one has no " + name) + "; its weights would give wrong features here.");
            }
        }

        private static boolean isOfBackbone(String name, String prefix) {
            return name.startsWith(prefix) && BLOCK.matcher(name.substring(prefix.length())).matches();
        }

        private Tensor read(String name, StoredTensor stored) throws IOException {
            if (!stored.type().isFloating()) {
                throw new CoverException(file + ": " + name + " holds values of the type " + stored.type()
                        + "; weights must be floating-point numbers.");
            }
            Tensor tensor = stored.read();
            for (float value : tensor.data()) {
                if (!Float.isFinite(value)) {
                    throw new CoverException(file + ": " + name + " holds " + value
                            + "; choose a checkpoint from before its training diverged.");
                }
            }
            return tensor;
        }
    }
}
