package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import io.espalier.search.history.Event;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A budget that is said as what comes to it: so many trials more than the experiment's newest run
 * had when it last came to its end. So a run that is killed on the way to a larger budget is given
 * the same one by the same command.
 */
public final class MoreTrials {
  private MoreTrials() {}

  /**
   * The change to the experiment file that asks for so many more.
   *
   * @param more above 0
   * @return {@code search.trials=…}
   * @throws ConfigurationException if the search has no number of trials to add to
   */
  public static String setting(Experiment experiment, int more, Configuration hadoop) {
    if (experiment.search().trials().isEmpty()) {
      throw new ConfigurationException(
          "--more-trials adds to search.trials, and the experiment has none: a grid is searched to"
              + " its end");
    }
    int budget = experiment.search().trials().getAsInt();
    Optional<RunFolder> newest =
        new RunFolders(experiment.outputDirectory(), hadoop).newest(experiment.name());
    int before = newest.map(run -> atLastEnd(Journal.read(run.path(), hadoop))).orElse(0);
    return "search.trials=" + Math.addExact(Math.max(budget, before), more);
  }

  /** Trials when the run last came to its end; 0 if it never has. */
  static int atLastEnd(List<Event> events) {
    int trials = 0;
    int atEnd = 0;
    for (Event event : events) {
      if (event instanceof Event.Proposed proposed) {
        trials = Math.max(trials, proposed.trial());
      } else if (event instanceof Event.RunFinished) {
        atEnd = trials;
      }
    }
    return atEnd;
  }
}
