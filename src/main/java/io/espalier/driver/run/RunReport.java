package io.espalier.driver.run;

import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.conf.ConfigurationException;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.inspect.Inspection;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.report.Report;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The report of a run, written when it ends or at any later time from what it has left. */
public final class RunReport {
  private static final String REPORT_ONLY = "only the report part and data.root can be changed";

  private RunReport() {}

  /**
   * Writes the report of a run anew, from its record, its copy of the experiment, the data and the
   * saved models.
   *
   * @param folder the run's folder
   * @param overrides changes to the report part, {@code path=value}
   * @param claim as which the run is owned meanwhile
   * @return the page
   * @throws io.espalier.data.DataException if the data cannot be used
   * @throws ConfigurationException if an override changes more than the report, or the data are
   *     others
   * @throws io.espalier.driver.journal.JournalException if the folder holds no run, or somebody
   *     else owns it
   */
  public static String write(
      String folder, List<String> overrides, Claim claim, RunObserver observer) {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    Journal.require(folder, hadoop);
    return RunLease.holding(
        folder,
        hadoop,
        claim,
        observer::notice,
        lease -> write(folder, overrides, hadoop, observer));
  }

  private static String write(
      String folder, List<String> overrides, Configuration hadoop, RunObserver observer) {
    History history = Journal.history(folder, hadoop);
    Event.RunOpened opened = history.opened();
    ExperimentSpec spec = ExperimentCopy.read(folder, overrides, hadoop);
    RunFolder run = new RunFolder(opened.experiment(), opened.run(), folder);
    SameSearch.require(spec, opened, run, REPORT_ONLY);
    PreparedData data = new DataLoader(hadoop).load(spec.data(), spec.seed());
    SameSearch.requireData(data, opened, run, REPORT_ONLY);
    Folder home = Folder.of(folder, hadoop);
    write(spec, history, data, home).forEach(observer::notice);
    return home.child(Report.PAGE).text();
  }

  private static List<String> write(
      ExperimentSpec spec, History history, PreparedData data, Folder home) {
    return Report.write(
        Inspection.of(
            spec,
            history,
            data,
            model -> new Path(new Path(home.path(), model.model()), ModelCard.MODEL).toString()),
        home);
  }

  /** Writes the report if the experiment asks for one; whatever goes wrong is a notice. */
  static void attempt(
      ExperimentSpec spec,
      History history,
      PreparedData data,
      String folder,
      Configuration hadoop,
      RunObserver observer) {
    if (!spec.report().enabled()) {
      return;
    }
    try {
      write(spec, history, data, Folder.of(folder, hadoop)).forEach(observer::notice);
    } catch (RuntimeException | InternalError | LinkageError failure) {
      // the run is worth more than its pictures; a machine without fonts fails with errors, too
      observer.notice(
          "the report could not be written ("
              + String.valueOf(failure).lines().findFirst().orElse("")
              + "); espalier report "
              + folder
              + " tries again");
    }
  }

  /** The report's page in a run's folder; empty if there is none. */
  static String page(String folder, Configuration hadoop) {
    Folder home = Folder.of(folder, hadoop);
    return Report.exists(home) ? home.child(Report.PAGE).text() : "";
  }
}
