package io.espalier.engine;

import io.espalier.data.Graphs;
import io.espalier.data.PreparedData;
import io.espalier.engine.devices.BackendChoice;
import io.espalier.engine.devices.Host;
import io.espalier.engine.models.FirstWeights;
import io.espalier.engine.models.GraphNetworks;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.OwnNetworks;
import io.espalier.engine.models.OwnTrainable;
import io.espalier.engine.models.Release;
import io.espalier.engine.onnx.OnnxModel;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.trial.GradientCheck;
import io.espalier.engine.trial.GraphPredictor;
import io.espalier.engine.trial.LayerOutputs;
import io.espalier.engine.trial.Predictor;
import io.espalier.engine.trial.SegmentRunner;
import io.espalier.model.LayerShapes;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;

/** What the command line needs of the networks, without a Spark job. */
public final class ModelTools {
  static {
    BackendChoice.here();
  }

  private ModelTools() {}

  /**
   * Predicts with a saved model.
   *
   * @param model Hadoop URI or local path of a model zip
   * @param inputs normalised as in training, example by example
   * @return {@code [examples, outputs]}: probabilities of the classes, or predicted numbers
   * @throws IOException if the zip cannot be read, in one line
   * @throws IllegalArgumentException if the inputs do not fit the network
   */
  public static float[][] predict(String model, float[] inputs, int examples, InputShape shape)
      throws IOException {
    try (Predictor predictor = Predictor.read(new CheckpointRef(model))) {
      return predictor.predict(inputs, examples, shape);
    } finally {
      Release.workspaces();
    }
  }

  /**
   * What every layer of a saved network makes of given inputs; what is no network counts as one.
   *
   * @param inputs normalised as in training, example by example
   * @return one array per layer, the output layer last, each example by example; images plane by
   *     plane
   * @throws IOException if the zip cannot be read, in one line
   * @throws IllegalArgumentException if the inputs do not fit the network
   */
  public static List<float[]> layerOutputs(
      String model, float[] inputs, int examples, InputShape shape) throws IOException {
    if (ModelFiles.isTrainable(new CheckpointRef(model))) {
      return List.of(flat(predict(model, inputs, examples, shape)));
    }
    return with(
        ModelFiles.toPredict(new CheckpointRef(model)),
        network -> LayerOutputs.of(network, inputs, examples, shape));
  }

  private static float[] flat(float[][] rows) {
    float[] numbers = new float[rows.length == 0 ? 0 : rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, numbers, i * rows[i].length, rows[i].length);
    }
    return numbers;
  }

  /**
   * A saved network in the Open Neural Network Exchange format ({@link OnnxModel}).
   *
   * @param model Hadoop URI or local path of a DL4J model zip
   * @param input the shape of an example
   * @return nothing for networks over graphs, layers and vertices without such a form, and what is
   *     no network
   * @throws IOException if the zip cannot be read, in one line
   */
  public static Optional<byte[]> onnx(String model, InputShape input) throws IOException {
    return input instanceof InputShape.Graph || ModelFiles.isTrainable(new CheckpointRef(model))
        ? Optional.empty()
        : with(
            ModelFiles.toPredict(new CheckpointRef(model)),
            network -> OnnxModel.of(network, input));
  }

  /**
   * The weights of a saved network's first layer that has some.
   *
   * @return {@code [units, numbers]}: of a convolution each kernel, {@code [channels, height,
   *     width]}; of a dense layer each unit's weights, in the order of its inputs
   * @throws IOException if the zip cannot be read, in one line
   */
  public static float[][] firstWeights(String model) throws IOException {
    return with(ModelFiles.toPredict(new CheckpointRef(model)), FirstWeights::of);
  }

  /** The same as they start from a seed, before anything is trained. */
  public static float[][] firstWeights(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long weightSeed) {
    return with(
        Networks.model(model, training, input, outputs, task, weightSeed, DataType.FLOAT),
        FirstWeights::of);
  }

  private static <N extends Model, T> T with(N network, Function<N, T> work) {
    try {
      return work.apply(network);
    } finally {
      Release.network(network);
      Release.workspaces();
    }
  }

  /**
   * Predicts with a saved network over graphs.
   *
   * @param model Hadoop URI or local path of a DL4J model zip
   * @param nodes numbers of all nodes, normalised as in training, node by node
   * @param shape what an example is: a graph, or a node of the only graph
   * @return {@code [graphs or nodes, outputs]}: probabilities of the classes, or predicted numbers
   * @throws IOException if the zip cannot be read, in one line
   * @throws IllegalArgumentException if the graphs do not fit the network
   */
  public static float[][] predictGraphs(
      String model, float[] nodes, Graphs graphs, InputShape.Graph shape) throws IOException {
    ComputationGraph network = ModelFiles.loadGraph(new CheckpointRef(model));
    try {
      return new GraphPredictor(network).predict(nodes, graphs, shape);
    } finally {
      Release.network(network);
    }
  }

  /**
   * Compares the gradients of the step that training would take, penalties and dropout included,
   * with numeric ones in double precision on a few random examples.
   *
   * @param seed the source of the data, the weights and the dropout
   */
  public static GradientReport gradientCheck(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task, long seed) {
    return new GradientReport(GradientCheck.errors(model, training, input, outputs, task, seed));
  }

  /**
   * The shapes of a model's layers, of one of kind class as Deeplearning4j infers them.
   *
   * @param outputs classes, or numbers to predict
   * @throws io.espalier.model.ImpossibleModelException if there can be no such network
   */
  public static LayerShapes shapes(ModelSpec model, InputShape input, int outputs, Task task) {
    Networks.checkOwnLoss(model);
    return switch (model.kind()) {
      case CLASS -> OwnNetworks.shapes(model, input, outputs, task);
      case TRAINABLE -> OwnTrainable.shapes(model, input, outputs, task);
      default -> LayerShapes.of(model, input, outputs);
    };
  }

  /** Numbers that training changes, counted on the network itself. */
  public static long parameterCount(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task) {
    Model network = network(model, training, input, outputs, task);
    try {
      return Networks.trainableNumbers(network);
    } finally {
      Release.network(network);
    }
  }

  /**
   * Why a model trains layer by layer instead of by the compiled step, in one line; empty if it is
   * compiled. Builds the network. Asked on a driver whose executors have GPUs, it answers for them.
   */
  public static Optional<String> notCompiled(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task) {
    Optional<String> backend = backendObjection();
    if (backend.isPresent()) {
      return backend;
    }
    if (model.kind() == ModelSpec.Kind.GCN) {
      return Optional.empty();
    }
    Model network = network(model, training, input, outputs, task);
    try {
      return Compilability.objection(network);
    } finally {
      Release.network(network);
    }
  }

  /** Why no trial of this application trains by a compiled step, whatever its model. */
  public static Optional<String> backendObjection() {
    return BackendChoice.trialsOnGpus()
        ? Compilability.backendObjection(BackendChoice.CUDA_BACKEND)
        : Compilability.backendObjection();
  }

  private static Model network(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task) {
    return input instanceof InputShape.Graph graph
        ? GraphNetworks.create(model, training, graph, outputs, task, 0, DataType.FLOAT)
        : Networks.model(model, training, input, outputs, task, 0, DataType.FLOAT);
  }

  /**
   * Trains a segment here, outside Spark, as an executor would.
   *
   * @param common what all trials of the experiment have in common
   */
  public static Outcome train(TrainingPlan common, PreparedData data, Segment segment) {
    return SegmentRunner.run(common, data, segment, new Outcome.Place(Host.name(), "cpu", 0));
  }

  /** What this process computes with; loads the native library. */
  public static MachineFacts facts() {
    return MachineInspection.facts();
  }
}
