package org.coverfiji.engine.impl.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.engine.api.Tensor;
import org.nd4j.shade.protobuf.ByteString;

import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * Collects a graph's nodes and constants. Every value has the name of the node that makes it.
 */
final class OnnxGraph {

    /** The newest that the runtimes of common viewers know. */
    static final int OPERATORS = 15;
    private static final int FORMAT = 7;

    private final GraphProto.Builder graph;
    private final Set<String> constants = new HashSet<>();

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** Adds a node with one output and gives the output's name, which is the node's. */
    String node(String operator, String name, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder().setOpType(operator).setName(name).addAllInput(inputs).addOutput(name)
                .addAllAttribute(Arrays.asList(attributes)));
        return name;
    }

    String constant(String name, Tensor tensor) {
        return constant(name, tensor.data(), tensor.shape());
    }

    String constant(String name, float[] values, int... shape) {
        if (constants.add(name)) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            graph.addInitializer(TensorProto.newBuilder().setName(name)
                    .addAllDims(Arrays.stream(shape).asLongStream().boxed().collect(Collectors.toList()))
                    .setDataType(TensorProto.DataType.FLOAT_VALUE).setRawData(ByteString.copyFrom(bytes.array())));
        }
        return name;
    }

    String integers(String name, long... values) {
        if (constants.add(name)) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            graph.addInitializer(TensorProto.newBuilder().setName(name).addDims(values.length)
                    .setDataType(TensorProto.DataType.INT64_VALUE).setRawData(ByteString.copyFrom(bytes.array())));
        }
        return name;
    }

    /** @param sides numbers, or names of what is known at run time only */
    void input(String name, Object... sides) {
        graph.addInput(value(name, sides));
    }

    /** As {@link #input}. */
    void output(String name, Object... sides) {
        graph.addOutput(value(name, sides));
    }

    private static ValueInfoProto value(String name, Object... sides) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object side : sides) {
            shape.addDim(side instanceof String ? Dimension.newBuilder().setDimParam((String) side)
                    : Dimension.newBuilder().setDimValue(((Integer) side).longValue()));
        }
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape))).build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOAT).setF(value)
                .build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value)).build();
    }

    /** So many times the same. */
    static AttributeProto repeated(String name, int value, int count) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name)
                .setType(AttributeProto.AttributeType.INTS);
        for (int i = 0; i < count; i++) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    byte[] bytes() {
        return ModelProto.newBuilder().setIrVersion(FORMAT).setProducerName("COVER for Fiji")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .setGraph(graph).build().toByteArray();
    }
}
