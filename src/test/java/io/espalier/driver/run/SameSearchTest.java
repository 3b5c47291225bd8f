package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameSearchTest {
  @TempDir private Path folder;
  private TinyExperiments tiny;
  private Event.RunOpened opened = SampleRun.opened();

  @BeforeEach
  void open() {
    tiny = new TinyExperiments(folder);
    open(tiny.spec(TinyExperiments.BLOBS));
  }

  private void open(Experiment spec) {
    Event.RunOpened sample = SampleRun.opened();
    opened =
        new Event.RunOpened(
            spec.name(),
            1,
            spec.seed(),
            Identity.of(spec).text(),
            RetrainText.of(spec.retrain()),
            sample.dataFingerprint(),
            spec.objective(),
            sample.columns(),
            sample.classes(),
            0,
            sample.versions(),
            1);
  }

  private SameSearch before(String advice) {
    return new SameSearch(opened, tiny.run(1).toString(), new Configuration(), advice);
  }

  @Test
  void theSameFileIsTheSameSearch() {
    Experiment spec = tiny.spec(TinyExperiments.BLOBS);
    assertThatCode(() -> before(SameSearch.NEW_RUN).require(spec)).doesNotThrowAnyException();
    SameSearch.noticeRetrain(spec, opened, tiny.observer());
    assertThat(tiny.notices()).isEmpty();
  }

  @Test
  void aChangedValueIsShownWithTheAdvice() {
    Experiment spec = tiny.spec(TinyExperiments.BLOBS, "training.epochs=3");
    assertThatThrownBy(() -> before(SameSearch.RETRAIN_ONLY).require(spec))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            tiny.run(1)
                + " holds another search; only the retrain part and data.root can be"
                + " changed. The difference:\ntraining.epochs: 2 before, 3 now");
  }

  @Test
  void theRetrainPartIsNoPartOfTheSearch() {
    Experiment spec = tiny.spec(TinyExperiments.BLOBS, "retrain.epochs=3");
    before(SameSearch.NEW_RUN).require(spec);
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
    assertThat(tiny.notices()).singleElement().asString().endsWith("; java was 17, is 18");
    history.append(new Event.RunResumed(new TreeMap<>(Map.of("java", "18")), 2_000));
    SameSearch.noticeVersions(history, new TreeMap<>(Map.of("java", "18")), tiny.observer());
    assertThat(tiny.notices()).as("said once").hasSize(1);
  }

  @Test
  void aRunWhoseTrialsTrainOneAfterAnotherGoesOnSo() {
    Experiment asked = tiny.spec(TinyExperiments.BLOBS);
    assertThat(before(SameSearch.NEW_RUN).asBegun(asked)).as("begun side by side").isSameAs(asked);
    Experiment off = tiny.spec(TinyExperiments.BLOBS, "search.fusion=off");
    open(off);
    Experiment begun = before(SameSearch.NEW_RUN).asBegun(asked);
    assertThat(begun.search()).isEqualTo(off.search());
    assertThatCode(() -> before(SameSearch.NEW_RUN).require(begun)).doesNotThrowAnyException();
    Experiment four = tiny.spec(TinyExperiments.BLOBS, "search.fusion=4");
    assertThatThrownBy(
            () -> before(SameSearch.NEW_RUN).require(before(SameSearch.NEW_RUN).asBegun(four)))
        .hasMessageEndingWith("search.fusion: nothing before, true now");
  }
}
