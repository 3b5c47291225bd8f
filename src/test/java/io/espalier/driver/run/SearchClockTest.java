package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SearchClockTest {
  private static final long MINUTE = 60_000;

  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final History history = History.of(List.of(SampleRun.opened()));

  private SearchClock clock(double minutes) {
    return new SearchClock(history, OptionalDouble.of(minutes), nanos::get);
  }

  private void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  private static Event.TrialStarted started(int trial, long atMillis) {
    return new Event.TrialStarted(trial, SampleRun.configuration(trial), 1, 2, "", atMillis);
  }

  @Test
  void timeIsSpentOnceItHasPassedAndSaidOnce() {
    SearchClock clock = clock(2);
    pass(2 * MINUTE - 1);
    assertThat(clock.spent()).isEmpty();
    pass(1);
    assertThat(clock.spent()).contains(2.0);
    history.append(new Event.TimeSpent(2, 1));
    assertThat(clock.spent()).isEmpty();
    assertThat(clock(3).spent()).isEmpty();
  }

  @Test
  void whatFormerProcessesSpentCountsAndTheTimeBetweenThemDoesNot() {
    history.append(started(1, 10 * MINUTE));
    history.append(started(2, 11 * MINUTE));
    history.append(new Event.RunResumed(new TreeMap<>(), 500 * MINUTE));
    history.append(started(1, 600 * MINUTE));
    history.append(started(3, 602 * MINUTE));
    assertThat(history.time().millis()).isEqualTo(3 * MINUTE);
    SearchClock clock = clock(4);
    assertThat(clock.spent()).isEmpty();
    pass(MINUTE);
    assertThat(clock.spent()).contains(4.0);
  }

  @Test
  void withoutALimitNothingIsEverSpent() {
    SearchClock clock = new SearchClock(history, OptionalDouble.empty(), nanos::get);
    pass(1_000_000 * MINUTE);
    assertThat(clock.spent()).isEmpty();
  }
}
