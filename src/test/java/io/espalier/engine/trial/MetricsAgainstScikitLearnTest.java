package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.LabelScale;
import io.espalier.data.Targets;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Loss;
import io.espalier.wire.Measures;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Metrics against figures of scikit-learn 1.9.1. What was called for them stands above each; y are
 * true classes or numbers, p probabilities, h predicted classes.
 */
class MetricsAgainstScikitLearnTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  @Test
  void twoClassesWithTies() {
    int[] labels = {0, 0, 1, 1, 0, 1, 1, 0, 1, 0};
    double[] second = {.1, .4, .35, .8, .4, .4, .9, .2, .5, .5};
    double[][] probabilities =
        IntStream.range(0, labels.length)
            .mapToObj(i -> new double[] {1 - second[i], second[i]})
            .toArray(double[][]::new);
    Map<String, Double> metrics = ofClasses(labels, 2, probabilities, Loss.CROSS_ENTROPY).metrics();
    // roc_auc_score(y, p), average_precision_score(y, p), brier_score_loss(y, p)
    assertThat(metrics.get("roc_auc")).isCloseTo(0.78, ROUNDING);
    assertThat(metrics.get("average_precision")).isCloseTo(0.7892857142857141, ROUNDING);
    assertThat(metrics.get("brier_score")).isCloseTo(0.17025, ROUNDING);
    // h = p > 0.5; balanced_accuracy_score(y, h), matthews_corrcoef(y, h)
    assertThat(metrics.get("balanced_accuracy")).isCloseTo(0.7, ROUNDING);
    assertThat(metrics.get("matthews_correlation")).isCloseTo(0.5, ROUNDING);
    assertThat(metrics.keySet()).noneMatch(name -> name.startsWith("top"));
  }

  @Test
  void severalClassesOneOfWhichNeverOccurs() {
    int examples = 200;
    int[] labels = IntStream.range(0, examples).map(i -> (i * i + i / 3) % 3).toArray();
    double[][] logits = new double[examples][4];
    for (int i = 0; i < examples; i++) {
      for (int k = 0; k < 4; k++) {
        logits[i][k] = ((i * 7919 + k * 104729 + (k == labels[i] ? 300 : 0)) % 1009) / 250.0;
      }
    }
    Evaluation evaluation = evaluated(labels, 4, logits, Loss.CROSS_ENTROPY);
    Map<String, Double> metrics = evaluation.metrics();
    // p = p.astype(float32), since rounding in double precision breaks the ties of equal examples;
    // mean([roc_auc_score(y == c, p[:, c]) for c in range(3)]), average_precision_score alike
    assertThat(metrics.get("roc_auc")).isCloseTo(0.5054897533295019, ROUNDING);
    assertThat(metrics.get("average_precision")).isCloseTo(0.41233297736122465, ROUNDING);
    // brier_score_loss(y, p, labels=[0, 1, 2, 3])
    assertThat(metrics.get("brier_score")).isCloseTo(0.990312701481231, ROUNDING);
    // balanced_accuracy_score(y, h), matthews_corrcoef(y, h)
    assertThat(metrics.get("balanced_accuracy")).isCloseTo(0.1747323986129956, ROUNDING);
    assertThat(metrics.get("matthews_correlation")).isCloseTo(-0.09709084901282236, ROUNDING);
    // top_k_accuracy_score(y, p, k=2, labels=[0, 1, 2, 3]), k=3
    assertThat(metrics.get("top_2_accuracy")).isEqualTo(0.44);
    assertThat(metrics.get("top_3_accuracy")).isEqualTo(0.775);
    assertThat(metrics).doesNotContainKey("top_5_accuracy");
    // f1_score(y, h, average="macro"), accuracy_score(y, h), log_loss(y, p, labels=[0, 1, 2, 3])
    assertThat(metrics.get("f1")).isCloseTo(0.1463363132240049, ROUNDING);
    assertThat(metrics.get("accuracy")).isEqualTo(0.175);
    assertThat(metrics.get("loss")).isCloseTo(1.855512301851433, ROUNDING);
  }

  @Test
  void severalClassesWithTies() {
    int[] labels = {0, 1, 2, 0, 1, 2, 0, 0};
    double[][] probabilities = {
      {.5, .25, .25},
      {.5, .25, .25},
      {.25, .25, .5},
      {.25, .5, .25},
      {.25, .5, .25},
      {.5, .25, .25},
      {.75, .125, .125},
      {.25, .25, .5}
    };
    Ranking ranking = new Ranking(3, 8);
    for (int i = 0; i < 8; i++) {
      ranking.add(labels[i], probabilities[i]);
    }
    // roc_auc_score(y, p, multi_class="ovr", average="macro")
    assertThat(ranking.areas().roc()).isCloseTo(0.6597222222222222, ROUNDING);
    // average_precision_score(y, p, average="macro")
    assertThat(ranking.areas().averagePrecision()).isCloseTo(0.4702380952380952, ROUNDING);
  }

  @Test
  void oneExample() {
    Map<String, Double> metrics =
        ofClasses(new int[] {1}, 2, new double[][] {{.3, .7}}, Loss.CROSS_ENTROPY).metrics();
    // roc_auc_score([1], [.7]) is nan
    assertThat(metrics).doesNotContainKey("roc_auc");
    // average_precision_score([1], [.7]), brier_score_loss([1], [.7], pos_label=1)
    assertThat(metrics.get("average_precision")).isEqualTo(1);
    assertThat(metrics.get("brier_score")).isCloseTo(0.09, ROUNDING);
    // balanced_accuracy_score([1], [1]), matthews_corrcoef([1], [1])
    assertThat(metrics.get("balanced_accuracy")).isEqualTo(1);
    assertThat(metrics.get("matthews_correlation")).isZero();
    // r2_score([2.], [2.5]) is nan
    Targets.Numbers number = new Targets.Numbers(new float[] {2}, 1);
    assertThat(evaluated(number, new double[][] {{2.5}}, Part.TEST).metrics())
        .doesNotContainKey("r2")
        .containsEntry("mae", 0.5);
  }

  @Test
  void severalNumbersOneOfWhichDoesNotVary() {
    int examples = 60;
    float[] truth = new float[3 * examples];
    double[][] predictions = new double[examples][3];
    for (int i = 0; i < examples; i++) {
      truth[3 * i] = (float) (i * 37 % 101 / 10.0);
      truth[3 * i + 1] = (float) (1950 + i * 53 % 89 / 4.0);
      truth[3 * i + 2] = 3;
      predictions[i][0] = truth[3 * i] + (i * 17 % 23 - 11) / 5.0;
      predictions[i][1] = truth[3 * i + 1] + (i * 29 % 31 - 14) / 3.0;
      predictions[i][2] = truth[3 * i + 2] + (i * 5 % 7 - 3) / 2.0;
    }
    Targets.Numbers targets =
        new Targets.Numbers(truth, 3, List.of("1", "year", "3"), LabelScale.NONE);
    Map<String, Double> metrics = evaluated(targets, predictions, Part.TEST).metrics();
    // r2_score(y, p, multioutput="raw_values", force_finite=False), the last one is -inf;
    // r2_score(y[:, :2], p[:, :2])
    assertThat(metrics.get("r2_1")).isCloseTo(0.7891680184819133, ROUNDING);
    assertThat(metrics.get("r2_year")).isCloseTo(0.7910746504747332, ROUNDING);
    assertThat(metrics).doesNotContainKey("r2_3");
    assertThat(metrics.get("r2")).isCloseTo(0.7901213344783233, ROUNDING);
    // mean_absolute_error(y, p), with multioutput="raw_values"
    assertThat(metrics.get("mae")).isCloseTo(1.523518518518518, ROUNDING);
    assertThat(metrics.get("mae_1")).isCloseTo(1.1566666666666667, ROUNDING);
    assertThat(metrics.get("mae_3")).isCloseTo(0.8583333333333333, ROUNDING);
    // sqrt(mean_squared_error(y, p)), root_mean_squared_error(y, p, multioutput="raw_values")
    assertThat(metrics.get("rmse")).isCloseTo(1.9700802139463045, ROUNDING);
    assertThat(metrics.get("rmse_year")).isCloseTo(2.9745836932498895, ROUNDING);
    assertThat(evaluated(targets, predictions, Part.VALIDATION).metrics())
        .containsOnlyKeys("loss", "mae", "rmse", "r2");
  }

  @Test
  void outputsThatAreNoProbabilitiesHaveNoBrierScore() {
    double[][] outputs = {{-1, 3}, {2, 0.5}, {0, 0.25}};
    Map<String, Double> metrics =
        evaluated(new int[] {1, 0, 0}, 2, outputs, Loss.SQUARED_ERROR).metrics();
    assertThat(metrics).doesNotContainKey("brier_score");
    // roc_auc_score([1, 0, 0], [3, .5, .25])
    assertThat(metrics).containsEntry("roc_auc", 1.0);
  }

  @Test
  void ofEqualOutputsTheFirstIsTheMoreProbableAsItIsThePredictedOne() {
    double[][] outputs = {{1, 1, 1, 0}, {1, 1, 1, 0}, {1, 1, 1, 0}};
    Map<String, Double> metrics =
        evaluated(new int[] {0, 1, 2}, 4, outputs, Loss.CROSS_ENTROPY).metrics();
    assertThat(metrics.get("accuracy")).isEqualTo(1 / 3.0);
    assertThat(metrics.get("top_2_accuracy")).isEqualTo(2 / 3.0);
    assertThat(metrics.get("top_3_accuracy")).isEqualTo(1);
  }

  @Test
  void predictionsThatAreNotNumbersRankNothing() {
    Ranking ranking = new Ranking(2, 2);
    ranking.add(0, new double[] {.5, .5});
    ranking.add(1, new double[] {Double.NaN, Double.NaN});
    assertThat(ranking.areas().roc()).isNaN();
    assertThat(ranking.areas().averagePrecision()).isNaN();
  }

  @Test
  void negativeScoresAndBothZeroesAreInOrder() {
    Ranking ranking = new Ranking(2, 4);
    ranking.add(0, new double[] {0, -2});
    ranking.add(1, new double[] {0, -1});
    ranking.add(0, new double[] {0, -0.0});
    ranking.add(1, new double[] {0, 0});
    // roc_auc_score([0, 1, 0, 1], [-2, -1, -0., 0])
    assertThat(ranking.areas().roc()).isEqualTo(0.625);
  }

  /** Piece by piece, as workers measure. */
  @Test
  void talliesOfPiecesAddUp() {
    int[] labels = IntStream.range(0, 30).map(i -> i % 3).toArray();
    double[][] outputs = new double[30][3];
    for (int i = 0; i < 30; i++) {
      outputs[i] = new double[] {i * 7 % 11 / 4.0, i * 5 % 13 / 4.0, i * 3 % 17 / 8.0};
    }
    Targets.Classes targets = classes(labels, 3);
    Criterion criterion = Criterion.of(Loss.CROSS_ENTROPY, targets);
    List<Metric> metrics = Metric.of(Task.CLASSIFICATION);
    int[] rows = IntStream.range(0, 30).toArray();
    Score whole = Score.of(Part.TEST, rows, targets, criterion, Measures.of(metrics));
    for (int from = 0; from < 30; from += 12) {
      int[] piece = IntStream.range(from, Math.min(30, from + 12)).toArray();
      Score part = Score.of(piece, targets, criterion, Measures.of(metrics));
      add(part, piece, outputs, criterion);
      whole.add(part.tally());
    }
    Evaluation atOnce = evaluated(labels, 3, outputs, Loss.CROSS_ENTROPY);
    Evaluation added = whole.evaluation(Part.TEST);
    assertThat(added.confusion()).isEqualTo(atOnce.confusion());
    assertThat(added.metrics().keySet()).containsAll(atOnce.metrics().keySet());
    atOnce
        .metrics()
        .forEach((name, value) -> assertThat(added.metrics().get(name)).isCloseTo(value, ROUNDING));
    assertThat(added.metrics().get("roc_auc")).isEqualTo(atOnce.metrics().get("roc_auc"));
  }

  private static Evaluation ofClasses(
      int[] labels, int classes, double[][] probabilities, Loss loss) {
    double[][] outputs = new double[labels.length][];
    for (int i = 0; i < labels.length; i++) {
      outputs[i] = java.util.Arrays.stream(probabilities[i]).map(Math::log).toArray();
    }
    return evaluated(labels, classes, outputs, loss);
  }

  private static Evaluation evaluated(int[] labels, int classes, double[][] outputs, Loss loss) {
    Targets.Classes targets = classes(labels, classes);
    return evaluated(targets, outputs, Criterion.of(loss, targets), Part.TEST);
  }

  private static Evaluation evaluated(Targets.Numbers targets, double[][] outputs, Part part) {
    return evaluated(targets, outputs, Criterion.of(Loss.SQUARED_ERROR, targets), part);
  }

  private static Evaluation evaluated(
      Targets targets, double[][] outputs, Criterion criterion, Part part) {
    int[] rows = IntStream.range(0, targets.examples()).toArray();
    List<Metric> metrics =
        Metric.of(targets.task()).stream()
            .filter(metric -> metric.fits(targets.task(), targets.outputs()))
            .toList();
    Score score = Score.of(part, rows, targets, criterion, Measures.of(metrics));
    add(score, rows, outputs, criterion);
    return score.evaluation(part);
  }

  private static void add(Score score, int[] rows, double[][] outputs, Criterion criterion) {
    for (int row : rows) {
      double loss = criterion.loss(outputs[row], 0, row, new double[outputs[row].length]);
      score.add(loss, outputs[row], 0, row);
    }
  }

  private static Targets.Classes classes(int[] labels, int classes) {
    short[] all = new short[labels.length];
    for (int i = 0; i < labels.length; i++) {
      all[i] = (short) labels[i];
    }
    return new Targets.Classes(
        all, IntStream.range(0, classes).mapToObj(c -> "class " + c).toList());
  }
}
