package io.espalier.engine.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running half of {@link StepPooling}, number by number. */
final class StepPoolingLayer extends PoolingLayer<StepPooling> {
  private static final long serialVersionUID = 1L;

  StepPoolingLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** What is done with each step that a window has. */
  private interface Visitor {
    /**
     * Meets a step.
     *
     * @param window the window's place among the outputs
     * @param step the step's place among the inputs
     * @param counted how many steps the window has
     */
    void meet(int window, int step, int counted);
  }

  /** Goes through all windows of all features, and through the steps that each has. */
  private void visit(Visitor visitor) {
    int features = (int) input.size(1);
    int steps = (int) input.size(2);
    int windows = (int) layerConf().windows(steps);
    for (int row = 0; row < input.size(0) * features; row++) {
      for (int window = 0; window < windows; window++) {
        int from = window * layerConf().stride();
        int to = Math.min(steps, from + layerConf().kernel());
        int counted = 0;
        for (int step = from; step < to; step++) {
          counted += isThere(row / features, step) ? 1 : 0;
        }
        for (int step = from; step < to; step++) {
          if (isThere(row / features, step)) {
            visitor.meet(row * windows + window, row * steps + step, counted);
          }
        }
      }
    }
  }

  private boolean isThere(int example, int step) {
    return maskArray == null || maskArray.getDouble(example, step) != 0;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    long[] shape = {input.size(0), input.size(1), layerConf().windows(input.size(2))};
    double[] numbers = numbers(input);
    double[] outputs = new double[(int) (shape[0] * shape[1] * shape[2])];
    if (layerConf().pooling() == PoolingType.MAX) {
      int[] largest = largest(numbers, outputs.length);
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = largest[i] < 0 ? 0 : numbers[largest[i]];
      }
    } else {
      visit((window, step, counted) -> outputs[window] += numbers[step] * share(counted));
    }
    return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, array(outputs, shape));
  }

  /** Where the first of the largest numbers of each window is; −1 of a window without steps. */
  private int[] largest(double[] numbers, int windows) {
    int[] largest = new int[windows];
    Arrays.fill(largest, -1);
    visit(
        (window, step, counted) -> {
          if (largest[window] < 0 || numbers[step] > numbers[largest[window]]) {
            largest[window] = step;
          }
        });
    return largest;
  }

  private double share(int counted) {
    return layerConf().pooling() == PoolingType.AVG ? 1.0 / counted : 1;
  }

  private static double[] numbers(INDArray array) {
    return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }

  private INDArray array(double[] numbers, long[] shape) {
    return Nd4j.createFromArray(numbers).reshape('c', shape).castTo(dataType);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    double[] deltas = numbers(epsilon);
    double[] below = new double[(int) input.length()];
    if (layerConf().pooling() == PoolingType.MAX) {
      int[] largest = largest(numbers(input), deltas.length);
      for (int i = 0; i < deltas.length; i++) {
        if (largest[i] >= 0) {
          below[largest[i]] += deltas[i];
        }
      }
    } else {
      visit((window, step, counted) -> below[step] += deltas[window] * share(counted));
    }
    INDArray result = array(below, input.shape());
    return new Pair<>(
        new DefaultGradient(), workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, result));
  }

  /** Keeps the mask of the inputs; a window is there if one of its steps is. */
  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
      @Nullable INDArray mask, @Nullable MaskState state, int minibatchSize) {
    setMaskArray(mask);
    if (mask == null) {
      return null;
    }
    int steps = (int) mask.size(1);
    int windows = (int) layerConf().windows(steps);
    INDArray behind = Nd4j.zeros(mask.dataType(), mask.size(0), windows);
    for (int example = 0; example < mask.size(0); example++) {
      for (int window = 0; window < windows; window++) {
        int from = window * layerConf().stride();
        for (int step = from; step < Math.min(steps, from + layerConf().kernel()); step++) {
          if (isThere(example, step)) {
            behind.putScalar(example, window, 1);
          }
        }
      }
    }
    return new Pair<>(behind, state);
  }
}
