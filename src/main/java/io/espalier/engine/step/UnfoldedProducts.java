package io.espalier.engine.step;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Products of few features: all windows as a matrix, and one product with it. */
final class UnfoldedProducts implements WindowProducts {
  private final StepWindows windows;
  private final RecordedParameter weights;
  private INDArray inputs = Nd4j.empty();
  private INDArray matrix = Nd4j.empty();

  UnfoldedProducts(StepWindows windows, RecordedParameter weights) {
    this.windows = windows;
    this.weights = weights;
  }

  private static INDArray flat(INDArray byStep) {
    return byStep.reshape('c', byStep.size(0) * byStep.size(1), byStep.size(2));
  }

  @Override
  public void forward(INDArray batch, INDArray sums, Recording recording) {
    inputs = batch;
    long rows = windows.outputs() * batch.size(1);
    matrix = recording.array(rows, windows.kernel() * batch.size(2));
    recording.operation(Operation.of("unfold", this::unfold, inputs, matrix));
    INDArray rowsOfSums = RecurrentStage.rows(sums, 0, windows.outputs());
    recording.product(matrix, false, flat(weights.value()), rowsOfSums);
  }

  private void unfold() {
    ByteBuffer source = inputs.data().asNio();
    ByteBuffer target = matrix.data().asNio();
    int bytes = (int) inputs.size(2) * inputs.dataType().width();
    byte[] zeros = new byte[bytes];
    int examples = (int) inputs.size(1);
    for (int window = 0; window < windows.outputs(); window++) {
      for (int k = 0; k < windows.kernel(); k++) {
        int step = windows.step(window, k);
        boolean inside = windows.isInside(step);
        for (int i = 0; i < examples; i++) {
          int to = ((window * examples + i) * windows.kernel() + k) * bytes;
          if (inside) {
            target.put(to, source, (step * examples + i) * bytes, bytes);
          } else {
            target.put(to, zeros);
          }
        }
      }
    }
  }

  @Override
  public void ofWeights(INDArray delta, Recording recording) {
    INDArray rows = RecurrentStage.rows(delta, 0, windows.outputs());
    recording.product(matrix, true, rows, flat(weights.gradient()));
  }

  /** Takes the place of the matrix, which nobody reads any more. */
  @Override
  public INDArray ofInputs(INDArray delta, Recording recording) {
    INDArray rows = RecurrentStage.rows(delta, 0, windows.outputs());
    recording.product(rows, false, flat(weights.value()).transpose(), matrix);
    INDArray result = recording.array(inputs.shape());
    ArrayNumbers source = ArrayNumbers.of(matrix);
    ArrayNumbers target = ArrayNumbers.of(result);
    double[] perWindow = new double[Math.toIntExact(inputs.size(1) * matrix.size(1))];
    double[] sums = new double[Math.toIntExact(inputs.length())];
    recording.operation(
        Operation.of(
            "fold",
            () -> {
              Arrays.fill(sums, 0);
              for (int window = 0; window < windows.outputs(); window++) {
                source.get(window * perWindow.length, perWindow);
                fold(window, perWindow, sums);
              }
              target.put(0, sums);
            },
            matrix,
            result));
    return result;
  }

  private void fold(int window, double[] numbers, double[] sums) {
    int features = (int) inputs.size(2);
    int examples = (int) inputs.size(1);
    for (int k = 0; k < windows.kernel(); k++) {
      int step = windows.step(window, k);
      for (int i = 0; i < examples && windows.isInside(step); i++) {
        int from = (i * windows.kernel() + k) * features;
        int to = (step * examples + i) * features;
        for (int feature = 0; feature < features; feature++) {
          sums[to + feature] += numbers[from + feature];
        }
      }
    }
  }
}
