package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.engine.step.Cores;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchSourceTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 64, 64);
  private static final ModelSpec MODEL = cnn(conv(3, 3, 1, 0));

  private static PreparedData bytes() {
    PreparedData examples = Examples.classes(IMAGE);
    byte[] values = new byte[44 * IMAGE.size()];
    new SplittableRandom(3).nextBytes(values);
    Dataset dataset =
        new Dataset(IMAGE, new Features.Bytes(values), examples.dataset().targets(), List.of(), 0);
    Normalisation unit =
        new Normalisation(1f / 255, new float[] {0.4f, 0.5f}, new float[] {0.3f, 0.3f}, false);
    return new PreparedData(dataset, examples.split(), unit, "bytes");
  }

  /** 23 images of 8,192 numbers pay for two cores, 5 for one. */
  @Test
  void coresMakeTheBatchOfOne() {
    PreparedData data = bytes();
    int[] rows = data.split().train();
    try (Cores cores = Cores.of(3);
        BatchSource shared = new BatchSource(data, MODEL, cores);
        BatchSource alone = new BatchSource(data, MODEL)) {
      assertThat(cores.shares(23 * 8192)).isEqualTo(2);
      for (int from : List.of(0, 18, 0)) {
        int examples = from == 0 ? 23 : 5;
        assertThat(shared.batch(rows, from, examples).inputs().data().asFloat())
            .isEqualTo(alone.batch(rows, from, examples).inputs().data().asFloat());
      }
    }
  }
}
