package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.data.DataException;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.data.session.SessionLender;
import io.espalier.driver.inspect.ExperimentFacts;
import io.espalier.driver.inspect.Inspection;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.report.Report;
import io.espalier.driver.report.ReportContent;
import io.espalier.driver.report.SearchFacts;
import io.espalier.search.history.History;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The report of a run, written when it ends or at any later time from what it has left. */
public final class RunReport {
  private static final String REPORT_ONLY = "only the report part and data.root can be changed";
  private static final String BY_A_PROGRAM =
      "a program built the experiment: what only it knows (space, data, models) is not shown";

  private RunReport() {}

  /**
   * Writes the report of a run anew, from its record, its copy of the experiment, the data and the
   * saved models. Where the data are not there, or a program built the experiment, from the record
   * alone, and the report says so.
   *
   * @param folder the run's folder
   * @param overrides changes to the report part, {@code path=value}
   * @param claim as which the run is owned meanwhile
   * @param sessions lends what reads the data, where they are tables of Spark's
   * @param notices told in one line what the report lacks
   * @return the page
   * @throws DataException if something is to be changed in an experiment that a program built
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
    Folder home = Folder.of(folder, hadoop);
    DataLoader loader = new DataLoader(hadoop, sessions, notices);
    Report.write(content(history, home, overrides, loader), home).forEach(notices);
    return home.child(Report.PAGE).text();
  }

  private static ReportContent content(
      History history, Folder home, List<String> overrides, DataLoader loader) {
    if (overrides.isEmpty() && !ExperimentCopy.exists(home.text(), home.hadoop())) {
      return Inspection.ofRecord(SearchFacts.ofRecord(), history, BY_A_PROGRAM);
    }
    Experiment experiment = ExperimentCopy.read(home.text(), overrides, home.hadoop());
    SameSearch before = new SameSearch(history.opened(), home.text(), home.hadoop(), REPORT_ONLY);
    before.require(experiment);
    PreparedData data;
    try {
      data = loader.load(experiment.data(), experiment.seed());
    } catch (DataException missing) {
      return Inspection.ofRecord(
          ExperimentFacts.of(experiment, Optional.empty()),
          history,
          "without the data nothing can be looked up in the models: " + missing.getMessage());
    }
    before.requireData(experiment, data);
    return content(experiment, history, data, home);
  }

  /** What is shown of a run whose data are there. */
  static ReportContent content(
      Experiment experiment, History history, PreparedData data, Folder home) {
    return Inspection.of(
        experiment,
        history,
        data,
        model -> new Path(new Path(home.path(), model.model()), ModelCard.MODEL).toString());
  }

  /** The report's page in a run's folder; empty if there is none. */
  static String page(String folder, Configuration hadoop) {
    Folder home = Folder.of(folder, hadoop);
    return Report.exists(home) ? home.child(Report.PAGE).text() : "";
  }
}
