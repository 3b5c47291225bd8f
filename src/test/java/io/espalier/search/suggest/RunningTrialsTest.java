package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searchers that know what is running. */
class RunningTrialsTest {
  private static final int SEEDS = 30;
  private static final SearchSpace LINE =
      new SearchSpace(
          List.of(Parameter.of("rate", new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()))),
          List.of());

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gaussian-process"})
  void whatRunsKeepsOthersAway(String word) {
    assertThat(distance(word, true)).isGreaterThan(1.5 * distance(word, false));
  }

  /** The mean distance of proposals from the best value, where much may run already. */
  private static double distance(String word, boolean running) {
    double sum = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      History history = History.of(List.of(opened(seed)));
      for (int trial = 1; trial <= 20; trial++) {
        history.append(SearcherContract.started(trial, rate(trial / 21.0)));
        history.append(SampleRun.finished(trial, 1 + Math.abs(trial / 21.0 - 0.3)));
      }
      for (int trial = 21; running && trial <= 36; trial++) {
        history.append(SearcherContract.started(trial, rate(0.26 + 0.005 * (trial - 21))));
      }
      Searcher searcher = Searchers.named(word).maker().apply(LINE);
      Suggestion next = searcher.next(SearchView.ofAll(history));
      sum += Math.abs(((Suggestion.Try) next).configuration().real("rate") - 0.3);
    }
    return sum / SEEDS;
  }

  private static Event.RunOpened opened(long seed) {
    Event.RunOpened any = SampleRun.opened(1, List.of(new Column("rate", Column.Kind.REAL)));
    return new Event.RunOpened(
        any.experiment(),
        any.run(),
        seed,
        any.searchText(),
        any.retrainText(),
        any.dataFingerprint(),
        any.objective(),
        any.columns(),
        any.classes(),
        any.folds(),
        any.versions(),
        any.atMillis());
  }

  private static Configuration rate(double value) {
    return Configuration.of(Map.of("rate", new Value.Real(value)));
  }
}
