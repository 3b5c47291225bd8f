package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.data.PreparedData;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.schedule.SearchSettings;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Whether a run that is there can be taken up: same search, same data. A run that began from a file
 * is compared by the file that it kept, so that what older versions recorded reads the same; a run
 * that a program began by what its record says.
 */
final class SameSearch {
  /** What a run asks for where search or data differ. */
  static final String NEW_RUN = "--new starts another run beside it";

  /** What the retraining of a trial asks for. */
  static final String RETRAIN_ONLY = "only the retrain part and data.root can be changed";

  private final Event.RunOpened opened;
  private final String folder;
  private final Configuration hadoop;
  private final String advice;

  /**
   * The run in a folder.
   *
   * @param advice what is accepted, where the searches differ
   */
  SameSearch(Event.RunOpened opened, String folder, Configuration hadoop, String advice) {
    this.opened = opened;
    this.folder = folder;
    this.hadoop = hadoop;
    this.advice = advice;
  }

  /**
   * The experiment as the run began with it: where its trials train one after another and nobody
   * has named a number of them, so do those to come. Their numbers differ by rounding.
   */
  Experiment asBegun(Experiment experiment) {
    SearchSettings search = experiment.search();
    return search.together() == SearchSettings.ANY && !before().sideBySide()
        ? experiment.with(search.withTogether(SearchSettings.ALONE))
        : experiment;
  }

  /**
   * @throws ConfigurationException if the searches differ; the message shows where
   */
  void require(Experiment experiment) {
    Identity now = Identity.of(experiment);
    if (opened.searchText().equals(now.text())) {
      return;
    }
    Identity before = before();
    if (!before.sameSearch(now)) {
      throw new ConfigurationException(
          folder
              + " holds another search; "
              + advice
              + ". The difference:\n"
              + before.difference(now));
    }
  }

  /**
   * @throws ConfigurationException if the data differ
   */
  void requireData(Experiment experiment, PreparedData data) {
    if (!opened.dataFingerprint().equals(data.fingerprint())) {
      String difference = before().difference(Identity.of(experiment));
      throw new ConfigurationException(
          folder
              + " was run on other data (fingerprint "
              + opened.dataFingerprint()
              + ", now "
              + data.fingerprint()
              + "); "
              + advice
              + (difference.isEmpty() ? "" : ". The difference:\n" + difference));
    }
  }

  private Identity before() {
    Optional<Experiment> kept = ExperimentCopy.find(folder, hadoop);
    return kept.map(Identity::of).orElseGet(() -> new Identity(opened.searchText()));
  }

  /** Says so if another retrain part is asked for than the run began with. */
  static void noticeRetrain(Experiment experiment, Event.RunOpened opened, RunListener listener) {
    if (!opened.retrainText().equals(RetrainText.of(experiment.retrain()))) {
      listener.notice(
          "the retrain part has changed since the run began; models that are trained stay as they"
              + " are: espalier retrain RUN --trial N --set retrain… trains others");
    }
  }

  /** Says what has changed in the program since the run was worked on last. */
  static void noticeVersions(History history, SortedMap<String, String> now, RunListener listener) {
    SortedMap<String, String> then = history.versions();
    TreeSet<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    String changed =
        names.stream()
            .filter(name -> !Objects.equals(then.get(name), now.get(name)))
            .map(
                name ->
                    name
                        + " was "
                        + then.getOrDefault(name, "not there")
                        + ", is "
                        + now.getOrDefault(name, "not there"))
            .collect(Collectors.joining("; "));
    if (!changed.isEmpty()) {
      listener.notice(
          "versions have changed since the run went on last, and numbers may differ: " + changed);
    }
  }
}
