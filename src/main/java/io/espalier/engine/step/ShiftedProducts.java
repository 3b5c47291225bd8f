package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products of many features: one for each step of the windows, with the inputs so many steps
 * further on, which lie below each other as they are. Of windows with a stride the steps are taken
 * in turn into as many arrays, so that the same holds of each.
 */
final class ShiftedProducts implements WindowProducts {
  /** With fewer of them the sums are read and written more often than it pays. */
  static final int FEWEST_FEATURES = 24;

  private final StepWindows windows;
  private final RecordedParameter weights;
  private final List<Shift> shifts = new ArrayList<>();
  private INDArray inputs = Nd4j.empty();
  private Optional<StepTurns> turns = Optional.empty();

  ShiftedProducts(StepWindows windows, RecordedParameter weights) {
    this.windows = windows;
    this.weights = weights;
    for (int k = 0; k < windows.kernel(); k++) {
      shifts.add(Shift.of(windows, k));
    }
    shifts.sort(Comparator.comparingInt(shift -> -shift.length()));
  }

  /**
   * Where the k-th steps of windows are: those of window w in a turn's step w + {@code by}.
   *
   * @param turn which of the arrays they are in
   * @param from the first window whose k-th step there is
   * @param to behind the last one
   */
  private record Shift(int k, int turn, int by, int from, int to) {
    static Shift of(StepWindows windows, int k) {
      int offset = windows.step(0, k);
      int turn = Math.floorMod(offset, windows.stride());
      int by = Math.floorDiv(offset, windows.stride());
      int steps = StepTurns.steps(windows.inputs(), windows.stride(), turn);
      int from = Math.max(0, -by);
      return new Shift(k, turn, by, from, Math.max(from, Math.min(windows.outputs(), steps - by)));
    }

    int length() {
      return to - from;
    }

    /** The matrix of this step of a window. */
    INDArray ofWindow(INDArray weights) {
      return RecurrentStage.rows(weights, k, k + 1L);
    }

    INDArray ofWindows(INDArray array) {
      return RecurrentStage.rows(array, from, to);
    }

    INDArray ofSteps(INDArray array) {
      return RecurrentStage.rows(array, from + by, to + by);
    }
  }

  @Override
  public void forward(INDArray batch, INDArray sums, Recording recording) {
    inputs = batch;
    StepTurns filled = StepTurns.of(batch, windows.stride(), recording);
    filled.fill(recording);
    turns = Optional.of(filled);
    boolean begun = shifts.get(0).length() == windows.outputs();
    if (!begun) {
      recording.zeros(sums);
    }
    for (Shift shift : shifts) {
      if (shift.length() > 0) {
        INDArray left = shift.ofSteps(filled.array(shift.turn()));
        INDArray right = shift.ofWindow(weights.value());
        boolean first = begun && shift.equals(shifts.get(0));
        product(first, left, right, shift.ofWindows(sums), recording);
      }
    }
  }

  private static void product(
      boolean first, INDArray left, INDArray right, INDArray output, Recording recording) {
    if (first) {
      recording.product(left, false, right, output);
    } else {
      recording.addProduct(left, right, output);
    }
  }

  @Override
  public void ofWeights(INDArray delta, Recording recording) {
    for (Shift shift : shifts) {
      INDArray gradient = shift.ofWindow(weights.gradient());
      if (shift.length() > 0) {
        INDArray steps = shift.ofSteps(turns.orElseThrow().array(shift.turn()));
        recording.product(steps, true, shift.ofWindows(delta), gradient);
      } else {
        recording.zeros(gradient);
      }
    }
  }

  @Override
  public INDArray ofInputs(INDArray delta, Recording recording) {
    INDArray whole = recording.array(inputs.shape());
    StepTurns results = StepTurns.of(whole, windows.stride(), recording);
    for (int turn = 0; turn < windows.stride(); turn++) {
      if (!results.array(turn).isEmpty()) {
        ofTurn(turn, delta, results.array(turn), recording);
      }
    }
    return results.together(recording);
  }

  private void ofTurn(int turn, INDArray delta, INDArray result, Recording recording) {
    List<Shift> some =
        shifts.stream().filter(shift -> shift.turn() == turn && shift.length() > 0).toList();
    boolean begun = !some.isEmpty() && some.get(0).length() == result.size(0);
    if (!begun) {
      recording.zeros(result);
    }
    for (Shift shift : some) {
      INDArray right = shift.ofWindow(weights.value()).transpose();
      boolean first = begun && shift.equals(some.get(0));
      product(first, shift.ofWindows(delta), right, shift.ofSteps(result), recording);
    }
  }
}
