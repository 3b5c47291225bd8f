package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.InputShape;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final List<String> ANIMALS = List.of("cat", "dog");

  @Test
  void learningCurvesHaveALinePerEpochOfEachModel() {
    ReportPicture picture =
        curves(List.of(SampleRun.outcome(1, 0.5), SampleRun.outcome(2, 0.25))).orElseThrow();
    assertThat(Seen.lines(picture))
        .startsWith(
            "model,epoch,learning_rate,train_loss,validation_f1,validation_loss",
            "trial 1,1,0.001,0.3333333333333333,1.0,1.0")
        .hasSize(5);
    assertThat(Seen.drawn(picture).getHeight()).isGreaterThan(380);
  }

  @Test
  void manyModelsHaveValidationAndTrainingApartAndAtMostTenAreShown() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int trial = 1; trial <= 12; trial++) {
      outcomes.add(SampleRun.outcome(trial, 0.1 * trial));
    }
    ReportPicture picture = curves(outcomes).orElseThrow();
    assertThat(Seen.lines(picture)).hasSize(1 + 10 * 2).noneMatch(l -> l.startsWith("trial 11"));
    assertThat(Seen.drawn(picture).getWidth()).isGreaterThan(1_000);
  }

  @Test
  void aDivergedModelIsDrawnAsFarAsItWasFinite() {
    ReportPicture picture = curves(List.of(Models.DIVERGED)).orElseThrow();
    assertThat(Seen.lines(picture)).hasSize(3).last().asString().contains("Infinity");
    Seen.drawn(picture);
  }

  @Test
  void withoutAFiniteLossThePictureSaysSo() {
    Outcome hopeless = SampleRun.outcome(1, Outcome.Status.DIVERGED, List.of(Double.NaN));
    ReportPicture picture = curves(List.of(hopeless)).orElseThrow();
    assertThat(Seen.lines(picture)).last().isEqualTo("trial 1,1,0.001,,,");
    assertThat(Seen.drawn(picture).getHeight()).isLessThan(100);
  }

  @Test
  void withoutEpochsThereAreNoCurves() {
    assertThat(curves(List.of(SampleRun.outcome(1, Outcome.Status.FAILED, List.of())))).isEmpty();
  }

  private static Optional<ReportPicture> curves(List<Outcome> outcomes) {
    List<LearningCurves.Curve> curves =
        outcomes.stream()
            .map(o -> new LearningCurves.Curve("trial " + o.trial(), o.measurements()))
            .toList();
    return LearningCurves.of("curves", "Curves", curves);
  }

  @Test
  void theSearchHasARowPerTrialWhateverBecameOfIt() {
    ReportPicture picture =
        overview(
                History.of(
                    List.of(
                        SampleRun.opened(),
                        SampleRun.started(1),
                        SampleRun.finished(1, 0.5),
                        SampleRun.rejected(2))))
            .orElseThrow();
    assertThat(String.join("\n", Seen.lines(picture)))
        .startsWith("trial,status,validation_loss,hp.units,hp.rate,hp.activation,hp.bias\n")
        .contains("1,COMPLETED,0.5,1,0.1,\"re\"\"lu\nü\",true")
        .contains("2,INVALID,,2,0.2,");
    assertThat(Seen.drawn(picture).getWidth()).isEqualTo(3 * 380 + 24);
  }

  private static Optional<ReportPicture> overview(History history) {
    return SearchOverview.of(history, PageData.parameters(history, SearchFacts.ofRecord()));
  }

  @Test
  void aSingleTrialIsNoSearch() {
    assertThat(
            overview(
                History.of(
                    List.of(SampleRun.opened(), SampleRun.started(1), SampleRun.finished(1, 0.5)))))
        .isEmpty();
  }

  @Test
  void confusionsAreCountedByTrueAndPredictedClass() {
    ReportPicture picture = Confusion.of(Models.bare(), ANIMALS).orElseThrow();
    assertThat(picture.name()).isEqualTo("trial-1-seed-0/confusion");
    assertThat(Seen.lines(picture))
        .containsExactly(
            "true,predicted,count", "cat,cat,1", "cat,dog,1", "dog,cat,0", "dog,dog,2");
    BufferedImage image = Seen.drawn(picture);
    assertThat(has(image, ChartColours.BLUE.getRGB())).as("a row of which all are right").isTrue();
  }

  @Test
  void longAndOddClassNamesAreCutNotLost() {
    List<String> odd = List.of("a,\"b\"\n" + "x".repeat(300), "");
    ReportPicture picture = Confusion.of(Models.bare(), odd).orElseThrow();
    assertThat(Seen.drawn(picture).getWidth()).isLessThan(600);
    assertThat(Confusion.of(Models.bare(), List.of())).as("a regression").isEmpty();
  }

  @Test
  void calibrationTellsHowFarConfidenceIsFromAccuracy() {
    ReportPicture picture = Reliability.of(Models.judged(true)).orElseThrow();
    assertThat(picture.name()).isEqualTo("trial-1-seed-0/calibration");
    assertThat(picture.caption())
        .as("a quarter of 0.05 and three of 0.2")
        .endsWith("expected calibration error 0.1625");
    assertThat(Seen.lines(picture))
        .containsExactly(
            "confidence_from,confidence_to,examples,confidence,accuracy",
            "0.5,0.6,10,0.55,0.6",
            "0.9,1.0,30,0.95,0.75");
    BufferedImage image = Seen.drawn(picture);
    assertThat(has(image, ChartColours.VERMILLION.getRGB())).as("too sure").isTrue();
    assertThat(has(image, ChartColours.ORANGE.getRGB())).as("not sure enough").isTrue();
    assertThat(Reliability.of(Models.bare())).isEmpty();
  }

  @Test
  void theWorstPredictionsAreShownWithTheirInputs() {
    ReportPicture images = WorstPredictions.of(Models.judged(true)).orElseThrow();
    assertThat(Seen.lines(images))
        .startsWith(
            "sample,true,predicted,probability,probability_of_true,loss",
            "3,cat,dog,0.99,0.01,4.605170185988091")
        .hasSize(3);
    ReportPicture rows = WorstPredictions.of(Models.judged(false)).orElseThrow();
    assertThat(Seen.lines(rows))
        .startsWith(
            "sample,true,predicted,probability,probability_of_true,loss,width,\"a,\"\"b\"\"\"")
        .last()
        .asString()
        .endsWith(",0.5,7.0");
    assertThat(Seen.drawn(images).getHeight()).isLessThan(Seen.drawn(rows).getHeight());
    assertThat(WorstPredictions.of(Models.bare())).isEmpty();
  }

  @Test
  void kernelsAreShownBeforeAndAfterEachOverItsOwnRange() {
    FirstLayer layer =
        new FirstLayer(
            "conv",
            2,
            List.of("1", "2"),
            List.of(Models.pixels(3, 5, 5), Models.pixels(3, 5, 5)),
            List.of(
                Models.pixels(3, 5, 5), new Pixels(new InputShape.Image(3, 5, 5), new float[75])));
    ReportPicture picture = WeightGrid.of(Models.weights(layer)).orElseThrow();
    List<String> lines = Seen.lines(picture);
    assertThat(lines).hasSize(1 + 2 * 2 * 3 * 5);
    assertThat(lines.get(0))
        .isEqualTo("when,unit,channel,row,column_0,column_1,column_2,column_3,column_4");
    assertThat(lines.get(1)).isEqualTo("before,1,0,0,0.0,1.0,2.0,3.0,4.0");
    Seen.drawn(picture);
  }

  @Test
  void theLayersOfAnImageStandBelowEachOther() {
    List<LayerView> layers =
        List.of(
            new LayerView(1, "conv", new InputShape.Image(100, 4, 4), Models.counted(1_600)),
            new LayerView(2, "dense", new InputShape.Flat(2_000), Models.counted(2_000)),
            new LayerView(3, "output", new InputShape.Flat(2), new float[] {0.25f, 0.75f}));
    SampleView sample = new SampleView(3, "dog", Optional.of(Models.pixels(1, 9, 9)));
    List<ReportPicture> pictures =
        FeatureMaps.of(Models.layers(layers, List.of(0.25f, 0.75f)), List.of(sample), ANIMALS);
    assertThat(pictures).singleElement().satisfies(Seen::drawn);
    assertThat(pictures.get(0).name()).isEqualTo("trial-1-seed-0/layers-sample-3");
    assertThat(Seen.lines(pictures.get(0)))
        .hasSize(1 + 81 + 64 * 16 + 2_000 + 2)
        .contains("1,conv,100x4x4,63,3,3,1023.0")
        .last()
        .isEqualTo("3,output,2,0,0,1,0.75");
  }

  @Test
  void whatIsNoImageHasNoFeatureMaps() {
    SampleView sample = new SampleView(0, "dog", Optional.empty());
    assertThat(FeatureMaps.of(Models.layers(List.of(), List.of()), List.of(sample), ANIMALS))
        .isEmpty();
  }

  @Test
  void probabilitiesOfAllModelsStandSideBySide() {
    ModelView one = Models.layers(List.of(), List.of(0.25f, 0.75f));
    List<SampleView> samples =
        List.of(new SampleView(7, "cat", Optional.of(Models.pixels(3, 8, 8))));
    ReportPicture single = ProbabilityBars.of(content(List.of(one), samples)).orElseThrow();
    ReportPicture both = ProbabilityBars.of(content(List.of(one, one), samples)).orElseThrow();
    assertThat(Seen.lines(single))
        .containsExactly(
            "sample,true,trial,seed_index,class,probability",
            "7,cat,1,0,cat,0.25",
            "7,cat,1,0,dog,0.75");
    assertThat(Seen.drawn(both).getWidth()).isGreaterThan(Seen.drawn(single).getWidth());
    assertThat(has(both.image(), ChartColours.VERMILLION.getRGB())).as("a wrong one").isTrue();
    assertThat(ProbabilityBars.of(content(List.of(Models.bare()), samples))).isEmpty();
  }

  @Test
  void thePlaneHasItsExamplesOnIt() {
    Plane.Field field = field();
    Plane plane =
        new Plane(
            List.of(field),
            List.of(new Plane.Layer("layer 1: dense, 1 units", List.of(field))),
            field,
            List.of("negative", "positive"),
            List.of(new Plane.Point(Part.TRAIN, 1, 2, 1), new Plane.Point(Part.TEST, -1, -2, 0)));
    ReportPicture map = PlaneMap.of(Models.plane(plane)).orElseThrow();
    assertThat(Seen.lines(map))
        .hasSize(1 + 101 * 101 + 2)
        .contains("output,-6.0,-6.0,0.0", "output,6.0,6.0,1.0", "train,1.0,2.0,1.0")
        .last()
        .isEqualTo("test,-1.0,-2.0,0.0");
    Seen.drawn(map);
    ReportPicture units = UnitPlanes.of(Models.plane(plane)).orElseThrow();
    assertThat(Seen.lines(units))
        .startsWith("x1,x2,input_x1,layer_1_unit_1,output")
        .hasSize(10_202);
    Seen.drawn(units);
  }

  /** The share of the way from the lower left corner to the upper right one. */
  private static Plane.Field field() {
    float[] numbers = new float[Plane.SIDE * Plane.SIDE];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (i % Plane.SIDE + i / Plane.SIDE) / (2 * (Plane.SIDE - 1));
    }
    return new Plane.Field("x1", numbers);
  }

  @Test
  void aRegressionIsSeenAgainstTheTruthAndAlongItsOnlyInput() {
    List<Predictions.Point> points =
        List.of(
            new Predictions.Point(Part.TRAIN, 1, 1, 2, 2.5f),
            new Predictions.Point(Part.TEST, 1, 3, 4, Float.NaN));
    Predictions.Curve curve =
        new Predictions.Curve("hours <of>", new float[] {1, 2}, new float[] {2.5f, 3});
    List<ReportPicture> pictures =
        PredictionPlots.of(Models.predictions(new Predictions(points, Optional.of(curve))));
    assertThat(pictures).hasSize(2).allSatisfy(Seen::drawn);
    assertThat(Seen.lines(pictures.get(0)))
        .containsExactly("part,true,predicted", "training,2.0,2.5", "test,4.0,");
    assertThat(Seen.lines(pictures.get(1)))
        .containsExactly(
            "what,hours <of>,value",
            "prediction,1.0,2.5",
            "prediction,2.0,3.0",
            "training,1.0,2.0",
            "test,3.0,4.0");
    assertThat(PredictionPlots.of(Models.predictions(new Predictions(points, Optional.empty()))))
        .hasSize(1);
  }

  @Test
  void severalNumbersHaveAChartEach() {
    List<Predictions.Point> points =
        List.of(
            new Predictions.Point(Part.TEST, 1, Float.NaN, 2, 2.5f),
            new Predictions.Point(Part.TEST, 2, Float.NaN, 1000, 900),
            new Predictions.Point(Part.TEST, 1, Float.NaN, 3, 3.5f),
            new Predictions.Point(Part.TEST, 2, Float.NaN, 1100, 1200));
    List<ReportPicture> pictures =
        PredictionPlots.of(Models.predictions(new Predictions(points, Optional.empty())));
    assertThat(pictures).hasSize(1);
    assertThat(Seen.lines(pictures.get(0)))
        .startsWith("part,number,true,predicted", "test,1,2.0,2.5", "test,2,1000.0,900.0");
    assertThat(Seen.drawn(pictures.get(0)).getWidth()).isGreaterThan(2 * 620);
  }

  @Test
  void whatWasAskedForHasACurve() {
    Outcome usual = SampleRun.outcome(1, 0.5);
    Outcome asked = measured(usual, "validation_roc_auc");
    int before = Seen.drawn(curves(List.of(usual)).orElseThrow()).getWidth();
    assertThat(Seen.drawn(curves(List.of(asked)).orElseThrow()).getWidth())
        .as("a second chart beside the losses")
        .isGreaterThan(before);
    assertThat(Seen.lines(curves(List.of(asked)).orElseThrow()).get(0))
        .endsWith("validation_loss,validation_roc_auc");
  }

  private static Outcome measured(Outcome outcome, String metric) {
    List<Measurement> measurements = new ArrayList<>();
    for (Measurement one : outcome.measurements()) {
      SortedMap<String, Double> metrics = new TreeMap<>(one.metrics());
      metrics.put(metric, 0.75);
      measurements.add(new Measurement(one.epoch(), metrics, 0.001, 1, 1));
    }
    return new Outcome(
        outcome.trial(),
        outcome.status(),
        "",
        "",
        measurements,
        outcome.test(),
        outcome.parameters(),
        List.of(),
        outcome.timing(),
        outcome.place());
  }

  private static ReportContent content(List<ModelView> models, List<SampleView> samples) {
    return new ReportContent(
        History.of(List.of(SampleRun.opened())),
        SearchFacts.ofRecord(),
        models,
        samples,
        List.of());
  }

  private static boolean has(BufferedImage image, int colour) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == colour) {
          return true;
        }
      }
    }
    return false;
  }
}
