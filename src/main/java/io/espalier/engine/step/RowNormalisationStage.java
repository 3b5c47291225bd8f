package io.espalier.engine.step;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016) of a layer's products, {@code [batch, units]},
 * before its bias: y = γ·(x − μ)/(σ + 10⁻¹²) with the mean and the deviation of each row, as DL4J
 * has it. In single precision by {@link RowNormalisation}, else by ND4J's operation.
 */
final class RowNormalisationStage implements Stage {
  private final RecordedParameter gains;
  private final Stage behind;
  private Optional<RowNormalisation> rows = Optional.empty();
  private INDArray sums = Nd4j.empty();

  /**
   * Of a layer.
   *
   * @param gains γ
   * @param behind what becomes of what is normalised
   */
  RowNormalisationStage(RecordedParameter gains, Stage behind) {
    this.gains = gains;
    this.behind = behind;
  }

  @Override
  public INDArray forward(INDArray inputs, Recording recording) {
    sums = inputs;
    INDArray outputs = recording.array(inputs.shape());
    if (recording.single()) {
      RowNormalisation made = new RowNormalisation(inputs);
      rows = Optional.of(made);
      made.forward(gains.value(), outputs, recording);
    } else {
      recording.call(
          "layer_norm",
          new INDArray[] {outputs},
          new INDArray[] {inputs, flat(gains.value())},
          new long[] {1});
    }
    return behind.forward(outputs, recording);
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    INDArray delta = behind.backward(above, true, recording);
    if (rows.isPresent()) {
      rows.get().backward(delta, gains, recording);
      return delta;
    }
    INDArray result = recording.array(sums.shape());
    recording.call(
        "layer_norm_bp",
        new INDArray[] {result, flat(gains.gradient())},
        new INDArray[] {sums, flat(gains.value()), delta},
        new long[] {1});
    return result;
  }

  private static INDArray flat(INDArray vector) {
    return vector.reshape(vector.length());
  }

  @Override
  public boolean yieldsOutputs() {
    return behind.yieldsOutputs();
  }
}
