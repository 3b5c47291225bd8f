package io.espalier.engine.step;

import io.espalier.wire.GradientClip;
import java.nio.FloatBuffer;
import java.util.Arrays;
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
 * precision, a few thousand numbers at a time: everything happens to them while they are in the
 * first cache. Gradients must be means over the batch.
 */
public final class FlatUpdate {
  private static final int CHUNK = 512;

  private final Network network;
  private final FloatBuffer weights;
  private final FloatBuffer gradients;
  private final FloatBuffer state;
  private final List<FlatParameter> stretches;
  private final GradientClip clip;
  private final float[] rates = new float[CHUNK];
  private final float[] w = new float[CHUNK];
  private final float[] g = new float[CHUNK];
  private final float[] first = new float[CHUNK];
  private final float[] second = new float[CHUNK];

  /**
   * For a network in single precision.
   *
   * @throws IllegalArgumentException if its updater or a penalty has no compiled form
   */
  public FlatUpdate(Network network, GradientClip clip) {
    objection(network.model().numParams(), network.layers())
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException("the network cannot be updated: " + objection);
            });
    this.network = network;
    this.clip = clip;
    BaseMultiLayerUpdater<?> updater = network.updater();
    stretches = FlatParameter.of(updater);
    weights = numbers(network.model().params());
    gradients = numbers(network.gradients());
    INDArray stateView = updater.getStateViewArray();
    state = stateView == null || stateView.isEmpty() ? FloatBuffer.allocate(0) : numbers(stateView);
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

  /** Takes a step and counts it. */
  public void step() {
    int iteration = network.iterations();
    int epoch = network.epochs();
    boolean flush = Denormals.due(iteration);
    float factor = clip.norm() > 0 ? (float) clip.factor(norm()) : 1;
    for (FlatParameter stretch : stretches) {
      double learningRate =
          stretch.updater().hasLearningRate()
              ? stretch.updater().getLearningRate(iteration, epoch)
              : 1;
      float rate = (float) stretch.rule().rate(learningRate, iteration);
      Arrays.fill(rates, 0, Math.min(CHUNK, stretch.length()), rate);
      for (int done = 0; done < stretch.length(); done += CHUNK) {
        int n = Math.min(CHUNK, stretch.length() - done);
        gradients.get(stretch.from() + done, g, 0, n);
        if (stretch.trained()) {
          clip(n, factor);
        }
        apply(stretch, done, n, learningRate, flush);
      }
    }
    network.iterations(iteration + 1);
  }

  /** The Euclidean norm of all gradients together. */
  private double norm() {
    double squares = 0;
    for (FlatParameter stretch : stretches) {
      for (int done = 0; stretch.trained() && done < stretch.length(); done += CHUNK) {
        int n = Math.min(CHUNK, stretch.length() - done);
        gradients.get(stretch.from() + done, g, 0, n);
        for (int i = 0; i < n; i++) {
          squares += (double) g[i] * g[i];
        }
      }
    }
    return Math.sqrt(squares);
  }

  private void clip(int n, float factor) {
    if (factor < 1) {
      for (int i = 0; i < n; i++) {
        g[i] *= factor;
      }
    }
    if (clip.value() > 0) {
      float most = (float) clip.value();
      for (int i = 0; i < n; i++) {
        g[i] = Math.max(-most, Math.min(most, g[i]));
      }
    }
  }

  /** Updates numbers whose gradients have been read. */
  private void apply(FlatParameter stretch, int done, int n, double learningRate, boolean flush) {
    int at = stretch.from() + done;
    int stateAt = stretch.state() + done;
    int states = stretch.rule().states();
    weights.get(at, w, 0, n);
    if (states > 0) {
      state.get(stateAt, first, 0, n);
    }
    if (states > 1) {
      state.get(stateAt + stretch.gap(), second, 0, n);
    }
    stretch.penalty().apply(w, g, n, learningRate);
    stretch.rule().apply(w, g, first, second, n, rates);
    if (flush) {
      Denormals.flush(w, n);
      Denormals.flush(first, n);
      Denormals.flush(second, n);
    }
    weights.put(at, w, 0, n);
    if (states > 0) {
      state.put(stateAt, first, 0, n);
    }
    if (states > 1) {
      state.put(stateAt + stretch.gap(), second, 0, n);
    }
  }
}
