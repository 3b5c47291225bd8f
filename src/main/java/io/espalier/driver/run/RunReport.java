package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.data.session.SessionLender;
import io.espalier.driver.inspect.Inspection;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.report.Report;
import io.espalier.search.history.History;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

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
   * @param sessions lends what reads the data, where they are tables of Spark's
   * @param notices told in one line what the report lacks
   * @return the page
   * @throws io.espalier.data.DataException if the data cannot be used, or a program built the
   *     experiment
   * @throws ConfigurationException if an override changes more than the report, or the data are
   *     others
   * @throws io.espalier.driver.journal.JournalException if the folder holds no run, or somebody
   *     else owns it
   */
  public static String write(
      String folder,
      List<String> overrides,
      Claim claim,
      Configuration hadoop,
      SessionLender sessions,
      Consumer<String> notices) {
    Journal.require(folder, hadoop);
    return RunLease.holding(
        folder,
        hadoop,
        claim,
        notices,
        lease -> write(folder, overrides, hadoop, sessions, notices));
  }

  private static String write(
      String folder,
      List<String> overrides,
      Configuration hadoop,
      SessionLender sessions,
      Consumer<String> notices) {
    History history = Journal.history(folder, hadoop);
    Experiment experiment = ExperimentCopy.read(folder, overrides, hadoop);
    SameSearch before = new SameSearch(history.opened(), folder, hadoop, REPORT_ONLY);
    before.require(experiment);
    PreparedData data =
        new DataLoader(hadoop, sessions, notices).load(experiment.data(), experiment.seed());
    before.requireData(experiment, data);
    Folder home = Folder.of(folder, hadoop);
    write(experiment, history, data, home).forEach(notices);
    return home.child(Report.PAGE).text();
  }

  private static List<String> write(
      Experiment experiment, History history, PreparedData data, Folder home) {
    return Report.write(
        Inspection.of(
            experiment,
            history,
            data,
            model -> new Path(new Path(home.path(), model.model()), ModelCard.MODEL).toString()),
        home);
  }

  /** Writes the report if the experiment asks for one; whatever goes wrong is a notice. */
  static void attempt(
      Experiment experiment,
      History history,
      PreparedData data,
      String folder,
      Configuration hadoop,
      RunListener listener) {
    if (!experiment.report().enabled()) {
      return;
    }
    try {
      write(experiment, history, data, Folder.of(folder, hadoop)).forEach(listener::notice);
    } catch (RuntimeException | InternalError | LinkageError failure) {
      // the run is worth more than its pictures; a machine without fonts fails with errors, too
      listener.notice(
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
