package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Observation;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every searcher that learns, over a space of all kinds of parameters. */
class LearningSearchersTest {
  private static final int SEEDS = 3;
  private static final Spacing NONE = new Spacing.Unspaced();
  private static final Value ADAM = new Value.Text("adam");
  private static final Parameter DEPTH =
      Parameter.of("depth", new WholeRange(1, 4, Scale.LINEAR, NONE));
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              Parameter.of("kind", new Domain.Choice(List.of(new Value.Text("sgd"), ADAM))),
              Parameter.inside("kind", "adam", "rate", new RealRange(1e-4, 1e-1, Scale.LOG, NONE)),
              Parameter.of("units", new WholeRange(1, 500, Scale.LOG, NONE)),
              DEPTH),
          List.of(Constraint.compile("units > 2 * depth", List.of("units", "depth"))));
  private static final List<Column> COLUMNS =
      List.of(
          new Column("kind", Column.Kind.TEXT),
          new Column("rate", Column.Kind.REAL),
          new Column("units", Column.Kind.WHOLE),
          new Column("depth", Column.Kind.WHOLE));

  private static Searcher searcher(String word, SearchSpace space) {
    return Searchers.named(word).maker().apply(space);
  }

  /** A search one trial after the other. */
  private static List<Configuration> search(
      String word, int seed, SearchSpace space, int trials, ToDoubleFunction<Configuration> loss) {
    Searcher searcher = searcher(word, space);
    History history = History.of(List.of(SampleRun.opened(1, seed, COLUMNS)));
    List<Configuration> proposals = new ArrayList<>();
    while (proposals.size() < trials
        && searcher.next(SearchView.ofAll(history)) instanceof Suggestion.Try proposal) {
      Configuration configuration = proposal.configuration();
      int trial = history.nextTrial();
      proposals.add(configuration);
      history.append(SearcherContract.started(trial, configuration));
      history.append(SampleRun.finished(trial, loss.applyAsDouble(configuration)));
    }
    return proposals;
  }

  /** At least 1: adam with a rate of 0.001, 64 units, depth 1. */
  private static double loss(Configuration one) {
    double branch = one.value("rate").isPresent() ? Math.log10(one.real("rate")) + 3 : 1;
    return branch * branch + Math.abs(Math.log(one.whole("units") / 64.0)) + one.whole("depth");
  }

  /** Of each of some searches of 80 trials. */
  private static double mean(String word, ToDoubleFunction<List<Configuration>> measure) {
    return IntStream.range(0, SEEDS)
        .mapToObj(seed -> search(word, seed, SPACE, 80, LearningSearchersTest::loss))
        .mapToDouble(measure)
        .average()
        .orElseThrow();
  }

  private static double mean(List<Configuration> some) {
    return some.stream().mapToDouble(one -> loss(one) - 1).average().orElseThrow();
  }

  private static double best(List<Configuration> all) {
    return all.stream().mapToDouble(one -> loss(one) - 1).min().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gaussian-process", "cma-es", "auto"})
  void theBestIsMuchBetterThanThatOfARandomSearch(String word) {
    assertThat(mean(word, LearningSearchersTest::best))
        .isLessThan(mean("random", LearningSearchersTest::best) / 3);
  }

  /** A Gaussian process looks elsewhere once it knows the best place. */
  @ParameterizedTest
  @ValueSource(strings = {"tpe", "cma-es"})
  void lateProposalsAreMuchBetterThanTheFirst(String word) {
    assertThat(mean(word, all -> mean(all.subList(60, 80))))
        .isLessThan(mean(word, all -> mean(all.subList(0, 10))) / 2);
  }

  /** So many trials of a random search, and one that diverged, as another run has them. */
  private static List<Observation> earlier(int seed, int trials) {
    List<Observation> earlier = new ArrayList<>();
    for (Configuration one : search("random", 100 + seed, SPACE, trials, any -> 1)) {
      earlier.add(new Observation("earlier/001", earlier.size() + 1, one, loss(one)));
    }
    earlier.set(3, new Observation("earlier/001", 4, earlier.get(3).configuration(), Double.NaN));
    return earlier;
  }

  /**
   * The mean loss of the first ten proposals, whose outcomes are not known yet, of ten searches.
   */
  private static double firstTen(String word, int earlier) {
    double sum = 0;
    for (int seed = 0; seed < 10; seed++) {
      List<Observation> known = earlier == 0 ? List.of() : earlier(seed, earlier);
      History history = History.of(List.of(SampleRun.startedFrom(known, seed, COLUMNS)));
      Searcher searcher = searcher(word, SPACE);
      List<Configuration> proposals = new ArrayList<>();
      for (int trial = 1; trial <= 10; trial++) {
        Configuration one =
            ((Suggestion.Try) searcher.next(SearchView.ofAll(history))).configuration();
        assertThat(searcher(word, SPACE).next(SearchView.ofAll(history)))
            .as("a new searcher, after the same record")
            .isInstanceOfSatisfying(
                Suggestion.Try.class, same -> assertThat(same.configuration()).isEqualTo(one));
        proposals.add(one);
        history.append(SearcherContract.started(trial, one));
      }
      sum += mean(proposals);
    }
    return sum / 10;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gaussian-process", "cma-es", "auto"})
  void whatEarlierRunsGaveIsKnownBeforeTheFirstTrial(String word) {
    assertThat(firstTen(word, 60)).isLessThan(firstTen(word, 0) * 0.7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gaussian-process", "cma-es", "auto"})
  void nothingIsProposedTwice(String word) {
    assertThat(search(word, 1, SPACE, 80, LearningSearchersTest::loss)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gaussian-process", "cma-es", "auto"})
  void aSmallSpaceIsTriedWholeAndThenNothingIsLeft(String word) {
    SearchSpace small =
        new SearchSpace(
            List.of(Parameter.of("units", new WholeRange(1, 9, Scale.LINEAR, NONE)), DEPTH),
            List.of(Constraint.compile("units > 2 * depth", List.of("units", "depth"))));
    assertThat(search(word, 1, small, 100, one -> one.whole("units")))
        .doesNotHaveDuplicates()
        .hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpe", "gaussian-process", "auto"})
  void invalidTrialsTeachItWhereNotToLook(String word) {
    assertThat(invalid(word)).isLessThan(invalid("random") * 2 / 3);
  }

  /** How many of the last 30 of 90 trials are invalid, in all searches together. */
  private static int invalid(String word) {
    return IntStream.range(0, SEEDS).map(seed -> invalid(word, seed)).sum();
  }

  private static int invalid(String word, int seed) {
    Searcher searcher = searcher(word, SPACE);
    History history = History.of(List.of(SampleRun.opened(1, seed, COLUMNS)));
    int invalid = 0;
    for (int trial = 1; trial <= 90; trial++) {
      Configuration one =
          ((Suggestion.Try)
                  searcher.next(
                      searcher.learns()
                          ? SearchView.ofAll(history)
                          : SearchView.of(history, SearchView.UNSEEN)))
              .configuration();
      if (one.whole("units") > 60) {
        history.append(new Event.TrialRejected(trial, one, "too large", 2_000));
        invalid += trial > 60 ? 1 : 0;
      } else {
        history.append(SearcherContract.started(trial, one));
        history.append(SampleRun.finished(trial, 1 + one.whole("depth")));
      }
    }
    return invalid;
  }

  @Test
  void autoSaysWhichSearcherItTookAndWhy() {
    History history = History.of(List.of(SampleRun.opened(1, COLUMNS)));
    assertThat(searcher("auto", SPACE).next(SearchView.ofAll(history)).reason())
        .startsWith("gaussian-process, as 4 parameters and 1 trials are few: ");
    List<Parameter> many = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      many.add(Parameter.of("p" + i, new RealRange(0, 1, Scale.LINEAR, NONE)));
    }
    assertThat(
            searcher("auto", new SearchSpace(many, List.of()))
                .next(SearchView.ofAll(history))
                .reason())
        .startsWith("tpe, as 13 parameters are many: ");
  }

  /** The contract, over that space. */
  private abstract static class OfLearning extends SearcherContract {
    private final String word;

    OfLearning(String word) {
      this.word = word;
    }

    @Override
    Searcher searcher() {
      return LearningSearchersTest.searcher(word, SPACE);
    }

    @Override
    List<Column> columns() {
      return COLUMNS;
    }

    @Override
    boolean allows(Configuration configuration) {
      boolean adam = configuration.value("kind").orElseThrow().equals(ADAM);
      return SPACE.constraints().get(0).holds(configuration)
          && configuration.value("rate").isPresent() == adam
          && (!adam || Math.abs(Math.log10(configuration.real("rate")) + 2.5) < 1.5001)
          && configuration.whole("depth") <= 4;
    }
  }

  @Nested
  class Tpe extends OfLearning {
    Tpe() {
      super("tpe");
    }
  }

  @Nested
  class GaussianProcesses extends OfLearning {
    GaussianProcesses() {
      super("gaussian-process");
    }
  }

  @Nested
  class EvolutionStrategy extends OfLearning {
    EvolutionStrategy() {
      super("cma-es");
    }
  }

  @Nested
  class Auto extends OfLearning {
    Auto() {
      super("auto");
    }
  }
}
