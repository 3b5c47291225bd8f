package io.espalier.engine.trial;

import io.espalier.data.Augmenter;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.Cores;
import io.espalier.engine.step.Network;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network of layers or of vertices in training on examples that have nothing to do with each
 * other.
 */
final class NetworkTrainee implements Trainee {
  private final Network network;
  private final Segment segment;
  private final long experimentSeed;
  private final Cores cores;
  private final BatchSource batches;
  private final Evaluator evaluator;
  private final TrainingStep step;
  private long epochSeed;

  private NetworkTrainee(
      TrainingPlan plan, Model model, Cores cores, PreparedData data, Segment segment) {
    network = Network.of(model);
    this.cores = cores;
    this.segment = segment;
    experimentSeed = plan.seed();
    Targets targets = data.dataset().targets();
    Criterion criterion = Criterion.of(segment.model(), targets);
    batches = new BatchSource(data, segment.model(), cores);
    evaluator = new Evaluator(model, data, batches, criterion, cores);
    step =
        TrainingStep.of(
            model,
            Criterion.trained(segment.model(), targets, segment.training()),
            targets,
            segment.training().gradientClip(),
            cores);
  }

  static NetworkTrainee of(TrainingPlan plan, PreparedData data, Segment segment)
      throws IOException {
    Model network = network(plan, segment);
    Cores cores = Cores.ofTrial(network);
    try {
      return new NetworkTrainee(plan, network, cores, data, segment);
    } catch (RuntimeException | Error failure) {
      cores.close();
      Release.network(network);
      throw failure;
    }
  }

  /** A segment's network: new, or from the segment's checkpoint. */
  static Model network(TrainingPlan plan, Segment segment) throws IOException {
    if (segment.start().network().exists()) {
      return ModelFiles.loadNetwork(segment.start().network());
    }
    return Networks.model(
        segment.model(),
        segment.training(),
        plan.input(),
        plan.outputs(),
        plan.task(),
        segment.seed(),
        DataType.FLOAT);
  }

  /**
   * The same of a segment whose network is a stack of layers.
   *
   * @throws IllegalArgumentException if it is a graph of vertices
   */
  static MultiLayerNetwork stack(TrainingPlan plan, Segment segment) throws IOException {
    Model network = network(plan, segment);
    if (network instanceof MultiLayerNetwork stack) {
      return stack;
    }
    Release.network(network);
    throw new IllegalArgumentException("a graph of vertices does not train in this way");
  }

  @Override
  public long trainableNumbers() {
    return Networks.trainableNumbers(network.model());
  }

  @Override
  public void beginEpoch(int epoch, double rate, long dropoutSeed) {
    epochSeed = Augmenter.seed(experimentSeed, segment.repeat(), segment.fold(), epoch);
    network.epochs(epoch);
    step.learningRate(rate);
    step.reseed(dropoutSeed);
  }

  @Override
  public StepResult step(int[] order, int from, int examples) {
    return step.step(batches.training(order, from, examples, epochSeed));
  }

  @Override
  public void endEpoch(int epoch) {
    network.epochs(epoch + 1);
  }

  @Override
  public INDArray weights() {
    return network.model().params();
  }

  @Override
  public double brokenWeight() {
    return Outputs.notFinite(network.model().params());
  }

  @Override
  public Evaluation evaluate(Part part, Measures measures) {
    return evaluator.evaluate(part, measures);
  }

  @Override
  public void save(CheckpointRef target) throws IOException {
    ModelFiles.save(network.model(), target);
  }

  @Override
  public double dataSeconds() {
    return batches.seconds();
  }

  @Override
  public void close() {
    step.close();
    evaluator.close();
    batches.close();
    cores.close();
    Release.network(network.model());
  }
}
