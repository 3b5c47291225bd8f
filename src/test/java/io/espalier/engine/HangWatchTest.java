package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HangWatchTest {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final List<String> ended = new ArrayList<>();
  private long now = Long.MAX_VALUE - MINUTE_NANOS; // nanoTime may overflow
  private final HangWatch watch = new HangWatch(() -> now, 2 * MINUTE_NANOS, ended::add);

  @Test
  void aTrainingThatMakesNoStepForTooLongEndsTheExecutor() {
    try (HangWatch.Training going = watch.watch(3);
        HangWatch.Training hanging = watch.watch(4)) {
      hanging.goesOn();
      now += 2 * MINUTE_NANOS;
      going.goesOn();
      watch.look();
      assertThat(ended).isEmpty();
      now += 1;
      going.goesOn();
      watch.look();
      assertThat(ended)
          .containsExactly(
              "trial 4 has made no step for 2.0 minutes (spark.espalier.hang.minutes): this"
                  + " executor ends");
    }
  }

  @Test
  void aTrainingThatHasEndedIsNotWatched() {
    watch.watch(3).close();
    now += 10 * MINUTE_NANOS;
    watch.look();
    assertThat(ended).isEmpty();
  }
}
