package io.espalier.driver.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Schedulers;
import io.espalier.search.suggest.Searchers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
  private static final String BRANIN =
      """
      model {
        kind = function, function = branin
        x1 { uniform = [-5, 10], points = 8 }
        x2 { uniform = [0, 15], points = 8 }
        curve { rise = 20, power = 0.7 }
        seconds = { choice = [9, 18] }
      }
      training.epochs = 9
      search { trials = 90, deterministic = true, window = 16 }
      """;

  @TempDir Path folder;

  private Experiment experiment(String text, String... overrides) {
    Path file = folder.resolve("function.conf");
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return ExperimentFile.load(file, List.of(overrides), Map.of());
  }

  /** All of them, but the slow searchers with one scheduler each. */
  static Stream<List<String>> pairs() {
    Map<String, String> slow = Map.of("auto", "plain", "gaussian-process", "asha");
    return Searchers.words().stream()
        .flatMap(searcher -> Schedulers.words().stream().map(one -> List.of(searcher, one)))
        .filter(pair -> slow.getOrDefault(pair.get(0), pair.get(1)).equals(pair.get(1)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theDigestIsTheSameAtAnyNumberOfSlots(List<String> pair) {
    Experiment spec =
        experiment(BRANIN, "search.algorithm=" + pair.get(0), "search.scheduler=" + pair.get(1));
    Simulation one = Simulation.of(spec, 1);
    assertThat(one.history().trials()).hasSizeGreaterThanOrEqualTo(90);
    assertThat(one.idleShare()).isZero();
    for (int slots : new int[] {2, 64}) {
      Simulation several = Simulation.of(spec, slots);
      assertThat(several.digest()).isEqualTo(one.digest());
      assertThat(several.seconds()).isLessThan(one.seconds());
    }
  }

  @Test
  void anotherSeedIsAnotherSearch() {
    assertThat(Simulation.of(experiment(BRANIN, "search.algorithm=random"), 4).digest())
        .isNotEqualTo(
            Simulation.of(experiment(BRANIN, "search.algorithm=random", "experiment.seed=7"), 4)
                .digest());
  }

  @Test
  void timeAndEpochsAreThoseOfTheFunctions() {
    Experiment spec =
        experiment(BRANIN, "search.algorithm=random", "model.seconds=18", "search.trials=10");
    Simulation plain = Simulation.of(spec, 4);
    assertThat(plain.epochs()).isEqualTo(90);
    assertThat(plain.seconds()).as("three rounds of four").isCloseTo(54, within(1e-6));
    assertThat(plain.idleShare()).isCloseTo(1 - 10 / 12.0, within(1e-6));
  }

  @Test
  void rungsSaveEpochsAndFindTheSame() {
    Simulation plain = Simulation.of(experiment(BRANIN, "search.algorithm=random"), 8);
    Simulation asha =
        Simulation.of(experiment(BRANIN, "search.algorithm=random", "search.scheduler=asha"), 8);
    assertThat(asha.epochs()).isLessThan(plain.epochs() / 2);
    assertThat(best(asha).configuration()).isEqualTo(best(plain).configuration());
  }

  private static Trial best(Simulation simulation) {
    return simulation.history().best(1).get(0);
  }

  @Test
  void aRecordIsReplayedEpochByEpoch() {
    Experiment grid = experiment(BRANIN.replace("trials = 90, ", ""));
    Simulation record = Simulation.of(grid, 4);
    assertThat(record.history().count(TrialStatus.COMPLETED)).isEqualTo(128);
    for (String scheduler : Schedulers.words()) {
      Experiment asked =
          experiment(BRANIN, "search.algorithm=random", "search.scheduler=" + scheduler);
      Simulation replayed = Simulation.replay(asked, 8, record.history());
      Simulation evaluated = Simulation.of(asked, 8);
      assertThat(replayed.nearest()).isZero();
      assertThat(replayed.digest()).as(scheduler).isEqualTo(evaluated.digest());
      assertThat(replayed.seconds()).isCloseTo(evaluated.seconds(), within(0.1));
    }
  }

  @Test
  void whatWasNotRecordedTakesTheNearest() {
    Simulation record = Simulation.of(experiment(BRANIN.replace("trials = 90, ", "")), 4);
    Experiment between =
        experiment(
            BRANIN.replace(", points = 8", ""), "search.algorithm=random", "search.trials=20");
    Simulation replayed = Simulation.replay(between, 4, record.history());
    assertThat(replayed.nearest()).isEqualTo(20);
    for (Trial trial : replayed.history().trials()) {
      assertThat(record.history().trials())
          .filteredOn(one -> one.objective() == trial.objective())
          .anySatisfy(
              one -> {
                assertThat(one.configuration().real("x1"))
                    .isCloseTo(trial.configuration().real("x1"), within(15 / 14.0 + 1e-9));
                assertThat(one.configuration().real("x2"))
                    .isCloseTo(trial.configuration().real("x2"), within(15 / 14.0 + 1e-9));
                assertThat(one.configuration().text("seconds"))
                    .isEqualTo(trial.configuration().text("seconds"));
              });
    }
  }

  @Test
  void whatRungsStoppedIsNotReplayed() {
    Experiment asha = experiment(BRANIN, "search.algorithm=random", "search.scheduler=asha");
    Simulation record = Simulation.of(asha, 4);
    int completed = record.history().count(TrialStatus.COMPLETED);
    Simulation again =
        Simulation.replay(experiment(BRANIN, "search.algorithm=random"), 4, record.history());
    assertThat(again.nearest()).isEqualTo(90 - completed);
    assertThat(again.history().decisions())
        .hasSize(90)
        .allMatch(Event.TrialStarted.class::isInstance);
  }

  @Test
  void networksAreNotSimulated() {
    Experiment iris = experiment("data.source = iris\nmodel.kind = linear");
    assertThatThrownBy(() -> Simulation.of(iris, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("only functions are simulated without a record");
  }

  @Test
  void aRecordOfOtherParametersIsRefused() {
    Simulation record = Simulation.of(experiment(BRANIN, "search.algorithm=random"), 4);
    Experiment other =
        experiment(
            "model { kind = function, function = sphere, x1 { uniform = [0, 1] } }\n"
                + "search.trials = 3");
    assertThatThrownBy(() -> Simulation.replay(other, 1, record.history()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the run searched [seconds, x1, x2], the experiment searches [x1]");
  }
}
