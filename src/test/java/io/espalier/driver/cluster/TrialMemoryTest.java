package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.engine.trial.Examples;
import io.espalier.model.LayerShapes;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import org.junit.jupiter.api.Test;

class TrialMemoryTest {
  private static final InputShape INPUT = new InputShape.Flat(6);

  /** 23 examples to train on. */
  private static final PreparedData DATA = Examples.classes(INPUT);

  private static final ModelSpec MODEL = Specs.mlp(Specs.dense(10));
  private static final LayerShapes SHAPES = LayerShapes.of(MODEL, INPUT, 3);

  @Test
  void weightsCountWithGradientUpdaterStateAndACopy() {
    // (6 + 1) × 10 + (10 + 1) × 3 = 103 parameters of 4 bytes
    long plain = nativeBytes(new Updater.Sgd(0.1), 8);
    assertThat(nativeBytes(new Updater.Momentum(0.1, 0.9), 8) - plain).isEqualTo(4 * 103);
    assertThat(nativeBytes(Specs.adam(), 8) - plain).isEqualTo(2 * 4 * 103);
    // 6 + 10 + 3 numbers; batches of 8, 7 at the end and up to 256 in measuring; 5 arrays of each;
    // 32 MB for libraries
    assertThat(plain).isEqualTo(3 * 4 * 103 + 5 * 4 * 19 * (8 + 7 + 256) + (32 << 20));
  }

  @Test
  void channelsOfImagesFillWholeBlocks() {
    InputShape images = new InputShape.Image(2, 6, 6);
    LayerShapes shapes = LayerShapes.of(Specs.cnn(Specs.conv(5, 3, 1, 0)), images, 3);
    // a convolution to 5 × 4 × 4 numbers with 95 parameters, 81 × 3 parameters behind it; 72 + 80 +
    // 3 numbers, of which 2 arrays of a convolution have 16 channels
    assertThat(
            TrialMemory.of(
                    shapes, Specs.training(new Updater.Sgd(0.1), 8), Examples.classes(images))
                .nativeBytes())
        .isEqualTo(3 * 4 * (95 + 243) + 4 * (5 * 155 + 2 * 11 * 16) * (8 + 7 + 256) + (32 << 20));
  }

  @Test
  void aCoreBeyondOneTakesAnArrayOfGradients() {
    assertThat(TrialMemory.of(SHAPES, Specs.training(Specs.adam(), 8), DATA).gradientBytes())
        .isEqualTo(4 * 103);
  }

  @Test
  void aBatchIsNeverLargerThanThePart() {
    assertThat(nativeBytes(new Updater.Sgd(0.1), TrainingSpec.WHOLE_PART))
        .isEqualTo(nativeBytes(new Updater.Sgd(0.1), 23));
  }

  @Test
  void theHeapHoldsTheInputsOfABatch() {
    TrainingSpec training = Specs.training(Specs.adam(), 8);
    assertThat(TrialMemory.of(SHAPES, training, DATA).heapBytes()).isEqualTo(4 * 6 * 256);
  }

  private static long nativeBytes(Updater updater, int batch) {
    return TrialMemory.of(SHAPES, Specs.training(updater, batch), DATA).nativeBytes();
  }
}
