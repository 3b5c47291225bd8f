package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SequenceSearcherTest {
  private static final Parameter RATE =
      Parameter.of("rate", new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()));
  private static final Parameter UNITS =
      Parameter.of("units", new WholeRange(1, 64, Scale.LINEAR, new Spacing.Unspaced()));
  private static final SearchSpace SPACE = new SearchSpace(List.of(RATE, UNITS), List.of());
  private static final List<Column> COLUMNS =
      List.of(new Column("rate", Column.Kind.REAL), new Column("units", Column.Kind.WHOLE));

  private static List<Configuration> proposals(String word, SearchSpace space, int most) {
    Searcher searcher = Searchers.named(word).maker().apply(space);
    History history = History.of(List.of(SampleRun.opened(1, COLUMNS)));
    List<Configuration> proposals = new ArrayList<>();
    while (proposals.size() < most
        && SearcherContract.next(searcher, history) instanceof Suggestion.Try proposal) {
      proposals.add(proposal.configuration());
      history.append(SearcherContract.started(history.nextTrial(), proposal.configuration()));
    }
    return proposals;
  }

  private static long slices(List<Configuration> proposals, ToIntFunction<Configuration> slice) {
    return proposals.stream().mapToInt(slice).distinct().count();
  }

  private static int slice(Configuration one, int slices) {
    return (int) (one.real("rate") * slices);
  }

  @Test
  void everyLatinHypercubeHasEachSliceOfEveryParameterOnce() {
    List<Configuration> two = proposals("latin-hypercube", SPACE, 128);
    for (List<Configuration> cube : List.of(two.subList(0, 64), two.subList(64, 128))) {
      assertThat(slices(cube, one -> slice(one, 64))).isEqualTo(64);
      assertThat(slices(cube, one -> one.whole("units"))).isEqualTo(64);
    }
    List<Configuration> drawn = proposals("random", SPACE, 64);
    assertThat(slices(drawn, one -> slice(one, 64))).isLessThan(50);
  }

  @Test
  void sobolFillsSquaresMoreEvenlyThanChance() {
    assertThat(emptySquares("sobol")).isLessThan(emptySquares("random") / 2);
  }

  /** Of 64 equal squares of the plane those in which none of the first 64 points lies. */
  private static int emptySquares(String word) {
    List<Configuration> first = proposals(word, SPACE, 64);
    return 64 - (int) slices(first, one -> 8 * slice(one, 8) + (one.whole("units") - 1) / 8);
  }

  @Test
  void aSmallSpaceIsTriedWholeAndThenNothingIsLeft() {
    SearchSpace few =
        new SearchSpace(
            List.of(UNITS), List.of(Constraint.compile("units % 5 == 0", List.of("units"))));
    assertThat(proposals("sobol", few, 100)).doesNotHaveDuplicates().hasSize(12);
    assertThat(proposals("latin-hypercube", few, 100)).doesNotHaveDuplicates().hasSize(12);
  }

  /** What holds of every sequence. */
  private abstract static class OfSequence extends SearcherContract {
    private final String word;

    OfSequence(String word) {
      this.word = word;
    }

    @Override
    Searcher searcher() {
      return Searchers.named(word).maker().apply(SPACE);
    }

    @Override
    List<Column> columns() {
      return COLUMNS;
    }

    @Override
    boolean allows(Configuration configuration) {
      double rate = configuration.real("rate");
      return rate >= 0 && rate <= 1 && configuration.whole("units") <= 64;
    }
  }

  @Nested
  class Sobol extends OfSequence {
    Sobol() {
      super("sobol");
    }
  }

  @Nested
  class LatinHypercubes extends OfSequence {
    LatinHypercubes() {
      super("latin-hypercube");
    }
  }
}
