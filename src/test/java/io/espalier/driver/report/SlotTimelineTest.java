package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotTimelineTest {
  @Test
  void whatTrainedAtOnceHasSlotsOfItsOwnAndTheRestIsIdle() {
    SlotTimeline timeline =
        timeline(new long[][] {{1_000, 5_000}, {1_000, 3_000}, {3_000, 4_000}, {6_000, 9_000}});
    assertThat(timeline.slots()).containsExactly("host-1 1", "host-1 2");
    assertThat(timeline.bars())
        .containsExactly(
            new SlotTimeline.Bar(0, 1, 1, 0, 4),
            new SlotTimeline.Bar(0, 4, 1, 5, 8),
            new SlotTimeline.Bar(1, 2, 1, 0, 2),
            new SlotTimeline.Bar(1, 3, 1, 2, 3));
    assertThat(timeline.seconds()).isEqualTo(8);
    assertThat(timeline.idle()).isCloseTo(1 - 10.0 / 16, within(1e-12));
  }

  @Test
  void shortNeighboursAreOneBar() {
    long[][] times = new long[9_001][];
    for (int i = 0; i < 9_000; i++) {
      times[i] = new long[] {1_000 + i, 1_001 + i};
    }
    times[9_000] = new long[] {11_000, 14_000};
    SlotTimeline timeline = timeline(times);
    assertThat(timeline.bars())
        .containsExactly(
            new SlotTimeline.Bar(0, 1, 9_000, 0, 9), new SlotTimeline.Bar(0, 9_001, 1, 10, 13));
    assertThat(timeline.idle()).isCloseTo(1 / 13.0, within(1e-9));
  }

  @Test
  void whereNothingTrainedThereAreNoSlots() {
    assertThat(timeline(new long[0][]).slots()).isEmpty();
  }

  private static SlotTimeline timeline(long[][] times) {
    List<Event> events = new ArrayList<>(List.of(SampleRun.opened()));
    for (int i = 0; i < times.length; i++) {
      Outcome usual = SampleRun.outcome(i + 1, 0.5);
      events.add(SampleRun.started(i + 1));
      events.add(
          new Event.TrialFinished(
              i + 1,
              new Outcome(
                  i + 1,
                  usual.status(),
                  "",
                  "",
                  usual.measurements(),
                  List.of(),
                  1,
                  List.of(),
                  new Outcome.Timing(0, 0, 0, times[i][0], times[i][1]),
                  usual.place()),
              0,
              3_000));
    }
    return SlotTimeline.of(History.of(events));
  }
}
