package org.coverfiji.engine.impl;

import java.util.function.Supplier;

import org.coverfiji.engine.impl.kernel.choice.KernelChoice;

/** Networks that compute with other kernels than the usual ones. */
public final class TestKernels {

    private TestKernels() {
    }

    /**
     * What the maker makes while the kernels are so chosen; layers ask for theirs when they are made.
     *
     * @param kernels as {@link KernelChoice#PROPERTY} has them
     */
    public static <T> T using(String kernels, Supplier<T> maker) {
        String before = System.getProperty(KernelChoice.PROPERTY);
        System.setProperty(KernelChoice.PROPERTY, kernels);
        try {
            return maker.get();
        } finally {
            if (before == null) {
                System.clearProperty(KernelChoice.PROPERTY);
            } else {
                System.setProperty(KernelChoice.PROPERTY, before);
            }
        }
    }
}
