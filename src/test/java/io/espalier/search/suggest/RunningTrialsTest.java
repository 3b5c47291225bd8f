package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searchers that know what is running. */
class RunningTrialsTest {
  private static final int SEEDS = 30;
  private static final SearchSpace LINE =
      new SearchSpace(
          List.of(Parameter.of("rate", new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()))),
          List.of());

  @Test
  void whatRunsKeepsParzenEstimatorsAway() {
    assertThat(distance("tpe", true)).isGreaterThan(1.5 * distance("tpe", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gaussian-process"})
  void proposalsBesideEachOtherLieFartherApartThanThoseThatKnowOfNoOther(String word) {
    List<Double> beside = new ArrayList<>();
    History history = measured(1);
    for (int trial = 21; trial <= 28; trial++) {
      double rate = next(word, history);
      beside.add(rate);
      history.append(SearcherContract.started(trial, rate(rate)));
    }
    List<Double> alone = new ArrayList<>();
    for (int seed = 1; seed <= 8; seed++) {
      alone.add(next(word, measured(seed)));
    }
    assertThat(toNearest(beside)).isGreaterThan(2 * toNearest(alone));
  }

  /** The mean distance of each from the nearest other one. */
  private static double toNearest(List<Double> rates) {
    List<Double> sorted = rates.stream().sorted().toList();
    double sum = 0;
    for (int i = 0; i < sorted.size(); i++) {
      double below = i == 0 ? 1 : sorted.get(i) - sorted.get(i - 1);
      double above = i == sorted.size() - 1 ? 1 : sorted.get(i + 1) - sorted.get(i);
      sum += Math.min(below, above);
    }
    return sum / sorted.size();
  }

  /** The mean distance of proposals from the best value, where much may run already. */
  private static double distance(String word, boolean running) {
    double sum = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      History history = measured(seed);
      for (int trial = 21; running && trial <= 36; trial++) {
        history.append(SearcherContract.started(trial, rate(0.26 + 0.005 * (trial - 21))));
      }
      sum += Math.abs(next(word, history) - 0.3);
    }
    return sum / SEEDS;
  }

  private static double next(String word, History history) {
    Searcher searcher = Searchers.named(word).maker().apply(LINE);
    Suggestion next = searcher.next(SearchView.ofAll(history));
    return ((Suggestion.Try) next).configuration().real("rate");
  }

  /** Twenty trials, the best about a rate of 0.3. */
  private static History measured(long seed) {
    History history =
        History.of(
            List.of(SampleRun.opened(1, seed, List.of(new Column("rate", Column.Kind.REAL)))));
    for (int trial = 1; trial <= 20; trial++) {
      history.append(SearcherContract.started(trial, rate(trial / 21.0)));
      history.append(SampleRun.finished(trial, 1 + Math.abs(trial / 21.0 - 0.3)));
    }
    return history;
  }

  private static Configuration rate(double value) {
    return Configuration.of(Map.of("rate", new Value.Real(value)));
  }
}
