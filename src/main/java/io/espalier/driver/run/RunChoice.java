package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import io.espalier.driver.tables.RunTables;
import io.espalier.search.history.Event;
import io.espalier.search.space.NearestWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The run that a person means by an experiment's name, by its folder, by a run's name as in {@code
 * quickstart/003}, or by a run's folder. Names are looked up below one output folder, after folders
 * of that name.
 */
public final class RunChoice {
  /** What a run must have to be of use. */
  public enum Need {
    /** A record, which every run has. */
    RECORD("has a record", "has none"),
    /** A best model. */
    MODEL("has a model", "has no model yet"),
    /** Tables. */
    TABLES("has tables", "has no tables yet"),
    /** An end that is recorded. */
    END("is finished", "is unfinished");

    private final String met;
    private final String unmet;

    Need(String met, String unmet) {
      this.met = met;
      this.unmet = unmet;
    }
  }

  private static final String ACCEPTED =
      "an experiment's name, its folder or a run's folder is accepted";
  private static final String OR_A_MODEL = ", or a folder with " + ModelCard.CARD;

  private final String output;
  private final Configuration hadoop;
  private final Consumer<String> notices;

  /**
   * @param output where names are looked up, a local path or Hadoop URI
   * @param notices told in one line which run is taken, where that was not said
   */
  public RunChoice(String output, Configuration hadoop, Consumer<String> notices) {
    this.output = output;
    this.hadoop = hadoop;
    this.notices = notices;
  }

  /**
   * The folder of a run: the one said, or of an experiment's runs the newest that has what is
   * needed. Whoever needs a model may also say a folder that holds nothing but one.
   *
   * @throws JournalException if there is none
   */
  public String folder(String said, Need need) {
    Optional<Folder> exact =
        places(said).stream()
            .filter(place -> isRun(place) || (need == Need.MODEL && holdsModel(place)))
            .findFirst();
    return exact.map(Folder::text).orElseGet(() -> newest(ofExperiment(said, need), need).path());
  }

  /**
   * The folder of a model: the best one of the run said, or a folder that holds nothing but one.
   *
   * @throws JournalException if there is none
   */
  public String modelFolder(String said) {
    Folder home = Folder.of(folder(said, Need.MODEL), hadoop);
    Folder best = home.child(ModelStore.BEST);
    return holdsModel(best) ? best.text() : home.text();
  }

  /**
   * The run said, or all of an experiment's, oldest first.
   *
   * @throws JournalException if there is none
   */
  public List<RunFolder> runs(String said) {
    Optional<Folder> exact = places(said).stream().filter(this::isRun).findFirst();
    if (exact.isEmpty()) {
      return ofExperiment(said, Need.RECORD);
    }
    Event.RunOpened opened = Journal.history(exact.get().text(), hadoop).opened();
    return List.of(new RunFolder(opened.experiment(), opened.run(), exact.get().text()));
  }

  /**
   * The experiment of the run said, or of an experiment's newest, with further overrides.
   *
   * @throws JournalException if there is no such run
   * @throws io.espalier.data.DataException if a program built it
   * @throws io.espalier.ConfigurationException if an override is wrong
   */
  public Experiment experiment(String said, List<String> overrides) {
    return ExperimentCopy.read(folder(said, Need.RECORD), overrides, hadoop);
  }

  private List<Folder> places(String said) {
    return List.of(Folder.of(said, hadoop), Folder.of(output, hadoop).child(said));
  }

  private List<RunFolder> ofExperiment(String said, Need need) {
    return places(said).stream()
        .map(this::runsIn)
        .filter(runs -> !runs.isEmpty())
        .findFirst()
        .orElseThrow(() -> new JournalException(objection(said, need)));
  }

  private List<RunFolder> runsIn(Folder experiment) {
    Path above = experiment.path().getParent();
    return above == null
        ? List.of()
        : new RunFolders(above.toString(), hadoop).runs(experiment.name());
  }

  private RunFolder newest(List<RunFolder> runs, Need need) {
    RunFolder last = runs.get(runs.size() - 1);
    for (int i = runs.size() - 1; i >= 0; i--) {
      RunFolder run = runs.get(i);
      if (meets(run, need)) {
        String newer = run.equals(last) ? "" : "; " + number(last) + " is newer and " + need.unmet;
        notices.accept("taking " + run.experiment() + "/" + number(run) + newer);
        return run;
      }
    }
    throw new JournalException(
        "no run of "
            + last.experiment()
            + " "
            + need.met
            + ": the newest, "
            + number(last)
            + ", "
            + need.unmet);
  }

  private boolean meets(RunFolder run, Need need) {
    return switch (need) {
      case RECORD -> true;
      case MODEL -> holdsModel(Folder.of(run.path(), hadoop).child(ModelStore.BEST));
      case TABLES -> RunTables.exist(Folder.of(run.path(), hadoop));
      case END -> ended(run);
    };
  }

  private boolean ended(RunFolder run) {
    try {
      return Journal.history(run.path(), hadoop).finish().isPresent();
    } catch (JournalException damaged) {
      return false;
    }
  }

  private boolean isRun(Folder folder) {
    return Journal.exists(folder.text(), hadoop);
  }

  private boolean holdsModel(Folder folder) {
    return exists(folder.child(ModelCard.CARD));
  }

  private static boolean exists(Folder place) {
    try {
      return place.fileSystem().exists(place.path());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look for " + place.text(), failure);
    }
  }

  private String objection(String said, Need need) {
    String accepted = ACCEPTED + (need == Need.MODEL ? OR_A_MODEL : "");
    if (exists(Folder.of(said, hadoop))) {
      return said + " holds no run; " + accepted;
    }
    List<String> known = new RunFolders(output, hadoop).experiments();
    return "there is no run '"
        + said
        + "': "
        + output
        + (known.isEmpty() ? " holds none" : " holds runs of " + String.join(", ", known))
        + "; "
        + accepted
        + NearestWord.hint(said, known);
  }

  private static String number(RunFolder run) {
    return RunFolder.name(run.run());
  }
}
