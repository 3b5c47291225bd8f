package io.espalier.engine.onnx;

import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Operators, each of which goes on from a chain's end, and the constants that they take. */
final class OnnxGraph {
  /** The newest operators used are of set 13, of 2021, which every reader of today knows. */
  private static final int OPERATORS = 13;

  /** The version of the format that came with them. */
  private static final int FORMAT = 7;

  static final String INPUT = "input";
  private static final String OUTPUT = "output";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
  private String end = INPUT;

  /** The name of what the chain has come to. */
  String end() {
    return end;
  }

  /** Lets the chain go on from another value by its name. */
  void from(String value) {
    end = value;
  }

  /** Lets an operator go on from values by their names; its result is the chain's new end. */
  void then(String operator, List<String> inputs, AttributeProto... attributes) {
    end = operator + "_" + graph.getNodeCount();
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(end)
            .addAllInput(inputs)
            .addOutput(end)
            .addAllAttribute(List.of(attributes)));
  }

  /** Lets an operator of one input go on from the end. */
  void then(String operator, AttributeProto... attributes) {
    then(operator, List.of(end), attributes);
  }

  /** Lets an operator go on from the end and an array of the network. */
  void then(String operator, List<INDArray> arrays, List<AttributeProto> attributes) {
    List<String> inputs = new ArrayList<>(List.of(end));
    arrays.forEach(array -> inputs.add(constant(array)));
    then(operator, inputs, attributes.toArray(AttributeProto[]::new));
  }

  /** A single number. */
  String number(double value) {
    return constant(
        TensorProto.newBuilder().addFloatData((float) value), TensorProto.DataType.FLOAT);
  }

  /** A list of whole numbers. */
  String whole(long... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return constant(tensor, TensorProto.DataType.INT64);
  }

  private String constant(INDArray array) {
    TensorProto.Builder tensor = TensorProto.newBuilder();
    for (long size : array.shape()) {
      tensor.addDims(size);
    }
    for (float value : array.dup('c').data().asFloat()) {
      tensor.addFloatData(value);
    }
    return constant(tensor, TensorProto.DataType.FLOAT);
  }

  private String constant(TensorProto.Builder tensor, TensorProto.DataType type) {
    String name = "constant_" + graph.getInitializerCount();
    graph.addInitializer(tensor.setName(name).setDataType(type.getNumber()));
    return name;
  }

  /**
   * The whole model, whose end becomes its output.
   *
   * @param input the shape of an example
   * @param outputs numbers for each
   */
  ModelProto model(long[] input, long outputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(OUTPUT)
            .addInput(end)
            .addOutput(OUTPUT));
    graph.addInput(value(INPUT, input)).addOutput(value(OUTPUT, outputs));
    return ModelProto.newBuilder()
        .setIrVersion(FORMAT)
        .setProducerName("espalier")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto value(String name, long... example) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("examples");
    for (long size : example) {
      shape.addDimBuilder().setDimValue(size);
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  /** An operator's setting, one number. */
  static AttributeProto setting(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  /** The same, a list of whole numbers. */
  static AttributeProto setting(String name, int[] values) {
    AttributeProto.Builder setting =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (int value : values) {
      setting.addInts(value);
    }
    return setting.build();
  }

  /** The same, one whole number. */
  static AttributeProto setting(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
