package io.espalier.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.wire.TrainingPlan.TrainMeasure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
  @Test
  void namesInFilesAndTablesAreOne() {
    assertThat(Metric.ROC_AUC.word()).isEqualTo("roc-auc");
    assertThat(Metric.TOP_5_ACCURACY.column()).isEqualTo("top_5_accuracy");
    for (Metric metric : Metric.values()) {
      assertThat(Metric.named(metric.column())).contains(metric);
    }
    assertThat(Metric.named("loss_1")).isEmpty();
  }

  @Test
  void everyMetricIsOfSomeTask() {
    assertThat(Metric.of(Task.REGRESSION))
        .containsExactly(Metric.LOSS, Metric.MAE, Metric.RMSE, Metric.R2);
    assertThat(Metric.values())
        .hasSize(Metric.of(Task.CLASSIFICATION).size() + Metric.of(Task.REGRESSION).size() - 1);
  }

  @Test
  void lossesAndErrorsAreBetterWhereTheyAreLower() {
    assertThat(Arrays.stream(Metric.values()).filter(Metric::lowerIsBetter))
        .containsExactly(Metric.LOSS, Metric.BRIER_SCORE, Metric.MAE, Metric.RMSE);
  }

  @Test
  void theTrueClassIsAlwaysAmongAllOfThem() {
    assertThat(Metric.TOP_3_ACCURACY.fits(Task.CLASSIFICATION, 4)).isTrue();
    assertThat(Metric.TOP_3_ACCURACY.fits(Task.CLASSIFICATION, 3)).isFalse();
    assertThatThrownBy(() -> plan(3, Metric.TOP_3_ACCURACY))
        .hasMessage("top-3-accuracy is no metric of CLASSIFICATION with 3 outputs");
    assertThatThrownBy(() -> plan(3, Metric.R2))
        .hasMessage("r2 is no metric of CLASSIFICATION with 3 outputs");
  }

  @Test
  void validationPartsAreMeasuredByWhatIsAskedForTestPartsByAll() {
    assertThat(plan(3).ofValidation())
        .containsExactly(Metric.LOSS, Metric.ACCURACY, Metric.F1, Metric.PRECISION, Metric.RECALL);
    assertThat(plan(3, Metric.BRIER_SCORE).ofValidation())
        .containsExactly(
            Metric.LOSS,
            Metric.ACCURACY,
            Metric.F1,
            Metric.PRECISION,
            Metric.RECALL,
            Metric.BRIER_SCORE);
    assertThat(plan(3).ofTraining()).containsExactly(Metric.LOSS, Metric.ACCURACY);
    assertThat(plan(3).ofTest(100))
        .contains(Metric.ROC_AUC, Metric.BRIER_SCORE, Metric.TOP_2_ACCURACY)
        .doesNotContain(Metric.TOP_3_ACCURACY, Metric.R2);
  }

  @Test
  void aTestPartTooLargeToBeHeldIsRankedOnlyOnRequest() {
    int many = TrainingPlan.MOST_UNASKED / 4;
    assertThat(plan(4).ofTest(many)).contains(Metric.ROC_AUC, Metric.AVERAGE_PRECISION);
    assertThat(plan(4).ofTest(many + 1))
        .contains(Metric.BRIER_SCORE)
        .doesNotContain(Metric.ROC_AUC, Metric.AVERAGE_PRECISION);
    assertThat(plan(4, Metric.ROC_AUC).ofTest(many + 1))
        .contains(Metric.ROC_AUC)
        .doesNotContain(Metric.AVERAGE_PRECISION);
  }

  private static TrainingPlan plan(int classes, Metric... asked) {
    return new TrainingPlan(
        "test",
        1,
        Task.CLASSIFICATION,
        new InputShape.Flat(2),
        classes,
        TrainMeasure.STEPS,
        List.of(asked));
  }
}
