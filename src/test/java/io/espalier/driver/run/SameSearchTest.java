package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.conf.ConfigurationException;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.journal.RunFolder;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameSearchTest {
  private static final RunFolder RUN = new RunFolder("tiny", 1, "/runs/tiny/001");

  @TempDir private Path folder;
  private TinyExperiments tiny;
  private Event.RunOpened opened = SampleRun.opened();

  @BeforeEach
  void open() {
    tiny = new TinyExperiments(folder);
    ExperimentSpec spec = tiny.spec(TinyExperiments.BLOBS);
    Event.RunOpened sample = SampleRun.opened();
    opened =
        new Event.RunOpened(
            spec.name(),
            1,
            spec.seed(),
            spec.searchText(),
            spec.retrainText(),
            sample.dataFingerprint(),
            spec.objective(),
            sample.columns(),
            sample.classes(),
            0,
            sample.versions(),
            1);
  }

  @Test
  void theSameFileIsTheSameSearch() {
    ExperimentSpec spec = tiny.spec(TinyExperiments.BLOBS);
    assertThatCode(() -> SameSearch.require(spec, opened, RUN, SameSearch.NEW_RUN))
        .doesNotThrowAnyException();
    SameSearch.noticeRetrain(spec, opened, tiny.observer());
    assertThat(tiny.notices()).isEmpty();
  }

  @Test
  void aChangedValueIsShownWithTheAdvice() {
    ExperimentSpec spec = tiny.spec(TinyExperiments.BLOBS, "training.epochs=3");
    assertThatThrownBy(() -> SameSearch.require(spec, opened, RUN, SameSearch.RETRAIN_ONLY))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "/runs/tiny/001 holds another search; only the retrain part and data.root can be"
                + " changed. The difference:\ntraining.epochs: 2 before, 3 now");
  }

  @Test
  void theRetrainPartIsNoPartOfTheSearch() {
    ExperimentSpec spec = tiny.spec(TinyExperiments.BLOBS, "retrain.epochs=3");
    SameSearch.require(spec, opened, RUN, SameSearch.NEW_RUN);
    SameSearch.noticeRetrain(spec, opened, tiny.observer());
    assertThat(tiny.notices())
        .singleElement()
        .asString()
        .startsWith("the retrain part has changed since the run began");
  }

  @Test
  void otherVersionsAreNoted() {
    History history = History.of(List.of(opened));
    SameSearch.noticeVersions(history, opened.versions(), tiny.observer());
    assertThat(tiny.notices()).isEmpty();
    SameSearch.noticeVersions(history, new TreeMap<>(Map.of("java", "18")), tiny.observer());
    assertThat(tiny.notices()).singleElement().asString().contains("{java=18}");
  }
}
