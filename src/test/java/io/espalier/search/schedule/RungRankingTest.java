package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Objective;
import io.espalier.search.history.SampleRun;
import io.espalier.search.schedule.Ladder.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RungRankingTest {
  private static final Objective LOSS = SampleRun.LOSS;

  @Test
  void whoIsDueIsTheBestWithAPlaceWhateverTheOrderOfArrival() {
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RungRanking ranking = new RungRanking(3, LOSS, Long.MAX_VALUE);
      List<Arrival> came = new ArrayList<>();
      List<Integer> gone = new ArrayList<>();
      for (int trial = 1; trial <= 60; trial++) {
        double value = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(12);
        Arrival arrival = new Arrival(trial, 0, value, random.nextInt(8) > 0);
        came.add(arrival);
        ranking.add(arrival);
        Optional<Arrival> due = due(came, gone, 3);
        assertThat(ranking.due()).isEqualTo(due);
        if (due.isPresent() && random.nextBoolean()) {
          gone.add(due.get().trial());
          ranking.leaves(due.get().trial(), true);
          assertThat(ranking.due()).isEqualTo(due(came, gone, 3));
        }
      }
      assertThat(gone).isNotEmpty();
    }
  }

  /** The rule as it is written: of those that came, the best third. */
  private static Optional<Arrival> due(List<Arrival> came, List<Integer> gone, int reduction) {
    return came.stream()
        .filter(Arrival::valued)
        .sorted(Arrival.bestFirst(LOSS))
        .limit(came.size() / reduction)
        .filter(arrival -> arrival.canGoOn() && !gone.contains(arrival.trial()))
        .findFirst();
  }

  @Test
  void whoCanNeverHaveAPlaceIsBeaten() {
    RungRanking ranking = new RungRanking(3, LOSS, 6);
    ranking.add(new Arrival(1, 0, 0.3, true));
    ranking.add(new Arrival(2, 0, 0.2, true));
    assertThat(ranking.beaten()).isEmpty();
    ranking.add(new Arrival(3, 0, 0.3, true));
    assertThat(ranking.beaten()).map(Arrival::trial).contains(3);
    assertThat(ranking.enoughForSure()).isEqualTo(0.3);
    ranking.leaves(3, false);
    assertThat(ranking.beaten()).isEmpty();
    ranking.add(new Arrival(4, 0, 0.1, true));
    assertThat(ranking.beaten()).map(Arrival::trial).contains(1);
    assertThat(ranking.due()).map(Arrival::trial).contains(4);
  }

  @Test
  void whatHasNoValueTakesNoPlaceAndIsBeaten() {
    RungRanking ranking = new RungRanking(2, LOSS, Long.MAX_VALUE);
    ranking.add(new Arrival(1, 0, Double.NaN, true));
    ranking.add(new Arrival(2, 0, Double.NaN, false));
    assertThat(ranking.due()).isEmpty();
    assertThat(ranking.beaten()).map(Arrival::trial).contains(1);
    ranking.add(new Arrival(3, 0, 0.5, true));
    assertThat(ranking.due()).map(Arrival::trial).contains(3);
    assertThat(ranking.worst()).map(Arrival::trial).contains(1);
  }

  @Test
  void theBestGoesOnAtTheEndIfNobodyHas() {
    RungRanking ranking = new RungRanking(3, LOSS, Long.MAX_VALUE);
    ranking.add(new Arrival(1, 0, 0.5, true));
    ranking.add(new Arrival(2, 0, 0.4, true));
    assertThat(ranking.due()).isEmpty();
    assertThat(ranking.bestIfNonePassed()).map(Arrival::trial).contains(2);
    ranking.leaves(2, true);
    assertThat(ranking.bestIfNonePassed()).isEmpty();
  }
}
