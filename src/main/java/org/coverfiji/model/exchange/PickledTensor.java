package org.coverfiji.model.exchange;

import org.coverfiji.CoverException;

/** What a pickle says of a tensor: which part of which storage it is. Immutable. */
public final class PickledTensor {

    private final ElementType type;
    private final String key;
    private final long storageValues;
    private final long offset;
    private final long[] size;
    private final long[] stride;

    /**
     * @param key of the storage in the archive
     * @param storageValues how many values the storage is said to hold
     * @param offset of the first value, in values
     * @param size extents, any number
     * @param stride per axis, in values
     * @throws CoverException if it would reach beyond its storage, or hold more values
     */
    public PickledTensor(ElementType type, String key, long storageValues, long offset, long[] size, long[] stride) {
        this.type = type;
        this.key = key;
        this.storageValues = storageValues;
        this.offset = offset;
        this.size = size.clone();
        this.stride = stride.clone();
        if (!isInside()) {
            throw new CoverException("a tensor of it reaches beyond its storage");
        }
    }

    private boolean isInside() {
        if (size.length != stride.length || offset < 0 || storageValues < 0) {
            return false;
        }
        try {
            long values = 1;
            long last = offset;
            for (int axis = 0; axis < size.length; axis++) {
                if (size[axis] < 0 || stride[axis] < 0) {
                    return false;
                }
                values = Math.multiplyExact(values, size[axis]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, size[axis] - 1), stride[axis]));
            }
            return values == 0 || values <= storageValues && last < storageValues;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    ElementType type() {
        return type;
    }

    String key() {
        return key;
    }

    long storageValues() {
        return storageValues;
    }

    long offset() {
        return offset;
    }

    long[] size() {
        return size.clone();
    }

    long[] stride() {
        return stride.clone();
    }
}
