package io.espalier.engine.lanes;

import io.espalier.engine.step.MaskSource;
import java.util.Arrays;
import java.util.List;

/** Drops numbers of each lane with its own probability, as it draws by itself. */
final class LaneDropout implements LaneStage {
  private final List<MaskSource> masks;
  private final double[] keeps;
  private final LaneRows outputs;
  private final LaneMatrix mask;
  private float[] drawn = {};
  private LaneRows inputs;

  /**
   * The stage.
   *
   * @param keeps the probability with which each lane keeps a number; 1 draws nothing
   */
  LaneDropout(List<MaskSource> masks, double[] keeps, int units) {
    this.masks = masks;
    this.keeps = keeps.clone();
    outputs = new LaneRows(units, keeps.length);
    mask = new LaneMatrix(units, keeps.length);
    inputs = outputs;
  }

  @Override
  public LaneRows forward(LaneRows given, int examples, boolean training) {
    inputs = given;
    if (!training) {
      return inputs;
    }
    outputs.reserve(examples);
    mask.reserve(examples);
    draw(examples);
    multiply(inputs.numbers(), outputs.numbers(), examples);
    return outputs;
  }

  private void draw(int examples) {
    int units = mask.units();
    if (drawn.length < examples * units) {
      drawn = new float[examples * units];
    }
    for (int lane = 0; lane < keeps.length; lane++) {
      if (keeps[lane] < 1) {
        masks.get(lane).fill(drawn, examples * units, keeps[lane]);
      } else {
        Arrays.fill(drawn, 0, examples * units, 1);
      }
      for (int row = 0, i = 0; row < examples; row++) {
        for (int unit = 0; unit < units; unit++, i++) {
          mask.set(row, unit, lane, drawn[i]);
        }
      }
    }
  }

  private void multiply(LaneMatrix from, LaneMatrix to, int examples) {
    for (int block = 0; block < to.blocks(); block++) {
      for (int row = 0; row < examples; row++) {
        multiply(from.block(block)[row], mask.block(block)[row], to.block(block)[row]);
      }
    }
  }

  private static void multiply(float[] a, float[] b, float[] product) {
    for (int j = 0; j < product.length; j++) {
      product[j] = a[j] * b[j];
    }
  }

  @Override
  public void backward(int examples, boolean below) {
    if (below) {
      multiply(outputs.delta(), inputs.delta(), examples);
    }
  }
}
