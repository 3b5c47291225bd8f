package io.espalier.driver.run;

import io.espalier.data.PreparedData;
import io.espalier.driver.conf.ConfigurationException;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.conf.SearchDifference;
import io.espalier.driver.journal.RunFolder;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.util.SortedMap;

/** Whether a run that is there can be taken up: same search, same data. */
final class SameSearch {
  private SameSearch() {}

  /** What a run asks for where search or data differ. */
  static final String NEW_RUN = "--new starts another run beside it";

  /** What the retraining of a trial asks for. */
  static final String RETRAIN_ONLY = "only the retrain part and data.root can be changed";

  /**
   * @param advice what is accepted
   * @throws ConfigurationException if the searches differ; the message shows where
   */
  static void require(ExperimentSpec spec, Event.RunOpened opened, RunFolder run, String advice) {
    if (!opened.searchText().equals(spec.searchText())) {
      throw new ConfigurationException(
          run.path()
              + " holds another search; "
              + advice
              + ". The difference:\n"
              + SearchDifference.between(opened.searchText(), spec.searchText()));
    }
  }

  /**
   * @param advice what is accepted
   * @throws ConfigurationException if the data differ
   */
  static void requireData(PreparedData data, Event.RunOpened opened, RunFolder run, String advice) {
    if (!opened.dataFingerprint().equals(data.fingerprint())) {
      throw new ConfigurationException(
          run.path()
              + " was run on other data (fingerprint "
              + opened.dataFingerprint()
              + ", now "
              + data.fingerprint()
              + "); "
              + advice);
    }
  }

  /** Says so if another retrain part is asked for than the run began with. */
  static void noticeRetrain(ExperimentSpec spec, Event.RunOpened opened, RunObserver observer) {
    if (!opened.retrainText().equals(spec.retrainText())) {
      observer.notice(
          "the retrain part has changed since the run began; models that are trained stay as they"
              + " are: espalier retrain RUN --trial N --set retrain… trains others");
    }
  }

  /** Says what has changed in the program since the run's last start. */
  static void noticeVersions(History history, SortedMap<String, String> now, RunObserver observer) {
    SortedMap<String, String> then = history.opened().versions();
    if (!then.equals(now)) {
      observer.notice("versions have changed since the run began: " + then + " is now " + now);
    }
  }
}
