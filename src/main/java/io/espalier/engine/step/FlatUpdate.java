package io.espalier.engine.step;

import io.espalier.wire.GradientClip;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The updater's step over a network's flat parameters, gradients and updater state, in single
 * precision, a few thousand numbers at a time: everything happens to them while they are in the
 * first cache. Gradients must be means over the batch.
 */
public final class FlatUpdate {
  private static final int CHUNK = 512;

  /** Between two steps that flush, nothing decays from {@link #TINY} to a denormal number. */
  private static final int STEPS_BETWEEN_FLUSHES = 64;

  private static final float TINY = 1e-30f;

  private final StepCount count;
  private final FloatBuffer weights;
  private final FloatBuffer gradients;
  private final FloatBuffer state;
  private final List<Stretch> stretches;
  private final GradientClip clip;
  private final float[] w = new float[CHUNK];
  private final float[] g = new float[CHUNK];
  private final float[] first = new float[CHUNK];
  private final float[] second = new float[CHUNK];

  /** One parameter in the flat arrays; second states lie {@code gap} after first ones. */
  private record Stretch(
      int from, int length, int state, int gap, Rule rule, Penalty penalty, IUpdater updater) {
    /** Running statistics are not: what stands for their gradient is their change. */
    boolean trained() {
      return !(updater instanceof NoOp);
    }
  }

  /** For a network that {@link Compilability} has nothing against, in single precision. */
  public FlatUpdate(MultiLayerNetwork network, GradientClip clip) {
    this(
        network.params(),
        network.getFlattenedGradients(),
        (BaseMultiLayerUpdater<?>) network.getUpdater(),
        StepCount.of(network),
        clip);
  }

  /**
   * The same for a graph network, whose gradients have been initialised.
   *
   * @throws IllegalArgumentException if its updater or a penalty has no compiled form
   */
  public FlatUpdate(ComputationGraph network, GradientClip clip) {
    this(
        network.params(),
        network.getFlattenedGradients(),
        network.getUpdater(),
        StepCount.of(network),
        clip);
    objection(network.numParams(), network.getLayers())
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException("the network cannot be updated: " + objection);
            });
  }

  private FlatUpdate(
      INDArray weights,
      INDArray gradients,
      BaseMultiLayerUpdater<?> updater,
      StepCount count,
      GradientClip clip) {
    this.count = count;
    this.clip = clip;
    stretches = stretches(updater);
    this.weights = numbers(weights);
    this.gradients = numbers(gradients);
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
        if (penalty(conf, name).isEmpty()) {
          return Optional.of("there is no compiled form of the penalties of parameter " + name);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Penalty> penalty(TrainingConfig conf, String parameter) {
    return conf instanceof BaseLayer layer
        ? Penalty.of(layer.getRegularizationByParam(parameter))
        : Optional.of(new Penalty(0, 0, 0));
  }

  private static List<Stretch> stretches(BaseMultiLayerUpdater<?> updater) {
    List<Stretch> stretches = new ArrayList<>();
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
      for (ParamState parameter : block.getLayersAndVariablesInBlock()) {
        TrainingConfig conf = parameter.getLayer().getConfig();
        IUpdater rule = conf.getUpdaterByParam(parameter.getParamName());
        int from = parameter.getParamOffsetStart();
        stretches.add(
            new Stretch(
                from,
                parameter.getParamOffsetEnd() - from,
                block.getUpdaterViewOffsetStart() + from - block.getParamOffsetStart(),
                length,
                UpdaterForms.rule(rule).orElseThrow(),
                penalty(conf, parameter.getParamName()).orElseThrow(),
                rule));
      }
    }
    return stretches;
  }

  /** Takes a step and counts it. */
  public void step() {
    int iteration = count.steps().getAsInt();
    int epoch = count.epochs().getAsInt();
    boolean flush = iteration % STEPS_BETWEEN_FLUSHES == STEPS_BETWEEN_FLUSHES - 1;
    float factor = clip.norm() > 0 ? (float) clip.factor(norm()) : 1;
    for (Stretch stretch : stretches) {
      double learningRate =
          stretch.updater.hasLearningRate() ? stretch.updater.getLearningRate(iteration, epoch) : 1;
      float rate = (float) stretch.rule.rate(learningRate, iteration);
      for (int done = 0; done < stretch.length; done += CHUNK) {
        int n = Math.min(CHUNK, stretch.length - done);
        gradients.get(stretch.from + done, g, 0, n);
        if (stretch.trained()) {
          clip(n, factor);
        }
        apply(stretch, done, n, learningRate, rate, flush);
      }
    }
    count.setSteps().accept(iteration + 1);
  }

  /** The Euclidean norm of all gradients together. */
  private double norm() {
    double squares = 0;
    for (Stretch stretch : stretches) {
      for (int done = 0; stretch.trained() && done < stretch.length; done += CHUNK) {
        int n = Math.min(CHUNK, stretch.length - done);
        gradients.get(stretch.from + done, g, 0, n);
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
  private void apply(
      Stretch stretch, int done, int n, double learningRate, float rate, boolean flush) {
    int at = stretch.from + done;
    int stateAt = stretch.state + done;
    int states = stretch.rule.states();
    weights.get(at, w, 0, n);
    if (states > 0) {
      state.get(stateAt, first, 0, n);
    }
    if (states > 1) {
      state.get(stateAt + stretch.gap, second, 0, n);
    }
    stretch.penalty.apply(w, g, n, learningRate);
    stretch.rule.apply(w, g, first, second, n, rate);
    if (flush) {
      flush(w, n);
      flush(first, n);
      flush(second, n);
    }
    weights.put(at, w, 0, n);
    if (states > 0) {
      state.put(stateAt, first, 0, n);
    }
    if (states > 1) {
      state.put(stateAt + stretch.gap, second, 0, n);
    }
  }

  /** What decays for ever ends in denormal numbers, which slow every later step. */
  private static void flush(float[] numbers, int n) {
    for (int i = 0; i < n; i++) {
      if (Math.abs(numbers[i]) < TINY) {
        numbers[i] = 0;
      }
    }
  }
}
