package io.espalier.engine.trial;

import io.espalier.data.Augmenter;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A stack of layers in training on examples that have nothing to do with each other. */
final class StackTrainee implements Trainee {
  private final MultiLayerNetwork network;
  private final Segment segment;
  private final long experimentSeed;
  private final BatchSource batches;
  private final Evaluator evaluator;
  private final TrainingStep step;
  private long epochSeed;

  private StackTrainee(
      TrainingPlan plan, MultiLayerNetwork network, PreparedData data, Segment segment) {
    this.network = network;
    this.segment = segment;
    experimentSeed = plan.seed();
    Targets targets = data.dataset().targets();
    Criterion criterion = Criterion.of(segment.model(), targets);
    batches = new BatchSource(data, segment.model());
    evaluator = new Evaluator(network, data, batches, criterion);
    step =
        TrainingStep.of(
            network,
            Criterion.trained(segment.model(), targets, segment.training()),
            targets,
            segment.training().gradientClip());
  }

  static StackTrainee of(TrainingPlan plan, PreparedData data, Segment segment) throws IOException {
    MultiLayerNetwork network = network(plan, segment);
    try {
      return new StackTrainee(plan, network, data, segment);
    } catch (RuntimeException | Error failure) {
      Release.network(network);
      throw failure;
    }
  }

  /** A segment's network: new, or from the segment's checkpoint. */
  static MultiLayerNetwork network(TrainingPlan plan, Segment segment) throws IOException {
    if (segment.start().network().exists()) {
      return ModelFiles.load(segment.start().network());
    }
    return Networks.create(
        segment.model(),
        segment.training(),
        plan.input(),
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
    epochSeed = Augmenter.seed(experimentSeed, segment.repeat(), segment.fold(), epoch);
    network.setEpochCount(epoch);
    step.learningRate(rate);
    step.reseed(dropoutSeed);
  }

  @Override
  public StepResult step(int[] order, int from, int examples) {
    return step.step(batches.training(order, from, examples, epochSeed));
  }

  @Override
  public void endEpoch(int epoch) {
    network.setEpochCount(epoch + 1);
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
  public Evaluation evaluate(Part part, List<Metric> metrics) {
    return evaluator.evaluate(part, metrics);
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
    step.close();
    batches.close();
    Release.network(network);
  }
}
