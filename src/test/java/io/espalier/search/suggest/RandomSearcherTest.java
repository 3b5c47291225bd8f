package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomSearcherTest extends SearcherContract {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              Parameter.of("kind", new Domain.Choice(List.of(text("sgd"), text("adam")))),
              Parameter.inside(
                  "kind",
                  "adam",
                  "rate",
                  new RealRange(1e-4, 1e-1, Scale.LOG, new Spacing.Unspaced())),
              Parameter.of("units", new WholeRange(1, 500, Scale.LOG, new Spacing.Unspaced()))),
          List.of(Constraint.compile("units > 2", List.of("units"))));

  private static Value text(String word) {
    return new Value.Text(word);
  }

  @Override
  Searcher searcher() {
    return new RandomSearcher(SPACE);
  }

  @Override
  List<Column> columns() {
    return List.of(
        new Column("kind", Column.Kind.TEXT),
        new Column("rate", Column.Kind.REAL),
        new Column("units", Column.Kind.WHOLE));
  }

  @Override
  boolean allows(Configuration configuration) {
    boolean adam = configuration.value("kind").orElseThrow().equals(text("adam"));
    return SPACE.constraints().get(0).holds(configuration)
        && configuration.value("rate").isPresent() == adam
        && configuration
            .value("rate")
            .map(rate -> ((Value.Real) rate).value())
            .filter(rate -> rate < 1e-4 || rate > 1e-1)
            .isEmpty();
  }

  private List<Configuration> proposals(SearchSpace space, int most) {
    Searcher searcher = new RandomSearcher(space);
    History history = History.of(List.of(SampleRun.opened(1, columns())));
    List<Configuration> proposals = new ArrayList<>();
    while (proposals.size() < most && next(searcher, history) instanceof Suggestion.Try proposal) {
      proposals.add(proposal.configuration());
      history.append(started(history.nextTrial(), proposal.configuration()));
    }
    return proposals;
  }

  @Test
  void aSmallSpaceIsTriedWholeAndNothingTwice() {
    SearchSpace twelve =
        new SearchSpace(
            List.of(
                Parameter.of("units", new WholeRange(1, 4, Scale.LINEAR, new Spacing.Unspaced())),
                Parameter.of(
                    "rate",
                    new Domain.Grid(
                        List.of(new Value.Real(1), new Value.Real(2), new Value.Real(3))))),
            List.of());
    assertThat(proposals(twelve, 100)).doesNotHaveDuplicates().hasSize(12);
  }

  @Test
  void whenNothingNewIsLeftTheReasonSaysSo() {
    SearchSpace one = new SearchSpace(List.of(), List.of());
    History history = History.of(List.of(SampleRun.opened(1, columns())));
    Suggestion.Try first = (Suggestion.Try) next(new RandomSearcher(one), history);
    history.append(started(1, first.configuration()));
    assertThat(next(new RandomSearcher(one), history))
        .isEqualTo(new Suggestion.Exhausted("none of 10000 further draws was new"));
  }

  @Test
  void aRefusedDrawIsToldInTheReason() {
    SearchSpace scarce =
        new SearchSpace(
            List.of(
                Parameter.of(
                    "units", new WholeRange(1, 100, Scale.LINEAR, new Spacing.Unspaced()))),
            List.of(Constraint.compile("units == 7", List.of("units"))));
    History history = History.of(List.of(SampleRun.opened(1, columns())));
    Suggestion suggestion = next(new RandomSearcher(scarce), history);
    assertThat(((Suggestion.Try) suggestion).configuration().toString()).isEqualTo("units=7");
    assertThat(suggestion.reason())
        .matches(
            "drawn at random; of \\d+ draws before it \\d+ broke a constraint and 0 had been tried");
  }
}
