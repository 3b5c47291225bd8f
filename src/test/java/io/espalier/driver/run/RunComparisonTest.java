package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
  @Test
  void eachRunHasItsRowAndWhatDiffersIsNamed() {
    RunComparison found =
        RunComparison.of(
            List.of(
                run(1, "{\"seed\":1,\"search\":{\"algorithm\":\"grid\"}}", "data", 0.5),
                run(2, "{\"seed\":1,\"search\":{\"algorithm\":\"tpe\"}}", "others", 0.25)));
    assertThat(found.header()).contains("run", "best", "test_accuracy");
    assertThat(found.rows())
        .extracting(row -> row.get(0) + " " + row.get(2) + " " + row.get(3))
        .containsExactly("sample/001 validation_loss 0.5", "sample/002 validation_loss 0.25");
    assertThat(found.rows().get(0).get(found.header().indexOf("test_accuracy"))).isEqualTo("0.75");
    assertThat(found.differences())
        .containsExactly(
            "sample/001 before, sample/002 now: search.algorithm: \"grid\" before, \"tpe\" now",
            "sample/001 before, sample/002 now: the data are others, by their fingerprint");
  }

  @Test
  void runsOfTheSameSearchDifferInNothing() {
    History run = run(1, "{\"seed\":1}", "data", 0.5);
    assertThat(RunComparison.of(List.of(run, run)).differences()).isEmpty();
  }

  private static History run(int number, String search, String data, double loss) {
    Event.RunOpened usual = SampleRun.opened();
    return History.of(
        List.of(
            new Event.RunOpened(
                usual.experiment(),
                number,
                usual.seed(),
                search,
                usual.retrainText(),
                data,
                usual.objective(),
                usual.columns(),
                usual.classes(),
                0,
                usual.versions(),
                usual.atMillis()),
            SampleRun.started(1),
            SampleRun.finished(1, loss),
            SampleRun.retrained(1)));
  }
}
