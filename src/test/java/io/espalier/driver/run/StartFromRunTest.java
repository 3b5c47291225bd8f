package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.cli.Answers;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import io.espalier.search.history.Observation;
import io.espalier.search.history.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A search that begins with what an earlier run gave. */
class StartFromRunTest extends SparkForTests {
  private static final String EARLIER =
      """
      experiment { name = earlier, seed = 5 }
      model {
        kind = function, function = branin
        x1 { uniform = [-5, 10] }, x2 { uniform = [0, 20] }
      }
      search { algorithm = random, trials = 30 }
      """;

  private static final String LATER =
      """
      experiment { name = tiny, seed = 6 }
      model {
        kind = function, function = branin
        x1 { uniform = [-5, 10] }, x2 { uniform = [0, 15] }
      }
      search {
        algorithm = tpe, trials = 20, deterministic = true, window = 4
        start-from = [earlier]
      }
      """;

  private static History history(RunResult result) {
    return Journal.history(result.folder(), new Configuration());
  }

  @Test
  void theRecordKeepsWhatIsKnownSoThatTheEarlierRunMayBeDeleted() throws IOException {
    History earlier = history(tiny.run(() -> spark, EARLIER));
    RunResult result = tiny.run(() -> spark, LATER);
    List<Observation> known = history(result).opened().observations();
    long fitting =
        earlier.trials().stream().filter(one -> one.configuration().real("x2") <= 15).count();
    assertThat(known).hasSize((int) fitting).hasSizeBetween(10, 29);
    for (Observation one : known) {
      Trial source = earlier.trial(one.trial()).orElseThrow();
      assertThat(one.run()).isEqualTo("earlier/001");
      assertThat(one.configuration()).isEqualTo(source.configuration());
      assertThat(one.objective()).isEqualTo(source.objective());
    }
    assertThat(tiny.notices())
        .contains(
            "taking earlier/001",
            "search.start-from: earlier/001: %d of 30 trials are known; %d have x2 outside its"
                    .formatted(fitting, 30 - fitting)
                + " domain");
    assertThat(history(result).decisions().get(0).reason())
        .isEqualTo("like the best of %d trials and unlike the others".formatted(fitting));

    TinyExperiments.delete(tiny.output().resolve("earlier"));
    tiny.interruptAfter("trial-finished", 5);
    assertThat(tiny.run(() -> spark, LATER).digest()).isEqualTo(result.digest());
    assertThat(tiny.run(TinyExperiments::noSpark, LATER).digest()).isEqualTo(result.digest());
  }

  @Test
  void aSearchThatStartsFromElsewhereIsAnotherOne() {
    tiny.run(() -> spark, EARLIER);
    RunResult from = tiny.run(() -> spark, LATER);
    assertThatThrownBy(() -> tiny.run(() -> spark, LATER, "search.start-from=[]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("start-from");
    RunResult without = tiny.another(() -> spark, LATER, "search.start-from=[]");
    assertThat(without.digest()).isNotEqualTo(from.digest());
    assertThat(history(without).opened().observations()).isEmpty();
    RunResult again =
        tiny.another(() -> spark, LATER, "search.start-from=[\"earlier/001\", earlier]");
    assertThat(again.digest()).as("named twice, known once").isEqualTo(from.digest());
    assertThat(history(tiny.another(() -> spark, LATER, "search.start-from=[tiny]")).opened())
        .satisfies(
            opened ->
                assertThat(opened.observations())
                    .hasSize(20)
                    .allMatch(one -> one.run().equals("tiny/003")));
  }

  @Test
  void aRunThatIsNotThereIsSaidBeforeAnythingIsMade() {
    assertThatThrownBy(() -> tiny.run(TinyExperiments::noSpark, LATER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("search.start-from: there is no run 'earlier': ");
    assertThat(Files.exists(tiny.run(1))).isFalse();
  }

  @Test
  void aSimulationStartsFromTheSame() {
    tiny.run(() -> spark, EARLIER);
    RunResult result = tiny.run(() -> spark, LATER);
    String file = tiny.run(1).resolve("experiment.conf").toString();
    assertThat(Answers.of("simulate", file, "--slots", "8")).contains(result.digest());
  }
}
