package io.espalier.engine.step;

import io.espalier.wire.GradientClip;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The updater's step over a network's flat parameters, gradients and updater state, in single
 * precision, on all cores where that pays. Gradients must be means over the batch.
 */
public final class FlatUpdate {
  private final Network network;
  private final Cores cores;
  private final List<StretchUpdate> shares = new ArrayList<>();
  private final GradientClip clip;

  /**
   * For a network in single precision, on one core.
   *
   * @throws IllegalArgumentException if its updater or a penalty has no compiled form
   */
  public FlatUpdate(Network network, GradientClip clip) {
    this(network, clip, List.of(network.gradients()), Cores.of(1));
  }

  /**
   * The same on several.
   *
   * @param gradients arrays for them, one or those of a sum
   * @param cores stay the caller's
   */
  public FlatUpdate(Network network, GradientClip clip, List<INDArray> gradients, Cores cores) {
    objection(network.model().numParams(), network.layers())
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException("the network cannot be updated: " + objection);
            });
    this.network = network;
    this.clip = clip;
    this.cores = cores;
    BaseMultiLayerUpdater<?> updater = network.updater();
    FloatBuffer weights = numbers(network.model().params());
    List<FloatBuffer> summands = gradients.stream().map(FlatUpdate::numbers).toList();
    INDArray stateView = updater.getStateViewArray();
    FloatBuffer state =
        stateView == null || stateView.isEmpty() ? FloatBuffer.allocate(0) : numbers(stateView);
    List<FlatParameter> stretches = FlatParameter.of(updater);
    int count = cores.shares(weights.capacity());
    for (int i = 0; i < count; i++) {
      List<FlatParameter> own = StretchUpdate.share(stretches, i, count);
      shares.add(new StretchUpdate(own, clip, weights, summands, state));
    }
  }

  private static FloatBuffer numbers(INDArray array) {
    if (array.dataType() != DataType.FLOAT || array.offset() != 0) {
      throw new IllegalStateException("the flat update needs whole arrays of FLOAT");
    }
    return array.data().asNioFloat();
  }

  static Optional<String> objection(long numbers, Layer[] layers) {
    if (numbers > Integer.MAX_VALUE / Float.BYTES / 2) {
      return Optional.of("it has more than " + Integer.MAX_VALUE / Float.BYTES / 2 + " numbers");
    }
    for (Layer layer : layers) {
      for (String name : layer.paramTable().keySet()) {
        TrainingConfig conf = layer.getConfig();
        IUpdater updater = conf.getUpdaterByParam(name);
        if (UpdaterForms.rule(updater).isEmpty()) {
          return Optional.of("there is no compiled form of the updater " + updater);
        }
        if (FlatParameter.penalty(conf, name).isEmpty()) {
          return Optional.of("there is no compiled form of the penalties of parameter " + name);
        }
      }
    }
    return Optional.empty();
  }

  /** Takes a step by the first array of gradients and counts it. */
  public void step() {
    step(Gradients.WHOLE);
  }

  /** Takes a step and counts it. */
  public void step(Gradients gradients) {
    int iteration = network.iterations();
    int epoch = network.epochs();
    float factor = clip.norm() > 0 ? (float) clip.factor(norm(gradients)) : 1;
    cores.each(shares.size(), share -> shares.get(share).step(gradients, factor, iteration, epoch));
    network.iterations(iteration + 1);
  }

  /** The Euclidean norm of all gradients together. */
  private double norm(Gradients gradients) {
    double[] squares = new double[shares.size()];
    cores.each(
        shares.size(), share -> squares[share] = shares.get(share).squaredGradients(gradients));
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }
}
