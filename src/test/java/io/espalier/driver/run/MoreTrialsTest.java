package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A budget that is said as what comes to it. */
class MoreTrialsTest extends SparkForTests {
  private static final Configuration HADOOP = new Configuration();
  private static final String FUNCTION =
      """
      experiment { name = tiny, seed = 5 }
      model { kind = function, function = branin, x1 { uniform = [-5, 10] }, x2 { uniform = [0, 15] } }
      training.epochs = 1
      search { algorithm = random, trials = 4 }
      """;

  private String setting(int more) {
    return MoreTrials.setting(tiny.spec(FUNCTION), more, HADOOP);
  }

  private int trials() {
    return Journal.history(tiny.run(1).toString(), HADOOP).trials().size();
  }

  @Test
  void aFinishedRunIsExtendedAndExtendedAgain() {
    assertThat(setting(3)).as("no run yet").isEqualTo("search.trials=7");
    tiny.run(() -> spark, FUNCTION, "report=none");
    tiny.run(() -> spark, FUNCTION, "report=none", setting(3));
    assertThat(trials()).isEqualTo(7);
    assertThat(setting(3)).isEqualTo("search.trials=10");
    tiny.run(() -> spark, FUNCTION, "report=none", setting(3));
    assertThat(trials()).isEqualTo(10);
  }

  @Test
  void aRunThatIsKilledOnTheWayIsGivenTheSameBudgetByTheSameCommand() throws IOException {
    tiny.run(() -> spark, FUNCTION, "report=none");
    tiny.run(() -> spark, FUNCTION, "report=none", setting(3));
    List<Event> events = new ArrayList<>(Journal.read(tiny.run(1).toString(), HADOOP));
    while (!(events.get(events.size() - 1) instanceof Event.TrialStarted)) {
      events.remove(events.size() - 1);
    }
    assertThat(MoreTrials.atLastEnd(events)).isEqualTo(4);
    tiny.interruptAfter("trial-started", 6);
    assertThat(setting(3)).isEqualTo("search.trials=7");
  }

  @Test
  void aGridHasNoMore() {
    assertThatThrownBy(() -> MoreTrials.setting(tiny.spec(TinyExperiments.BLOBS), 3, HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--more-trials adds to search.trials");
  }
}
