package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.driver.journal.RunFolder;
import io.espalier.search.history.EarlierRun;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * The runs that {@code search.start-from} names. They are read once, when a run begins; what of
 * them fits is part of its record from then on.
 */
public final class EarlierRuns {
  private static final String KEY = "search.start-from: ";

  private EarlierRuns() {}

  /**
   * What of them fits an experiment, in the order in which it names them; a run that is named twice
   * counts once. Of an experiment's runs the newest one that has tables is taken.
   *
   * @param notices told one line about each run
   * @throws ConfigurationException if one is not there or cannot be read
   */
  public static List<Observation> observations(
      Experiment experiment, Configuration hadoop, Consumer<String> notices) {
    RunChoice choice = new RunChoice(experiment.outputDirectory(), hadoop, notices);
    List<Observation> observations = new ArrayList<>();
    Set<String> folders = new LinkedHashSet<>();
    for (String said : experiment.search().startFrom()) {
      try {
        String folder = choice.folder(said, RunChoice.Need.TABLES);
        if (folders.add(folder)) {
          EarlierRun run = earlier(experiment, Journal.history(folder, hadoop));
          notices.accept(KEY + run.told());
          observations.addAll(run.observations());
        }
      } catch (JournalException wrong) {
        throw new ConfigurationException(KEY + wrong.getMessage());
      }
    }
    return observations;
  }

  private static EarlierRun earlier(Experiment experiment, History run) {
    Event.RunOpened opened = run.opened();
    String name = opened.experiment() + "/" + RunFolder.name(opened.run());
    return new EarlierRun(name, run, experiment.space(), experiment.objective());
  }
}
