package io.espalier.engine.step;

import java.util.Optional;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution over the steps of sequences: {@code [steps, batch, features] -> [windows, batch,
 * channels]}. As DL4J has it, a sequence has as many steps behind windows of stride 1 as before
 * them; behind others those whose window, laid around its step, has one that there is.
 */
final class StepConvolutionStage implements Stage {
  private final RecordedParameter weights;
  private final IntFunction<StepWindows> windows;
  private final boolean masked;
  private final Stage behind;
  private Optional<WindowProducts> products = Optional.empty();
  private Optional<Sequences> results = Optional.empty();

  /**
   * A layer.
   *
   * @param weights {@code [kernel, features, channels]}
   * @param windows those over so many steps
   * @param masked whether it puts out zeros at steps that there are not
   * @param behind what becomes of the sums of the windows, row by row
   */
  StepConvolutionStage(
      RecordedParameter weights, IntFunction<StepWindows> windows, boolean masked, Stage behind) {
    this.weights = weights;
    this.windows = windows;
    this.masked = masked;
    this.behind = behind;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    StepWindows over = windows.apply(Math.toIntExact(batch.size(0)));
    WindowProducts made = WindowProducts.of(over, weights);
    products = Optional.of(made);
    INDArray sums = recording.array(over.outputs(), batch.size(1), weights.value().size(2));
    made.forward(batch, sums, recording);
    INDArray outputs =
        behind
            .forward(RecurrentStage.rows(sums, 0, over.outputs()), recording)
            .reshape('c', sums.shape());
    Sequences before = recording.sequences();
    Sequences after = over.stride() == 1 ? before : before.behind(over.around(), recording);
    results = Optional.of(after);
    recording.taken(results);
    clearMissing(outputs, recording);
    return outputs;
  }

  private void clearMissing(INDArray array, Recording recording) {
    if (masked) {
      results.orElseThrow().clearMissing(array, recording);
    }
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    clearMissing(above, recording);
    INDArray delta =
        behind
            .backward(RecurrentStage.rows(above, 0, above.size(0)), true, recording)
            .reshape('c', above.shape());
    products.orElseThrow().ofWeights(delta, recording);
    return below ? products.orElseThrow().ofInputs(delta, recording) : delta;
  }
}
