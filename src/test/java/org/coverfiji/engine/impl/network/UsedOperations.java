package org.coverfiji.engine.impl.network;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Notes which operations ND4J executes, and on which types, as long as it is open. */
final class UsedOperations implements AutoCloseable {

    /** Names in libnd4j's list of operations. */
    final Set<String> custom = new TreeSet<>();
    /** ND4J's older operations: a family, as {@link Op.Type} has it, a name, and the types of the arrays. */
    final Set<String> legacy = new TreeSet<>();

    private final OpExecutioner executioner = Nd4j.getExecutioner();

    UsedOperations() {
        use((OpExecutioner) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {OpExecutioner.class},
                (proxy, method, arguments) -> {
                    if (method.getName().startsWith("exec") && arguments != null) {
                        note(arguments[0]);
                    }
                    try {
                        return method.invoke(executioner, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void note(Object operation) {
        if (operation instanceof CustomOp) {
            custom.add(((CustomOp) operation).opName());
        } else if (operation instanceof BaseOp) {
            BaseOp op = (BaseOp) operation;
            legacy.add(op.opType() + " " + op.opName() + " " + Stream.of(op.x(), op.y(), op.z())
                    .map(UsedOperations::type).collect(Collectors.joining(" ")));
        } else {
            throw new IllegalStateException("not known here: " + operation);
        }
    }

    private static String type(INDArray array) {
        return array == null ? "-" : array.dataType().name();
    }

    private static void use(OpExecutioner executioner) {
        try {
            Field field = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
            field.setAccessible(true);
            field.set(null, executioner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        use(executioner);
    }
}
