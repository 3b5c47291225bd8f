package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.graphs.GraphBatch;
import io.espalier.engine.graphs.GraphBatches;
import io.espalier.engine.graphs.GraphPasses;
import io.espalier.engine.graphs.Matrix;
import io.espalier.engine.models.GraphNetworks;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.FlatUpdate;
import io.espalier.engine.step.Network;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.InputShape;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph network in training. A step on graphs reads those graphs only; a step on nodes takes the
 * whole graph forward and back, with a loss on the step's nodes.
 */
final class GraphTrainee implements Trainee {
  /** Bounds what a measurement holds at once. */
  private static final int MAX_NODES = 1 << 14;

  private final ComputationGraph network;
  private final PreparedData data;
  private final GraphBatches batches;
  private final GraphPasses passes;
  private final FlatUpdate update;
  private final Criterion criterion;
  private final BatchLoss loss;
  private final int width;
  private double[] outputs = {};
  private double[] delta = {};

  private GraphTrainee(ComputationGraph network, PreparedData data, Segment segment) {
    this.network = network;
    this.data = data;
    Targets targets = data.dataset().targets();
    width = targets.outputs();
    criterion = Criterion.of(segment.model(), targets);
    loss = new BatchLoss(Criterion.trained(segment.model(), targets, segment.training()), targets);
    batches = new GraphBatches(data, segment.model());
    passes = new GraphPasses(network, segment.model(), batches);
    update = new FlatUpdate(Network.of(network), segment.training().gradientClip());
  }

  static GraphTrainee of(TrainingPlan plan, PreparedData data, Segment segment) throws IOException {
    requireCpu(Compilability.backendObjection());
    ComputationGraph network = network(plan, segment);
    try {
      return new GraphTrainee(network, data, segment);
    } catch (RuntimeException | Error failure) {
      Release.network(network);
      throw failure;
    }
  }

  /** The passes read and write the network's arrays where the processor keeps them. */
  static void requireCpu(Optional<String> objection) {
    objection.ifPresent(
        why -> {
          throw new IllegalArgumentException(
              "graph networks train on the CPU, by espalier.jar: " + why);
        });
  }

  private static ComputationGraph network(TrainingPlan plan, Segment segment) throws IOException {
    if (segment.start().network().exists()) {
      return ModelFiles.loadGraph(segment.start().network());
    }
    if (!(plan.input() instanceof InputShape.Graph input)) {
      throw new IllegalArgumentException(
          "a model of kind gcn needs graphs, but an example is of shape " + plan.input());
    }
    return GraphNetworks.create(
        segment.model(),
        segment.training(),
        input,
        plan.outputs(),
        plan.task(),
        segment.seed(),
        DataType.FLOAT);
  }

  @Override
  public long trainableNumbers() {
    return Networks.trainableNumbers(network);
  }

  @Override
  public void beginEpoch(int epoch, double rate, long dropoutSeed) {
    network.getConfiguration().setEpochCount(epoch);
    LayerwiseUpdate.learningRate(network.getLayers(), rate);
    passes.reseed(dropoutSeed);
  }

  @Override
  public StepResult step(int[] order, int from, int examples) {
    GraphBatch batch = batches.batch(order, from, examples);
    read(passes.forward(batch, true), order, from, examples);
    StepResult result = loss.measure(outputs, order, from, examples, delta);
    if (Double.isFinite(result.lossSum())) {
      write(passes.delta(), order, from, examples);
      passes.backward(batch);
      update.step();
    }
    return result;
  }

  /** Gathers the examples' outputs, {@code [examples, width]}. */
  private void read(Matrix all, int[] order, int from, int examples) {
    if (outputs.length < examples * width) {
      outputs = new double[examples * width];
      delta = new double[examples * width];
    }
    for (int i = 0; i < examples; i++) {
      int at = batches.outputRow(i, order[from + i]) * width;
      for (int j = 0; j < width; j++) {
        outputs[i * width + j] = all.numbers()[at + j];
      }
    }
  }

  /** Writes the gradient of the mean loss; nodes that are not among the examples have none. */
  private void write(Matrix all, int[] order, int from, int examples) {
    java.util.Arrays.fill(all.numbers(), 0, all.length(), 0);
    for (int i = 0; i < examples; i++) {
      int at = batches.outputRow(i, order[from + i]) * width;
      for (int j = 0; j < width; j++) {
        all.numbers()[at + j] = (float) BatchLoss.meanGradient(delta[i * width + j], examples);
      }
    }
  }

  @Override
  public void endEpoch(int epoch) {
    network.getConfiguration().setEpochCount(epoch + 1);
  }

  @Override
  public INDArray weights() {
    return network.params();
  }

  @Override
  public double brokenWeight() {
    return Outputs.notFinite(network.params());
  }

  @Override
  public Evaluation evaluate(Part part, Measures measures) {
    int[] rows = data.split().rows(part);
    Score score = Score.of(part, rows, data.dataset().targets(), criterion, measures);
    int examples;
    for (int from = 0; from < rows.length; from += examples) {
      examples = batches.fitting(rows, from, MAX_NODES);
      read(passes.forward(batches.batch(rows, from, examples), false), rows, from, examples);
      for (int i = 0; i < examples; i++) {
        double exampleLoss = criterion.loss(outputs, i * width, rows[from + i], delta);
        score.add(exampleLoss, outputs, i * width, rows[from + i]);
      }
    }
    return score.evaluation(part);
  }

  @Override
  public void save(CheckpointRef target) throws IOException {
    ModelFiles.save(network, target);
  }

  @Override
  public double dataSeconds() {
    return batches.seconds();
  }

  @Override
  public void close() {
    passes.close();
    Release.network(network);
  }
}
