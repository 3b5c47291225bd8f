package io.espalier.search.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private static final Objective LOSS = SampleRun.LOSS;

  /** A trial of 500 parameters, 1 epoch of 2 seconds and a loss of 0.25, whose units are 1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parameters < 1e6|true",
        "parameters < 500|false",
        "parameters <= 500 && seconds < 30|true",
        "seconds < 2|false",
        "epochs == 1|true",
        "validation_loss / 2 < 0.13|true",
        "parameters < 1e6 * units|true",
        "parameters < 100 * units|false",
        "validation_loss < 1 && activation == 'none'|false",
        "validation_roc_auc > 0|false",
        "validation_f1 < 1e9|false"
      })
  void aTrialIsHeldToWhatWasMeasuredOfIt(String limit, boolean met) {
    History history = new History();
    history.append(SampleRun.opened(LOSS, new Judgement(List.of(), List.of(limit), 1), 0, 0));
    history.append(SampleRun.started(1));
    history.append(
        SampleRun.measured(
            1, Map.of("validation_loss", 0.25, "validation_f1", Double.POSITIVE_INFINITY), 500));
    assertThat(history.best(1)).hasSize(met ? 1 : 0);
    assertThat(history.ranking().infeasible()).isEqualTo(met ? 0 : 1);
    assertThat(history.trial(1).orElseThrow().objective()).isEqualTo(0.25);
  }

  @Test
  void whatCannotBeEvaluatedIsToldBeforeAnythingTrains() {
    assertThat(
            Limits.objection(List.of("parameters < 'many'"), List.of(SampleRun.configuration(1))))
        .hasValueSatisfying(why -> assertThat(why).contains("do not compare"));
    assertThat(Limits.objection(List.of("parameters < 10"), List.of(SampleRun.configuration(1))))
        .isEmpty();
  }
}
