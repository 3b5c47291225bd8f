package io.espalier.driver.run;

import io.espalier.search.history.History;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** How long a search goes on, over all its processes, and whether that is as long as it may. */
final class SearchClock {
  private static final double NANOS_PER_MINUTE = 60e9;
  private static final double MILLIS_PER_MINUTE = 60e3;

  private final History history;
  private final OptionalDouble minutes;
  private final LongSupplier nanos;
  private final double before;
  private final long startedAt;

  /**
   * Begins now, after what the history has.
   *
   * @param minutes that the search may go on for; empty for no limit
   */
  SearchClock(History history, OptionalDouble minutes) {
    this(history, minutes, System::nanoTime);
  }

  SearchClock(History history, OptionalDouble minutes, LongSupplier nanos) {
    this.history = history;
    this.minutes = minutes;
    this.nanos = nanos;
    before = history.time().millis() / MILLIS_PER_MINUTE;
    startedAt = nanos.getAsLong();
  }

  /** The minutes that the search may go on for, once they have passed and nobody has said so. */
  Optional<Double> spent() {
    double now = before + (nanos.getAsLong() - startedAt) / NANOS_PER_MINUTE;
    return minutes.isPresent()
            && history.time().minutesSpent() < minutes.getAsDouble()
            && now >= minutes.getAsDouble()
        ? Optional.of(minutes.getAsDouble())
        : Optional.empty();
  }
}
