package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.TrialStops;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.Patience;
import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.EpochRule;
import io.espalier.search.schedule.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * Trials that are stopped in the middle of a segment, through Spark's plugin. One trains at a time,
 * and each epoch is told, so that nothing depends on the clock.
 */
class LiveRunTest extends SparkForTests {
  private static final int EPOCHS = 200;
  private static final int HOPELESS = 7;

  /**
   * After their first epoch, at the only rung, none is worse than those before; from then on the
   * last but one falls behind.
   */
  private static final String MEDIAN =
      """
      experiment { name = tiny, seed = 5 }
      model {
        kind = function, function = branin, x2 = 2.275
        x1 { uniform = [-5, 10] }
        curve.rise { uniform = [1, 100], name = rise }
      }
      training.epochs = 200
      search {
        algorithm = random, trials = 8, scheduler { kind = median, rungs = [1] }
        points = [
          { x1 = 3.10, rise = 40 }, { x1 = 3.11, rise = 40 }, { x1 = 3.12, rise = 40 },
          { x1 = 3.17, rise = 40 }, { x1 = 3.18, rise = 40 }, { x1 = 3.14, rise = 40 },
          { x1 = 0, rise = 1 }, { x1 = 3.1416, rise = 40 }
        ]
      }
      """;

  /** Lets one trial train at a time, and may end the process while the hopeless one does. */
  private record OneByOne(Scheduler scheduler, boolean killed) implements Scheduler {
    @Override
    public Decision decide(History history) {
      Optional<Trial> running = history.running().stream().findFirst();
      boolean trains = running.filter(one -> one.epochs() == 1).isPresent();
      if (killed && trains && running.get().number() == HOPELESS) {
        throw new IllegalStateException("the end of the driver");
      }
      return running.isPresent() ? new Decision.Wait("one at a time") : scheduler.decide(history);
    }

    @Override
    public Optional<EpochRule> epochRule(History history) {
      return scheduler.epochRule(history);
    }
  }

  private final List<SearchProgress> progress = new ArrayList<>();

  private History search(String name, boolean heard, boolean killed) {
    return search(name, heard, killed, new TrialStops());
  }

  private History search(String name, boolean heard, boolean killed, TrialStops stops) {
    Experiment spec = tiny.spec(MEDIAN);
    String run = run(name);
    Configuration hadoop = new Configuration();
    PreparedData data = new DataLoader(hadoop).load(spec.data(), spec.seed());
    TrialPlans plans = new TrialPlans(spec, data);
    ModelStore models =
        new ModelStore(
            name,
            1,
            new org.apache.hadoop.fs.Path(run),
            hadoop,
            data,
            spec.data().source(),
            Patience.NONE);
    LiveTrials live = new LiveTrials(spec.objective(), stops);
    if (heard) {
      live.hear(spark.sparkContext(), 0, true);
      assertThat(live.channel().exists()).isTrue();
    }
    boolean again = Journal.exists(run, hadoop);
    Journal journal = again ? Journal.open(run, hadoop) : Journal.create(run, hadoop);
    try (RunRecord record = new RunRecord(journal);
        TrainingSite site =
            new TrainingSite(spark, spec, data, live.channel(), run, hadoop, line -> {})) {
      record.append(
          List.of(
              again
                  ? new Event.RunResumed(new TreeMap<>(), 5_000)
                  : SampleRun.opened(1, Column.of(spec.space()))));
      new SearchLoop(
              record,
              new OneByOne(plans.scheduler(), killed),
              site.dispatcher(),
              new TrialSegments(spec, plans, models, new Checkpoints(run, hadoop)),
              Fusion.NONE,
              site.troubles(),
              live,
              plans.most(),
              new SearchClock(record.history(), OptionalDouble.empty()),
              new RunListener() {
                @Override
                public void searching(SearchProgress now) {
                  progress.add(now);
                }
              })
          .run();
      return record.history();
    } finally {
      live.close();
    }
  }

  private String run(String name) {
    return folder.resolve(name).toString();
  }

  private static void assertStopped(History history) {
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(7);
    Trial hopeless = history.trial(HOPELESS).orElseThrow();
    assertThat(hopeless.status()).isEqualTo(TrialStatus.STOPPED);
    assertThat(hopeless.epochs()).isBetween(2, EPOCHS - 1);
    assertThat(hopeless.segments()).hasSize(2);
    assertThat(hopeless.reason())
        .matches(
            "stopped at epoch \\d+: 3\\d\\.\\d+ is worse than the median of 6 trials before it"
                + " there \\(.*\\)");
    assertThat(history.decisions())
        .filteredOn(Event.TrialStopped.class::isInstance)
        .extracting(Event.Reasoned::reason)
        .containsExactly(hopeless.reason());
  }

  @Test
  void theMedianRuleStopsATrialInTheMiddleOfItsSegmentAndTheJournalSaysSo() {
    History history = search("heard", true, false);
    assertStopped(history);
    History again = Journal.history(run("heard"), new Configuration());
    assertThat(again.decisions()).isEqualTo(history.decisions());
    assertThat(again.trials()).isEqualTo(history.trials());
    assertThat(TableDigest.of(again)).isEqualTo(TableDigest.of(history));
    assertThat(folder.resolve("heard/checkpoints"))
        .satisfiesAnyOf(
            kept -> assertThat(kept).doesNotExist(), kept -> assertThat(kept).isEmptyDirectory());
  }

  @Test
  void aTrialThatAPersonStopsIsInTheJournalAsAnyOther() {
    TrialStops stops = new TrialStops();
    stops.stop(8);
    Trial stopped = search("by-hand", true, false, stops).trial(8).orElseThrow();
    assertThat(stopped.status()).isEqualTo(TrialStatus.STOPPED);
    assertThat(stopped.reason()).isEqualTo("stopped by hand");
    assertThat(stopped.epochs()).isLessThan(EPOCHS);
    History again = Journal.history(run("by-hand"), new Configuration());
    assertThat(again.trial(8)).contains(stopped);
    assertThat(again.decisions())
        .filteredOn(Event.TrialStopped.class::isInstance)
        .extracting(Event.Reasoned::reason)
        .contains("stopped by hand");
  }

  @Test
  void aDriverThatDiesWhileTheTrialStopsTrainsItAgain() {
    assertThatThrownBy(() -> search("killed", true, true)).hasMessage("the end of the driver");
    assertThat(Journal.history(run("killed"), new Configuration()).count(TrialStatus.STOPPED))
        .isZero();
    assertStopped(search("killed", true, false));
  }

  @Test
  void whereNothingIsHeardTheRungsDecideAlone() {
    History history = search("unheard", false, false);
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(8);
    assertThat(progress).allSatisfy(now -> assertThat(now.latest()).isEmpty());
  }
}
