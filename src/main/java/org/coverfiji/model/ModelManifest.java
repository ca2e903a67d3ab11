package org.coverfiji.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;

/** What model.json holds: format version, description, and the shape of every tensor in the archive. */
final class ModelManifest {

    /** Raised whenever older software could no longer read the file. */
    static final int FORMAT_VERSION = 2;

    int formatVersion = FORMAT_VERSION;
    ModelDescription description;
    List<Shape> weights = new ArrayList<>();
    List<Shape> state = new ArrayList<>();

    /** A tensor's name and shape. */
    static final class Shape {
        String name;
        int[] shape;
    }

    static List<Shape> shapes(Map<String, Tensor> tensors) {
        List<Shape> shapes = new ArrayList<>();
        tensors.forEach((name, tensor) -> {
            Shape shape = new Shape();
            shape.name = name;
            shape.shape = tensor.shape();
            shapes.add(shape);
        });
        return shapes;
    }
}
