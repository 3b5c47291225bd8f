package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.RunOptions;
import io.espalier.data.DataException;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.data.session.SessionLender;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.driver.cluster.RunSessions;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.Patience;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.listen.Listeners;
import io.espalier.driver.listen.TableRefresh;
import io.espalier.driver.tables.TableException;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.LiveChannel;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a chosen trial of a run again, long after the run; the record and the tables grow by the
 * result.
 */
public final class TrialRetrain {
  private final String folder;
  private final Experiment experiment;
  private final RunOptions options;
  private final Configuration hadoop;
  private final Listeners listeners;

  private TrialRetrain(
      String folder,
      Experiment experiment,
      RunOptions options,
      Configuration hadoop,
      Listeners listeners) {
    this.folder = folder;
    this.experiment = experiment;
    this.options = options;
    this.hadoop = hadoop;
    this.listeners = listeners;
  }

  /**
   * Retrains as the run's experiment file says, changed by the options' overrides.
   *
   * @param folder the run's folder
   * @param number the trial's number
   * @param sessions read the data, where they are tables of Spark's, and train
   * @return the retrained models, one per seed
   * @throws DataException if there is no such trial, it was never trained, or a program built the
   *     experiment
   * @throws io.espalier.ConfigurationException if an override changes the search
   * @throws io.espalier.driver.journal.RunOwnedException if somebody else owns the run
   */
  public static List<Event.Retrained> run(
      String folder, int number, RunOptions options, Configuration hadoop, RunSessions sessions) {
    Experiment experiment = ExperimentCopy.read(folder, options.overrides(), hadoop);
    return run(folder, number, experiment, options, hadoop, sessions);
  }

  /** The same for an experiment that is at hand. */
  static List<Event.Retrained> run(
      String folder,
      int number,
      Experiment experiment,
      RunOptions options,
      Configuration hadoop,
      RunSessions sessions) {
    Journal.require(folder, hadoop);
    try (Listeners listeners = Listeners.withFound(options.listeners())) {
      return RunLease.holding(
          folder,
          hadoop,
          new Claim("retrain", options.takeOver()),
          listeners::notice,
          lease -> {
            Event.RunOpened opened = Journal.opening(lease);
            SameSearch before = new SameSearch(opened, folder, hadoop, SameSearch.RETRAIN_ONLY);
            Experiment asBegun = before.asBegun(experiment);
            return new TrialRetrain(folder, asBegun, options, hadoop, listeners)
                .run(lease, before, number, sessions);
          });
    } catch (RuntimeException failure) {
      options.cancellation().requireGoingOn();
      throw failure;
    }
  }

  private List<Event.Retrained> run(
      RunLease lease, SameSearch before, int number, RunSessions sessions) {
    before.require(experiment);
    SessionLender reading =
        new ReadingJobs(sessions.reading(), experiment.name(), hadoop, options.cancellation());
    PreparedData data =
        new DataLoader(hadoop, reading, listeners::notice)
            .load(experiment.data(), experiment.seed());
    before.requireData(experiment, data);
    Journal journal = Journal.open(lease);
    listeners.begins(folder, journal.events());
    try (RunRecord record = new RunRecord(journal, listeners, options.cancellation())) {
      Trial trial = trained(record.history(), number);
      int known = record.history().retrained().size();
      try (EndReport report = EndReport.begin(experiment, record.history(), data)) {
        retrain(record, trial, data, sessions.training(MemoryNeed.of(experiment, data)));
        completeTables(record.history());
        report.write(folder, hadoop, listeners);
      }
      List<Event.Retrained> all = record.history().retrained();
      return List.copyOf(all.subList(known, all.size()));
    }
  }

  @SuppressWarnings("try") // the jobs are submitted by this thread while it is held
  private void retrain(RunRecord record, Trial trial, PreparedData data, SparkSession session) {
    Event.RunOpened opened = record.history().opened();
    try (RunJobs jobs =
            new RunJobs(session.sparkContext(), experiment.name(), hadoop, options.cancellation());
        TrainingSite site =
            new TrainingSite(
                session, experiment, data, LiveChannel.NONE, folder, hadoop, listeners::notice)) {
      ModelStore models =
          new ModelStore(
              opened.experiment(),
              opened.run(),
              new Path(folder),
              hadoop,
              data,
              experiment.data().source(),
              Patience.of(hadoop, listeners::notice));
      TrialPlans plans = new TrialPlans(experiment, data);
      TrialSegments segments =
          new TrialSegments(experiment, plans, models, new Checkpoints(folder, hadoop));
      new Retraining(record, site, experiment, segments, models, listeners).again(trial);
    }
  }

  /** The models are saved and recorded; that their tables cannot be written takes nothing away. */
  private void completeTables(History history) {
    try {
      new TableRefresh(new TableWriter(folder, hadoop), listeners::notice).complete(history);
    } catch (TableException failure) {
      listeners.notice(
          "the tables could not be written ("
              + failure.getMessage()
              + "); all is recorded, and the next retrain or run writes them");
    }
  }

  private static Trial trained(History history, int number) {
    Trial trial =
        history
            .trial(number)
            .orElseThrow(
                () ->
                    new DataException(
                        "there is no trial "
                            + number
                            + ": the run has trials 1 to "
                            + history.trials().size()));
    if (trial.outcome().isEmpty()) {
      throw new DataException(
          "trial "
              + number
              + " cannot be retrained, it is "
              + trial.status()
              + ": "
              + trial.reason());
    }
    return trial;
  }
}
