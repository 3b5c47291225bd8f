package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.engine.step.Network;
import io.espalier.wire.GradientClip;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A step by DL4J's own layers and updaters: the same numbers as their own {@code fit} up to
 * rounding, with the loss and the correct examples besides.
 */
final class LayerwiseStep implements TrainingStep {
  private final Network network;
  private final BatchLoss loss;
  private final NetworkPass pass;
  private final LayerwiseUpdate update;
  private final List<RunningVariance> variances = new ArrayList<>();

  /** Takes gradients as they are. */
  LayerwiseStep(Model network, Criterion criterion, Targets targets) {
    this(network, criterion, targets, GradientClip.NONE);
  }

  LayerwiseStep(Model model, Criterion criterion, Targets targets, GradientClip clip) {
    network = Network.of(model);
    loss = new BatchLoss(criterion, targets);
    network.gradients(); // layers write them
    pass = new NetworkPass(model);
    update = new LayerwiseUpdate(network, clip);
    for (Layer layer : network.layers()) {
      RunningVariance.of(layer).ifPresent(variances::add);
    }
  }

  @Override
  public StepResult step(Batch batch) {
    StepResult result = NetworkPass.inWorkspace(() -> pass(batch));
    if (Double.isFinite(result.lossSum())) {
      update.step(batch.examples());
    }
    return result;
  }

  private StepResult pass(Batch batch) {
    INDArray outputs = pass.forward(batch.inputs(), true);
    double[] numbers = Outputs.read(outputs);
    double[] delta = new double[numbers.length];
    StepResult result = loss.measure(numbers, batch.rows(), batch.from(), batch.examples(), delta);
    if (Double.isFinite(result.lossSum())) {
      pass.backward(Outputs.write(delta, outputs.shape(), outputs.dataType()));
      variances.forEach(RunningVariance::correct);
    }
    return result;
  }

  @Override
  public void learningRate(double rate) {
    LayerwiseUpdate.learningRate(network.layers(), rate);
  }

  @Override
  public void reseed(long seed) {
    Nd4j.getRandom().setSeed(seed);
  }
}
