package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.RunOptions;
import io.espalier.TrialStops;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A person stops one trial of a run. */
class StoppedTrialRunTest extends SparkForTests {
  /** Trials that take long enough to tell what they measure. */
  private static final String SLOW =
      """
      experiment { name = tiny, seed = 5 }
      model {
        kind = function, function = branin, x2 = 2, seconds = 6
        x1 { uniform = [-5, 10] }
      }
      training.epochs = 30
      search { algorithm = random, trials = 3 }
      """;

  @Test
  void itIsStoppedAndTheOthersTrainOn() {
    TrialStops stops = new TrialStops();
    stops.stop(2);
    RunResult result =
        tiny.run(() -> spark, RunOptions.standard().stoppingTrials(stops), SLOW, "report=none");
    assertThat(result.counts()).isEqualTo(Map.of(TrialStatus.COMPLETED, 2, TrialStatus.STOPPED, 1));
    History history = History.of(Journal.read(tiny.run(1).toString(), new Configuration()));
    Trial stopped = history.trial(2).orElseThrow();
    assertThat(stopped.reason()).startsWith("stopped by hand at epoch ");
    assertThat(stopped.epochs()).isBetween(1, 29);
    assertThat(tiny.run(TinyExperiments::noSpark, SLOW, "report=none").digest())
        .as("what is finished is printed again")
        .isEqualTo(result.digest());
  }
}
