package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.Patience;
import io.espalier.driver.tables.TableDigest;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.wire.LiveChannel;
import io.espalier.wire.Measurement;
import io.espalier.wire.Safekeeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trials that pause, go on and stop, trained for real: what they give is what training through
 * gives.
 */
class PausingRunTest extends SparkForTests {
  private static final int RUNG = 2;
  private static final int EPOCHS = 5;
  private static final String DROPOUT =
      TinyExperiments.BLOBS
          .replace("[ { dense", "[ { dropout = 0.2 }, { dense")
          .replace("epochs = 2", "epochs = " + EPOCHS)
          .replace("kind = sgd", "kind = adam");
  private static final String FOLDED =
      DROPOUT.replace("test = 0.2, validation = 0.25", "test = 0.2, folds = 3");

  private static final String HALVING =
      "\nsearch.scheduler { kind = halving, rungs = [2], reduction = 2, bracket = 4 }";
  private static final String ASHA =
      "\nsearch { scheduler { kind = asha, rungs = [2], reduction = 2 }, deterministic = true }";

  private long keptEveryMillis = Safekeeping.USUAL_MILLIS;

  @ParameterizedTest
  @ValueSource(strings = {DROPOUT_NAME, FOLDED_NAME})
  void whatGoesOnEndsAsIfItHadNeverPaused(String which) {
    String text = which.equals(DROPOUT_NAME) ? DROPOUT : FOLDED;
    History through = search("through", text);
    History paused = search("paused", text + HALVING);

    assertThat(paused.count(TrialStatus.COMPLETED)).isEqualTo(2);
    assertThat(paused.count(TrialStatus.STOPPED)).isEqualTo(2);
    for (Trial trial : paused.trials()) {
      List<SortedMap<String, Double>> whole = metrics(through, trial.number());
      boolean completed = trial.status() == TrialStatus.COMPLETED;
      assertThat(trial.segments()).hasSize(completed ? 2 : 1);
      assertThat(metrics(paused, trial.number()))
          .isEqualTo(completed ? whole : whole.subList(0, RUNG));
    }
    assertThat(folder.resolve("paused/checkpoints")).isEmptyDirectory();
  }

  private static final String DROPOUT_NAME = "dropout and Adam";
  private static final String FOLDED_NAME = "folds";

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.05, 0.02})
  void aToleranceEndsATrainingAtTheSameEpochWhetherItPausedOrNot(double tolerance) {
    for (String text : List.of(DROPOUT, FOLDED)) {
      String settling = text + "\ntraining.tolerance = " + tolerance;
      History through = search("through" + text.hashCode(), settling);
      History paused = search("paused" + text.hashCode(), settling + HALVING);
      assertThat(through.trials()).as("settled").anyMatch(trial -> trial.epochs() < EPOCHS);
      for (Trial trial : paused.trials()) {
        List<SortedMap<String, Double>> whole = metrics(through, trial.number());
        assertThat(metrics(paused, trial.number()))
            .isEqualTo(
                trial.status() == TrialStatus.STOPPED
                    ? whole.subList(0, Math.min(RUNG, whole.size()))
                    : whole);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, true", "5, true", "6, false", "7, true", "7, false", "8, false"})
  void aRunThatEndsInBetweenGoesOnFromTheCheckpoints(int decisions, boolean asha) {
    String text = DROPOUT + (asha ? ASHA : HALVING);
    History undisturbed = search("undisturbed", text);
    AtomicInteger left = new AtomicInteger(decisions);
    assertThatThrownBy(
            () ->
                search(
                    "killed",
                    text,
                    scheduler ->
                        history -> {
                          if (left.getAndDecrement() == 0) {
                            throw new IllegalStateException("the end of the driver");
                          }
                          return scheduler.decide(history);
                        }))
        .hasMessage("the end of the driver");
    History resumed = search("killed", text);
    assertThat(TableDigest.of(resumed)).isEqualTo(TableDigest.of(undisturbed));
    for (Trial trial : undisturbed.trials()) {
      assertThat(resumed.trial(trial.number()).orElseThrow().status()).isEqualTo(trial.status());
      assertThat(metrics(resumed, trial.number())).isEqualTo(metrics(undisturbed, trial.number()));
    }
  }

  @ParameterizedTest
  @CsvSource({DROPOUT_NAME + ", false", DROPOUT_NAME + ", true", FOLDED_NAME + ", true"})
  void aTrialWhoseCheckpointIsGoneOrDamagedTrainsAgainFromItsBeginning(
      String which, boolean damaged) throws IOException {
    String text = (which.equals(DROPOUT_NAME) ? DROPOUT : FOLDED) + HALVING;
    History undisturbed = search("undisturbed", text);
    assertThatThrownBy(() -> search("lost", text, PausingRunTest::endAtTheRung))
        .hasMessage("the end of the driver");
    harm(folder.resolve("lost/checkpoints"), damaged);
    History resumed = search("lost", text);
    assertThat(TableDigest.of(resumed)).isEqualTo(TableDigest.of(undisturbed));
    for (Trial trial : undisturbed.trials()) {
      assertThat(metrics(resumed, trial.number())).isEqualTo(metrics(undisturbed, trial.number()));
    }
    assertThat(resumed.decisions())
        .filteredOn(Event.TrialRestarted.class::isInstance)
        .hasSize(2)
        .allSatisfy(
            restart ->
                assertThat(restart.reason())
                    .startsWith("trains again from its beginning: ")
                    .contains(damaged ? "is not a usable model zip: " : "does not exist")
                    .contains("epoch-2"));
  }

  private static Scheduler endAtTheRung(Scheduler scheduler) {
    return history -> {
      Decision decision = scheduler.decide(history);
      if (decision instanceof Decision.Resume) {
        throw new IllegalStateException("the end of the driver");
      }
      return decision;
    };
  }

  /** Removes all checkpoints, or turns a bit of the weights in each. */
  private static void harm(Path checkpoints, boolean damage) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(checkpoints)) {
      all = files.filter(Files::isRegularFile).toList();
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(4);
    for (Path zip : all) {
      if (damage) {
        byte[] bytes = Files.readAllBytes(zip);
        bytes[bytes.length / 2] ^= 1;
        Files.write(zip, bytes);
      } else {
        Files.delete(zip);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DROPOUT_NAME, FOLDED_NAME})
  void aTrialThatWasInterruptedGoesOnFromWhatItLeftOnTheWay(String which) throws IOException {
    keptEveryMillis = 0;
    String text = which.equals(DROPOUT_NAME) ? DROPOUT : FOLDED;
    History through = search("kept", text);
    forgetFrom("kept", "trial-finished");
    History resumed = search("kept", text);
    assertThat(TableDigest.of(resumed)).isEqualTo(TableDigest.of(through));
    for (Trial trial : through.trials()) {
      List<Measurement> before = trial.measurements();
      List<Measurement> after = resumed.trial(trial.number()).orElseThrow().measurements();
      assertThat(after.subList(0, EPOCHS - 1))
          .as("to the nanosecond: not trained again")
          .isEqualTo(before.subList(0, EPOCHS - 1));
      assertThat(after.get(EPOCHS - 1).trainSeconds())
          .as("trained again")
          .isNotEqualTo(before.get(EPOCHS - 1).trainSeconds());
    }
  }

  /** Removes the files of a record from the first one on in which a text stands. */
  private void forgetFrom(String name, String text) throws IOException {
    boolean found = false;
    for (int number = 1; ; number++) {
      Path file = folder.resolve(String.format("%s/journal/%010d.json", name, number));
      if (!Files.exists(file)) {
        break;
      }
      found |= Files.readString(file).contains(text);
      if (found) {
        Files.delete(file);
      }
    }
    assertThat(found).isTrue();
  }

  @Test
  void everyDecisionIsInTheTableWithItsReason() {
    History history = search("decisions", DROPOUT + HALVING);
    new TableWriter(folder.resolve("decisions").toString(), new Configuration()).compact(history);
    assertThat(
            spark
                .read()
                .parquet(folder.resolve("decisions/tables/decisions").toString())
                .filter("what in ('STOP', 'RESUME')")
                .select("what", "reason")
                .orderBy("what")
                .collectAsList())
        .extracting(Object::toString)
        .satisfiesExactly(
            row -> assertThat(row).matches("\\[RESUME,.* is among the best 2 of bracket 1.*"),
            row -> assertThat(row).startsWith("[RESUME,"),
            row -> assertThat(row).startsWith("[STOP,stopped at epoch 2: "),
            row -> assertThat(row).startsWith("[STOP,stopped at epoch 2: "));
  }

  private static List<SortedMap<String, Double>> metrics(History history, int trial) {
    return history.trial(trial).orElseThrow().measurements().stream()
        .map(Measurement::metrics)
        .toList();
  }

  private History search(String name, String text) {
    return search(name, text, scheduler -> scheduler);
  }

  private interface Changed {
    Scheduler of(Scheduler scheduler);
  }

  private History search(String name, String text, Changed changed) {
    Experiment spec = tiny.spec(text);
    String run = folder.resolve(name).toString();
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
    boolean again = Journal.exists(run, hadoop);
    Journal journal = again ? Journal.open(run, hadoop) : Journal.create(run, hadoop);
    try (RunRecord record = new RunRecord(journal);
        TrainingSite site =
            new TrainingSite(
                spark,
                spec,
                data,
                LiveChannel.NONE,
                // beside the run, so that no slow machine takes it away as that of a long segment
                new Checkpoints(run + "-running", hadoop).safekeeping(keptEveryMillis),
                run,
                hadoop,
                line -> {})) {
      record.append(
          List.of(
              again
                  ? new Event.RunResumed(new TreeMap<>(), 5_000)
                  : SampleRun.opened(1, Column.of(spec.space()))));
      new SearchLoop(
              record,
              changed.of(plans.scheduler()),
              site.dispatcher(),
              new TrialSegments(spec, plans, models, new Checkpoints(run, hadoop)),
              site.fusion(),
              site.troubles(),
              new LiveTrials(spec.objective()),
              plans.most(),
              new SearchClock(record.history(), OptionalDouble.empty()),
              RunListener.NONE)
          .run();
      return record.history();
    }
  }
}
