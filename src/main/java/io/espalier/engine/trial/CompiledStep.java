package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.engine.step.CompiledPasses;
import io.espalier.engine.step.Cores;
import io.espalier.engine.step.FlatUpdate;
import io.espalier.engine.step.Gradients;
import io.espalier.engine.step.Network;
import io.espalier.wire.GradientClip;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A step by compiled passes: nothing is computed twice, nothing is computed that nobody needs, and
 * nothing is allocated once every batch size has been seen. Gives the numbers of {@link
 * LayerwiseStep} up to rounding.
 */
final class CompiledStep implements TrainingStep {
  private final Network network;
  private final BatchLoss loss;
  private final CompiledPasses passes;
  private final Consumer<Gradients> update;
  private final boolean single;
  private double[] numbers = {};
  private double[] delta = {};

  /** Takes gradients as they are, on one core. */
  CompiledStep(Model network, Criterion criterion, Targets targets) {
    this(network, criterion, targets, GradientClip.NONE, Cores.of(1));
  }

  /**
   * For a network that {@code Compilability} has nothing against.
   *
   * @param cores that it may use; stay the caller's
   */
  CompiledStep(Model model, Criterion criterion, Targets targets, GradientClip clip, Cores cores) {
    network = Network.of(model);
    loss = new BatchLoss(criterion, targets);
    passes = new CompiledPasses(model, cores);
    single = model.params().dataType() == DataType.FLOAT;
    update =
        single
            ? new FlatUpdate(network, clip, passes.gradients(), cores)::step
            : wideUpdate(network, clip);
  }

  private static Consumer<Gradients> wideUpdate(Network network, GradientClip clip) {
    LayerwiseUpdate update = new LayerwiseUpdate(network, clip);
    return gradients -> update.step(1);
  }

  @Override
  public StepResult step(Batch batch) {
    int examples = batch.examples();
    INDArray outputs = passes.forward(batch.inputs());
    int count = (int) outputs.length();
    if (numbers.length < count) {
      numbers = new double[count];
      delta = new double[count];
    }
    read(outputs, count);
    StepResult result = loss.measure(numbers, batch.rows(), batch.from(), examples, delta);
    if (Double.isFinite(result.lossSum())) {
      write(passes.delta(examples), count, examples);
      update.accept(passes.backward(examples));
    }
    return result;
  }

  private void read(INDArray outputs, int count) {
    if (single) {
      FloatBuffer source = outputs.data().asNioFloat();
      for (int i = 0; i < count; i++) {
        numbers[i] = source.get(i);
      }
    } else {
      outputs.data().asNioDouble().get(0, numbers, 0, count);
    }
  }

  /** Writes the gradient of the mean loss, or of the sum where the network descends that. */
  private void write(INDArray target, int count, int examples) {
    int divisor = network.descendsMean() ? examples : 1;
    for (int i = 0; i < count; i++) {
      delta[i] = BatchLoss.meanGradient(delta[i], divisor);
    }
    if (single) {
      FloatBuffer floats = target.data().asNioFloat();
      for (int i = 0; i < count; i++) {
        floats.put(i, (float) delta[i]);
      }
    } else {
      target.data().asNioDouble().put(0, delta, 0, count);
    }
  }

  @Override
  public void learningRate(double rate) {
    LayerwiseUpdate.learningRate(network.layers(), rate);
  }

  @Override
  public void reseed(long seed) {
    passes.reseed(seed);
  }

  @Override
  public void close() {
    passes.close();
  }
}
