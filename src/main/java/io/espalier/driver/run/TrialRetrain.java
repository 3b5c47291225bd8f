package io.espalier.driver.run;

import io.espalier.data.DataException;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a chosen trial of a run again, long after the run; the record and the tables grow by the
 * result.
 */
public final class TrialRetrain {
  private TrialRetrain() {}

  /**
   * Retrains as the run's experiment file says.
   *
   * @param folder the run's folder
   * @param number the trial's number
   * @param overrides changes to the retrain part, {@code path=value}
   * @param claim as which the run is owned meanwhile
   * @param spark starts Spark, told what executors must have room for
   * @return the retrained models, one per seed
   * @throws io.espalier.data.DataException if there is no such trial, or it was never trained
   * @throws io.espalier.driver.conf.ConfigurationException if an override changes the search
   * @throws io.espalier.driver.journal.RunOwnedException if somebody else owns the run
   */
  public static List<Event.Retrained> run(
      String folder,
      int number,
      List<String> overrides,
      Claim claim,
      Function<MemoryNeed, SparkSession> spark,
      RunObserver observer) {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    ExperimentSpec spec = ExperimentCopy.read(folder, overrides, hadoop);
    Journal.require(folder, hadoop);
    return RunLease.holding(
        folder,
        hadoop,
        claim,
        observer::notice,
        lease -> run(lease, folder, number, spec, hadoop, spark, observer));
  }

  private static List<Event.Retrained> run(
      RunLease lease,
      String folder,
      int number,
      ExperimentSpec spec,
      Configuration hadoop,
      Function<MemoryNeed, SparkSession> spark,
      RunObserver observer) {
    Event.RunOpened opened = Journal.history(folder, hadoop).opened();
    RunFolder run = new RunFolder(opened.experiment(), opened.run(), folder);
    SameSearch.require(spec, opened, run, SameSearch.RETRAIN_ONLY);
    PreparedData data = new DataLoader(hadoop, observer::notice).load(spec.data(), spec.seed());
    SameSearch.requireData(data, opened, run, SameSearch.RETRAIN_ONLY);
    try (RunRecord record = new RunRecord(Journal.open(lease), new TableWriter(folder, hadoop))) {
      Trial trial = trained(record.history(), number);
      int before = record.history().retrained().size();
      SparkSession session = spark.apply(MemoryNeed.of(spec, data));
      try (TrainingSite site =
          new TrainingSite(session, spec, data, folder, hadoop, observer::notice)) {
        ModelStore models =
            new ModelStore(
                opened.experiment(),
                opened.run(),
                new Path(folder),
                hadoop,
                data,
                spec.data().source());
        new Retraining(record, site, spec, models, observer).again(trial);
      }
      record.completeTables();
      RunReport.attempt(spec, record.history(), data, folder, hadoop, observer);
      List<Event.Retrained> all = record.history().retrained();
      return List.copyOf(all.subList(before, all.size()));
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
