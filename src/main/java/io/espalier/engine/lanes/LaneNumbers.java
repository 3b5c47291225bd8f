package io.espalier.engine.lanes;

import io.espalier.engine.step.FlatParameter;
import java.nio.FloatBuffer;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights, gradients and updater states of all lanes. In a network's own arrays the weights of a
 * layer lie output by output, here input by input.
 */
record LaneNumbers(List<Part> parts) {
  /** A parameter: of weights a row for each input, of biases one. */
  record Part(
      FlatParameter stretch,
      LaneMatrix weights,
      LaneMatrix gradients,
      LaneMatrix first,
      LaneMatrix second) {
    static Part of(FlatParameter stretch, int rows, int lanes) {
      int units = stretch.length() / rows;
      int states = stretch.rule().states();
      return new Part(
          stretch,
          new LaneMatrix(rows, units, lanes),
          new LaneMatrix(rows, units, lanes),
          new LaneMatrix(states > 0 ? rows : 0, units, lanes),
          new LaneMatrix(states > 1 ? rows : 0, units, lanes));
    }

    private void load(LaneMatrix matrix, FloatBuffer own, int from, int lane) {
      for (int unit = 0, at = from; unit < matrix.units(); unit++) {
        for (int row = 0; row < weights.rows(); row++, at++) {
          matrix.set(row, unit, lane, own.get(at));
        }
      }
    }

    private void store(LaneMatrix matrix, FloatBuffer own, int from, int lane) {
      for (int unit = 0, at = from; unit < matrix.units(); unit++) {
        for (int row = 0; row < weights.rows(); row++, at++) {
          own.put(at, matrix.get(row, unit, lane));
        }
      }
    }
  }

  LaneNumbers {
    parts = List.copyOf(parts);
  }

  int lanes() {
    return parts.get(0).weights().lanes();
  }

  /** Takes a lane's numbers from a network. */
  void load(MultiLayerNetwork network, int lane) {
    FloatBuffer own = network.params().data().asNioFloat();
    FloatBuffer state = state(network);
    for (Part part : parts) {
      FlatParameter stretch = part.stretch();
      part.load(part.weights(), own, stretch.from(), lane);
      if (stretch.rule().states() > 0) {
        part.load(part.first(), state, stretch.state(), lane);
      }
      if (stretch.rule().states() > 1) {
        part.load(part.second(), state, stretch.state() + stretch.gap(), lane);
      }
    }
  }

  /** Gives a lane's numbers to its network. */
  void store(MultiLayerNetwork network, int lane) {
    FloatBuffer own = network.params().data().asNioFloat();
    FloatBuffer state = state(network);
    for (Part part : parts) {
      FlatParameter stretch = part.stretch();
      part.store(part.weights(), own, stretch.from(), lane);
      if (stretch.rule().states() > 0) {
        part.store(part.first(), state, stretch.state(), lane);
      }
      if (stretch.rule().states() > 1) {
        part.store(part.second(), state, stretch.state() + stretch.gap(), lane);
      }
    }
  }

  private static FloatBuffer state(MultiLayerNetwork network) {
    INDArray state = ((BaseMultiLayerUpdater<?>) network.getUpdater()).getStateViewArray();
    return state == null || state.isEmpty() ? FloatBuffer.allocate(0) : state.data().asNioFloat();
  }

  /** NaN if there is one among a lane's weights, else infinity if there is one, else 0. */
  double broken(int lane) {
    if (parts.stream().allMatch(part -> part.weights().finite())) {
      return 0;
    }
    double worst = 0;
    for (Part part : parts) {
      LaneMatrix weights = part.weights();
      for (int row = 0; row < weights.rows(); row++) {
        for (int unit = 0; unit < weights.units(); unit++) {
          float weight = weights.get(row, unit, lane);
          if (Float.isNaN(weight)) {
            return Double.NaN;
          }
          worst = Float.isInfinite(weight) ? Double.POSITIVE_INFINITY : worst;
        }
      }
    }
    return worst;
  }
}
