package org.coverfiji.engine.impl.kernel.gemm;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.coverfiji.engine.NativeText;

/** OpenBLAS's product of matrices. */
public final class OpenBlas {

    private static final boolean AVAILABLE = load();

    private OpenBlas() {
    }

    private static boolean load() {
        try {
            Loader.load(openblas_nolapack.class);
            return true;
        } catch (LinkageError | RuntimeException e) {
            return false;
        }
    }

    /** Whether its native library is there for this platform and could be loaded. */
    public static boolean available() {
        return AVAILABLE;
    }

    /** The processor whose instructions it uses, by its own name for it, such as "Haswell"; "" if it does not say. */
    public static String processor() {
        Pointer function = Loader.addressof("openblas_get_corename");
        return function == null ? "" : NativeText.of(function.address());
    }

    /**
     * To be called before products that run side by side, each on the thread that asks for it: sums then have one
     * order, whatever the number of threads. ND4J, which sets another number when it first makes a product, has only
     * small ones, which lose nothing.
     */
    static void useOneThreadEach() {
        if (openblas_nolapack.blas_get_num_threads() != 1) {
            openblas_nolapack.blas_set_num_threads(1);
        }
    }

    /**
     * product = left · right, or with {@code add} product += left · right; all row-major.
     *
     * @param left [rows, inner]
     * @param leftLength values from one row of it to the next
     * @param right its transpose, [columns, inner]
     * @param product [rows, columns]
     */
    static void multiplyTransposed(int rows, int columns, int inner, FloatPointer left, int leftLength,
            FloatPointer right, int rightLength, boolean add, FloatPointer product, int productLength) {
        openblas_nolapack.cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, columns, inner, 1, left,
                leftLength, right, rightLength, add ? 1 : 0, product, productLength);
    }

    /** The same with the left side given as its transpose, [inner, rows], and the right side as it is. */
    static void transposedMultiply(int rows, int columns, int inner, FloatPointer left, int leftLength,
            FloatPointer right, int rightLength, boolean add, FloatPointer product, int productLength) {
        openblas_nolapack.cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, rows, columns, inner, 1, left,
                leftLength, right, rightLength, add ? 1 : 0, product, productLength);
    }
}
