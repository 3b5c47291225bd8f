package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/soak.sh}, shortly. */
class SoakIT {
  @TempDir private Path folder;

  @Test
  void aSearchWhoseProcessesAreKilledByChanceGivesTheTableOfAnUndisturbedOne() throws Exception {
    try (Soak soak = new Soak(folder, 5, 1)) {
      assertThat(soak.soak()).as(soak.summary()).isEmpty();
    }
  }
}
