package org.coverfiji.engine.impl.network;

import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/** Checks of the named arrays that a checkpoint brings. */
final class NamedState {

    private NamedState() {
    }

    /** @throws CoverException if the array is missing or has not so many values */
    static Tensor require(Map<String, Tensor> state, String name, long length) {
        Tensor array = state.get(name);
        if (array == null) {
            throw new CoverException("The saved state of the training lacks \"" + name
                    + "\", which this network needs; training cannot go on from it.");
        }
        if (array.data().length != length) {
            throw new CoverException("The saved state \"" + name + "\" has " + array.data().length
                    + " values where this network needs " + length + "; training cannot go on from it.");
        }
        return array;
    }
}
