package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.RunOptions;
import io.espalier.driver.run.MortalDisk.Killed;
import io.espalier.driver.run.MortalDisk.Moment;
import io.espalier.driver.run.MortalDisk.Remains;
import io.espalier.search.history.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ends the driver at every single change that a run makes to its disk, before and in the middle of
 * it, starts the same command again and holds what comes of it to the {@link RunInvariants}. After
 * a change is before the next one. A run that is not killed says what kills would have left at all
 * of its changes; a process that is killed has to end there, besides.
 */
class CrashPointsTest extends SparkForTests {
  private static final String DISK = "disk";
  private static final String RUN = MortalFiles.address(DISK, "/out/tiny/001");

  /** Pauses, goes on, stops, rejects; nothing trains. */
  private static final String FUNCTION =
      """
      experiment { name = tiny, seed = 5 }
      model {
        kind = function, function = branin
        x1 { uniform = [-5, 10] }, x2 { uniform = [0, 15] }
        curve.rise = 3
      }
      training.epochs = 4
      search {
        algorithm = random, trials = 4, deterministic = true
        scheduler { kind = asha, rungs = [1, 2], reduction = 2 }
      }
      """;

  /** Side by side, with folds, pauses, confirmations, retraining with two seeds. */
  private static final String NETWORK =
      """
      experiment { name = tiny, seed = 5 }
      data { source = blobs, examples = 60, features = 3, centres = 2, test = 0.2, folds = 2 }
      model { kind = mlp, layers = [ { dense = 3 } ] }
      training { updater { kind = sgd, learning-rate { grid = [0.1, 0.2, 0.3] } }, batch-size = 16, epochs = 2 }
      search { fusion = auto, scheduler { kind = halving, rungs = [1], reduction = 3, bracket = 3 }, confirm = 1, confirm-seeds = 1 }
      retrain { seeds = 2 }
      """;

  private MortalDisk disk = new MortalDisk();
  private final List<Event> told = new ArrayList<>();

  @AfterEach
  void unmount() {
    MortalFiles.unmount(DISK);
  }

  @Test
  void aSearchGoesOnFromWhatAKillLeavesAtEveryPoint() {
    String digest = undisturbed(FUNCTION, 4);
    List<Remains> all = disk.remains();
    assertThat(all).hasSizeGreaterThan(60);
    for (Remains one : all) {
      disk = one.disk();
      MortalFiles.mount(DISK, disk);
      goOn(FUNCTION, 4, digest, one.moment() + " " + one.change());
    }
  }

  @Test
  void aSearchEndsWhereItIsKilledAtPointsOfAllKinds() {
    assertThat(everyPoint(FUNCTION, 4, 13)).isGreaterThan(5);
  }

  @Test
  void trainingWithFoldsAndRetrainingGoesOnFromPointsOfAllKinds() {
    assertThat(everyPoint(NETWORK, 3, 13)).isGreaterThan(5);
  }

  @Test
  @Tag("slow")
  void aSearchEndsWhereItIsKilledAtEveryPoint() {
    assertThat(everyPoint(FUNCTION, 4, 1)).isGreaterThan(60);
  }

  @Test
  @Tag("slow")
  void trainingWithFoldsAndRetrainingGoesOnFromEveryPoint() {
    assertThat(everyPoint(NETWORK, 3, 1)).isGreaterThan(60);
  }

  /** The digest of a run that is not killed. */
  private String undisturbed(String text, int trials) {
    fresh();
    int process = disk.begin();
    String digest = run(text, process).digest();
    RunInvariants.hold(RUN, MortalFiles.settings(process), trials, digest, told);
    return digest;
  }

  /** Kills at each change, or every so many; how many kills there were. */
  private int everyPoint(String text, int trials, int step) {
    String digest = undisturbed(text, trials);
    int kills = 0;
    boolean more = true;
    for (int change = 0; more; change += step) {
      more = killed(text, change, Moment.BEFORE);
      if (more) {
        kills++;
        boolean whole = MortalDisk.isWhole(last());
        goOn(text, trials, digest, "before change " + change + ", " + last());
        if (!whole && killed(text, change, Moment.DURING)) {
          kills++;
          goOn(text, trials, digest, "during change " + change + ", " + last());
        }
      }
    }
    return kills;
  }

  private String last() {
    return disk.changes().get(disk.changes().size() - 1);
  }

  private void fresh() {
    disk = new MortalDisk();
    MortalFiles.mount(DISK, disk);
  }

  private boolean killed(String text, int change, Moment moment) {
    fresh();
    try {
      run(text, disk.begin(change, moment));
      assertThat(disk.alive()).as("no code may go on as if nothing had happened").isTrue();
      return false;
    } catch (Killed | RuntimeException end) {
      assertThat(disk.alive()).as("only the kill ends it: %s", end).isFalse();
      return true;
    }
  }

  private void goOn(String text, int trials, String digest, String point) {
    disk.edit("/out/tiny/001/lease/", "\"pid\":\\d+", "\"pid\":" + Integer.MAX_VALUE);
    int process = disk.begin();
    try {
      RunResult result = run(text, process);
      assertThat(result.digest()).isEqualTo(digest);
      RunInvariants.hold(RUN, MortalFiles.settings(process), trials, digest, told);
    } catch (RuntimeException | AssertionError broken) {
      throw new AssertionError(
          "after a kill " + point + "\n" + broken.getMessage() + "\n" + disk.all(), broken);
    }
  }

  private RunResult run(String text, int process) {
    told.clear();
    Experiment experiment =
        tiny.spec(
            text, "report=none", "output.directory=\"" + MortalFiles.address(DISK, "/out") + "\"");
    Configuration hadoop = MortalFiles.settings(process);
    RunListener listener =
        new RunListener() {
          @Override
          public void begins(String folder, List<Event> before) {
            told.addAll(before);
          }

          @Override
          public void recorded(List<Event> events) {
            told.addAll(events);
          }
        };
    return ExperimentRun.run(
        experiment, RunOptions.standard().listener(listener), hadoop, need -> spark);
  }
}
