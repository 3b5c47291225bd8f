package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RungsTest {
  @Test
  void rungsFollowFromTheEpochsOfTheLongestTraining() {
    assertThat(Rungs.of(SchedulerSettings.of("asha"), 27).epochs()).containsExactly(3, 9);
    assertThat(Rungs.of(SchedulerSettings.of("asha"), 28).epochs()).containsExactly(4, 12);
    assertThat(Rungs.of(SchedulerSettings.of("asha"), 8).epochs()).containsExactly(1, 3);
    assertThat(Rungs.of(SchedulerSettings.of("asha"), 1).epochs()).isEmpty();
    assertThat(Rungs.of(from(1, 3), 27).epochs()).containsExactly(1, 3, 9);
    assertThat(Rungs.of(from(2, 4), 100).epochs()).containsExactly(2, 8, 32);
    assertThat(Rungs.of(SchedulerSettings.of("asha", 2, 5, 27), 27).epochs()).containsExactly(2, 5);
  }

  private static SchedulerSettings from(int minimum, int reduction) {
    return new SchedulerSettings(
        "asha", List.of(), OptionalInt.of(minimum), reduction, OptionalInt.empty(), 1);
  }

  @Test
  void aRunGoesOnWithTheRungsThatItBeganWith() {
    History began = History.of(List.of(SampleRun.comparedAt(2, 6), started(2)));
    assertThat(goingOn(began, SchedulerSettings.of("asha"))).containsExactly(2, 6);
  }

  @Test
  void whereRungsWereNotRecordedWhatTrialsTrainedTellsWhichWereUsual() {
    History earlier = History.of(List.of(SampleRun.opened(), started(1)));
    History later = History.of(List.of(SampleRun.opened(), started(3)));
    assertThat(goingOn(earlier, SchedulerSettings.of("asha"))).containsExactly(1, 3, 9);
    assertThat(goingOn(later, SchedulerSettings.of("asha"))).containsExactly(3, 9);
    assertThat(goingOn(earlier, from(2, 3))).containsExactly(2, 6, 18);
    assertThat(goingOn(earlier, SchedulerSettings.of("asha", 5))).containsExactly(5);
  }

  private static List<Integer> goingOn(History history, SchedulerSettings settings) {
    return Rungs.of(history, settings, SimulatedCluster.TRAININGS).epochs();
  }

  private static Event started(int toEpoch) {
    return new Event.TrialStarted(1, SampleRun.configuration(1), 7, toEpoch, "drawn", 2_000);
  }

  @Test
  void theLastRungIsTheEndOfTheTraining() {
    Rungs rungs = Rungs.of(from(1, 3), 27);
    assertThat(rungs.end()).isEqualTo(3);
    assertThat(rungs.epochs(2, 27)).isEqualTo(9);
    assertThat(rungs.epochs(3, 27)).isEqualTo(27);
    assertThat(rungs.epochs(2, 5)).as("a shorter training ends before").isEqualTo(5);
    assertThat(List.of(1, 2, 3, 9, 10, 27)).extracting(rungs::at).containsExactly(0, 1, 1, 2, 3, 3);
  }

  @Test
  void theEpochsToExpectAreThoseOfHalving() {
    Rungs rungs = Rungs.of(from(1, 3), 27);
    assertThat(rungs.planned(27, 0, 3)).isEqualTo(27 + 9 * 2 + 3 * 6 + 18);
    assertThat(rungs.planned(4, 3, 3)).isEqualTo(4 * 27);
    assertThat(rungs.planned(2, 0, 3)).isEqualTo(2 + 2 + 6 + 18);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> SchedulerSettings.of("asha", 3, 1))
        .hasMessage("rungs rise from 1 on, as in [1, 3, 9]; not [3, 1]");
    assertThatThrownBy(() -> SchedulerSettings.of("ashes"))
        .hasMessage("'ashes' is no scheduler; there are [plain, halving, asha, hyperband, median]");
  }
}
