package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.SearchProgress;
import io.espalier.TrialStops;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.Trial;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.SegmentProgress;
import io.espalier.wire.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveTrialsTest {
  private final TrialStops stops = new TrialStops();
  private final LiveTrials live = new LiveTrials(SampleRun.LOSS, stops);
  private final History history = History.of(List.of(SampleRun.opened()));

  private Trial trial(int number) {
    history.append(SampleRun.started(number));
    return history.trial(number).orElseThrow();
  }

  private Verdict tell(int trial, int from, int to, double loss) {
    List<Measurement> measured =
        SampleRun.segment(trial, Outcome.Status.PAUSED, from, to, loss).measurements();
    return live.measured(new SegmentProgress("here", trial, measured));
  }

  @Test
  void theTrialThatToldLastIsTheFirst() {
    live.sent(trial(1), false);
    live.sent(trial(2), false);
    tell(1, 1, 2, 0.5);
    tell(2, 1, 1, 0.25);
    assertThat(live.latest())
        .containsExactly(
            new SearchProgress.Latest(2, 1, 0.25), new SearchProgress.Latest(1, 2, 0.5));
    tell(1, 3, 3, 0.4);
    live.cameBack(2);
    assertThat(live.latest()).containsExactly(new SearchProgress.Latest(1, 3, 0.4));
  }

  @Test
  void aTrialIsJudgedByAllItsEpochsAlsoThoseBeforeItPaused() {
    trial(1);
    history.append(SampleRun.paused(1, 2, 0.5));
    live.sent(history.trial(1).orElseThrow(), false);
    live.judgeBy(
        (measurements, parameters) ->
            Optional.of(measurements.stream().map(Measurement::epoch).toList() + " " + parameters));
    long parameters = history.trial(1).orElseThrow().parameters();
    assertThat(tell(1, 3, 4, 0.4).stop()).contains("[1, 2, 3, 4] " + parameters);
    assertThat(tell(1, 4, 5, 0.4).stop())
        .as("told again")
        .contains("[1, 2, 3, 4, 5] " + parameters);
  }

  @Test
  void oneOfSeveralTrainingsIsShownAndNeverStopped() {
    live.judgeBy((measurements, parameters) -> Optional.of("too slow"));
    live.sent(trial(1), true);
    assertThat(tell(1, 1, 1, 0.5)).isEqualTo(Verdict.GO_ON);
    assertThat(tell(1, 1, 1, 0.3)).isEqualTo(Verdict.GO_ON);
    assertThat(live.latest()).containsExactly(new SearchProgress.Latest(1, 1, 0.3));
  }

  @Test
  void aPersonStopsATrialAlsoOneOfSeveralTrainings() {
    live.sent(trial(1), true);
    live.sent(trial(2), false);
    stops.stop(1);
    assertThat(tell(1, 1, 1, 0.5).stop()).contains("stopped by hand");
    assertThat(tell(2, 1, 1, 0.5)).isEqualTo(Verdict.GO_ON);
  }

  @Test
  void whatComesAfterTheOutcomeIsOfNoConcern() {
    live.judgeBy((measurements, parameters) -> Optional.of("too slow"));
    live.sent(trial(1), false);
    live.cameBack(1);
    assertThat(tell(1, 1, 1, 0.5)).isEqualTo(Verdict.GO_ON);
    assertThat(live.latest()).isEmpty();
  }

  @Test
  void manySideBySideTellMoreSeldom() {
    assertThat(LiveTrials.everyMillis(true, 2)).isEqualTo(50);
    assertThat(LiveTrials.everyMillis(false, 2)).isEqualTo(100);
    assertThat(LiveTrials.everyMillis(true, 1_000)).isEqualTo(1_000);
  }
}
