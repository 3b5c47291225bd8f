package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.MemoryNeed;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryNeedTest {
  @TempDir private Path folder;
  private TinyExperiments tiny;

  @BeforeEach
  void prepare() {
    tiny = new TinyExperiments(folder);
  }

  @Test
  void theLargestRowCounts() {
    String both = "model.layers.0.dense.units={ grid = [3, 4000] }";
    String large = "model.layers.0.dense.units=4000";
    String small = "model.layers.0.dense.units=3";
    long largest = need(TinyExperiments.BLOBS, large).trialNativeBytes();
    assertThat(need(TinyExperiments.BLOBS, both).trialNativeBytes()).isEqualTo(largest);
    assertThat(need(TinyExperiments.BLOBS, small).trialNativeBytes()).isLessThan(largest);
  }

  /** 32 networks 4-3-3 of 27 numbers, with gradients; the arrays of their lanes are in the heap. */
  @Test
  void thoseThatTrainSideBySideCountTogether() {
    String one = "model.layers.0.dense.units=3";
    MemoryNeed alone = need(TinyExperiments.BLOBS, one, "search.fusion=off");
    MemoryNeed two = need(TinyExperiments.BLOBS, one, "search.fusion=2");
    MemoryNeed all = need(TinyExperiments.BLOBS, one);
    assertThat(two.trialHeapBytes()).isGreaterThan(alone.trialHeapBytes());
    assertThat(all.trialHeapBytes()).isGreaterThan(4 * two.trialHeapBytes());
    String folds = "data { validation = 0, folds = 4 }\n";
    assertThat(need(TinyExperiments.BLOBS + folds, one).trialHeapBytes())
        .as("folds have batches of their own")
        .isGreaterThan(all.trialHeapBytes());
  }

  @Test
  void impossibleRowsNeedNothing() {
    assertThat(need(TinyExperiments.MIXED).trialNativeBytes())
        .isEqualTo(need(TinyExperiments.MIXED, "model.layers.0.conv.kernel=5").trialNativeBytes());
  }

  @Test
  void theDataAreTheirNumbersAndALittleMore() {
    String many = "data { source = blobs, examples = 20000, features = 100, test = 0.2 }\n";
    // 20,000 × 100 numbers of 4 bytes
    assertThat(need(TinyExperiments.BLOBS + many).dataBytes()).isBetween(8_000_000L, 9_000_000L);
  }

  @Test
  void aPersonReadsItInOneLine() {
    assertThat(new MemoryNeed(3 << 20, (5 << 20) + 1, 0, 0).inWords())
        .isEqualTo("the data take 3 MB, the largest trial about 6 MB outside the heap");
  }

  @Test
  void nothingIsLessThanNothing() {
    assertThatThrownBy(() -> new MemoryNeed(-1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bytes below 0: -1, 0, 0, 0");
  }

  private MemoryNeed need(String text, String... overrides) {
    Experiment spec = tiny.spec(text, overrides);
    PreparedData data =
        new DataLoader(new Configuration(false), line -> {}).load(spec.data(), spec.seed());
    return MemoryNeed.of(spec, data);
  }
}
