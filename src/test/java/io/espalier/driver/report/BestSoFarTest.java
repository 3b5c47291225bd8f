package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestSoFarTest {
  @Test
  void everyImprovementIsAStepAndTheEndIsTheLast() {
    History history =
        History.of(
            List.of(
                SampleRun.opened(),
                SampleRun.rejected(1),
                SampleRun.started(2),
                SampleRun.started(3),
                SampleRun.started(4),
                SampleRun.finished(3, 0.5),
                SampleRun.finished(2, 0.25),
                SampleRun.finished(4, 0.75)));
    assertThat(BestSoFar.of(history))
        .containsExactly(
            new BestSoFar.Step(3, 2, 2, 2, 0.5),
            new BestSoFar.Step(2, 3, 4, 2, 0.25),
            new BestSoFar.Step(2, 4, 6, 2, 0.25));
  }

  @Test
  void withoutAValueThereIsNoStep() {
    assertThat(BestSoFar.of(History.of(List.of(SampleRun.opened(), SampleRun.rejected(1)))))
        .isEmpty();
  }
}
