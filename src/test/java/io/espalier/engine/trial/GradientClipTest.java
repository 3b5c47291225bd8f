package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Cores;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Clipped steps of every way to train against DL4J's own, against the formula, and resumed. */
class GradientClipTest {
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2}, List.of("a", "b", "c"));
  private static final InputShape IMAGE = new InputShape.Image(2, 6, 6);
  private static final ModelSpec PLAIN = cnn(conv(3, 3, 1, 1), dense(7));
  private static final ModelSpec NORMALISED =
      cnn(conv(3, 3, 1, 1), new LayerSpec.BatchNorm(0.9, 1e-5), dense(7));

  @TempDir private Path folder;

  private interface Maker {
    TrainingStep make(
        MultiLayerNetwork network, Criterion criterion, Targets targets, GradientClip clip);
  }

  private static List<Maker> makers() {
    Maker compiled =
        (network, criterion, targets, clip) ->
            new CompiledStep(network, criterion, targets, clip, Cores.of(1));
    return List.of(compiled, LayerwiseStep::new);
  }

  private static List<GradientClip> clips() {
    return List.of(GradientClip.ofNorm(0.05), GradientClip.ofValue(0.01));
  }

  private static TrainingSpec descent(double l1, double l2) {
    return new TrainingSpec(new Updater.Sgd(1), new LearningRateSchedule.Constant(), 4, 1, l1, l2);
  }

  private static MultiLayerNetwork network(ModelSpec model, TrainingSpec training) {
    return Waves.network(model, training, IMAGE, 3, Task.CLASSIFICATION);
  }

  /** What a step at a rate of 1 subtracts from the weights. */
  private static INDArray taken(
      ModelSpec model, double l1, double l2, Maker maker, GradientClip clip) {
    MultiLayerNetwork network = network(model, descent(l1, l2));
    INDArray before = network.params().dup();
    try (TrainingStep step =
        maker.make(network, new Criterion.CrossEntropy(CLASSES), CLASSES, clip)) {
      step.learningRate(1);
      step.step(Waves.batch(Waves.wave(0, 3, 4, 2, 6, 6)));
    }
    return before.sub(network.params());
  }

  private static double largest(INDArray difference) {
    return difference.amaxNumber().doubleValue();
  }

  @ParameterizedTest
  @MethodSource("makers")
  void aLongGradientIsScaledToTheNormAndAShortOneLeftAlone(Maker maker) {
    INDArray whole = taken(PLAIN, 0, 0, maker, GradientClip.NONE);
    double norm = whole.norm2Number().doubleValue();
    assertThat(norm).as("worth clipping").isGreaterThan(0.2);
    INDArray clipped = taken(PLAIN, 0, 0, maker, GradientClip.ofNorm(norm / 4));
    assertThat(clipped.norm2Number().doubleValue()).isCloseTo(norm / 4, within(1e-6 * norm));
    assertThat(largest(clipped.sub(whole.mul(0.25)))).isLessThan(1e-6);
    assertThat(taken(PLAIN, 0, 0, maker, GradientClip.ofNorm(1.01 * norm))).isEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void everyNumberIsCutOffAtTheValue(Maker maker) {
    INDArray whole = taken(PLAIN, 0, 0, maker, GradientClip.NONE);
    float[] clipped = taken(PLAIN, 0, 0, maker, GradientClip.ofValue(0.01)).data().asFloat();
    float[] expected = whole.dup().data().asFloat();
    int cut = 0;
    for (int i = 0; i < expected.length; i++) {
      cut += Math.abs(expected[i]) > 0.01 ? 1 : 0;
      assertThat(clipped[i])
          .isCloseTo(Math.max(-0.01f, Math.min(0.01f, expected[i])), within(1e-6f));
    }
    assertThat(cut).as("cut off").isBetween(5, expected.length - 5);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void penaltiesAreAddedToWhatHasBeenClipped(Maker maker) {
    for (GradientClip clip : clips()) {
      INDArray penalty =
          taken(PLAIN, 0.02, 0.3, maker, GradientClip.NONE)
              .sub(taken(PLAIN, 0, 0, maker, GradientClip.NONE));
      assertThat(largest(penalty)).isGreaterThan(0.02);
      INDArray added = taken(PLAIN, 0.02, 0.3, maker, clip).sub(taken(PLAIN, 0, 0, maker, clip));
      assertThat(largest(added.sub(penalty))).isLessThan(1e-6);
    }
  }

  /** DL4J would clip the change of a running mean as if it were a gradient. */
  @ParameterizedTest
  @MethodSource("makers")
  void runningStatisticsAreNeitherClippedNorCounted(Maker maker) {
    MultiLayerNetwork form = network(NORMALISED, descent(0, 0));
    INDArray whole = taken(NORMALISED, 0, 0, maker, GradientClip.NONE);
    INDArray clipped = taken(NORMALISED, 0, 0, maker, GradientClip.ofNorm(1e-3));
    double squares = 0;
    int at = 0;
    int statistics = 0;
    for (Map.Entry<String, INDArray> parameter : form.paramTable().entrySet()) {
      int end = at + (int) parameter.getValue().length();
      for (int i = at; i < end; i++) {
        if (Networks.isRunningStatistic(parameter.getKey())) {
          assertThat(clipped.getDouble(i)).isEqualTo(whole.getDouble(i));
          statistics++;
        } else {
          squares += clipped.getDouble(i) * clipped.getDouble(i);
        }
      }
      at = end;
    }
    assertThat(statistics).isEqualTo(6);
    assertThat(Math.sqrt(squares)).isCloseTo(1e-3, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("makers")
  void tenStepsCutOffAtAValueAreTenOfDl4jsFits(Maker maker) {
    TrainingSpec training =
        new TrainingSpec(
            new Updater.Momentum(0.05, 0.9), new LearningRateSchedule.Constant(), 4, 1, 0.01, 0.02);
    MultiLayerNetwork ours = network(PLAIN, training);
    MultiLayerNetwork fitted = network(PLAIN, training);
    for (org.deeplearning4j.nn.api.Layer layer : fitted.getLayers()) {
      BaseLayer conf = (BaseLayer) layer.conf().getLayer();
      conf.setGradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue);
      conf.setGradientNormalizationThreshold(0.01);
    }
    INDArray oneHot =
        Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}});
    try (TrainingStep step =
        maker.make(
            ours, new Criterion.CrossEntropy(CLASSES), CLASSES, GradientClip.ofValue(0.01))) {
      step.learningRate(0.05);
      for (int i = 0; i < 10; i++) {
        INDArray inputs = Waves.wave(i, 3, 4, 2, 6, 6);
        step.step(Waves.batch(inputs));
        fitted.fit(inputs, oneHot);
      }
    }
    assertThat(largest(ours.params().sub(fitted.params()))).isLessThan(2e-5);
    assertThat(largest(ours.params().sub(network(PLAIN, training).params()))).isGreaterThan(0.01);
  }

  @ParameterizedTest
  @MethodSource("clips")
  void aClippedTrainingGoesOnWhereItStoppedAndIsNotTheUnclippedOne(GradientClip clip) {
    PreparedData data = Examples.classes(IMAGE);
    TrainingSpec training = Specs.training(Specs.adam(), 8).withGradientClip(clip);
    CheckpointRef half = new CheckpointRef(folder.resolve("half.zip").toString());
    Outcome through = Segments.run(data, Segments.segment(NORMALISED, training, 4));
    Segments.run(data, Segments.segment(NORMALISED, training, 0, 2, CheckpointRef.NONE, half));
    Outcome second =
        Segments.run(data, Segments.segment(NORMALISED, training, 2, 4, half, CheckpointRef.NONE));
    assertThat(second.status()).as(second.error()).isEqualTo(Status.COMPLETED);
    assertThat(metrics(second)).isEqualTo(metrics(through).subList(2, 4));
    Outcome unclipped =
        Segments.run(
            data, Segments.segment(NORMALISED, training.withGradientClip(GradientClip.NONE), 4));
    assertThat(metrics(unclipped)).isNotEqualTo(metrics(through));
  }

  private static List<?> metrics(Outcome outcome) {
    return outcome.measurements().stream().map(Measurement::metrics).toList();
  }

  @Test
  void graphNetworksAreClippedAsWell() {
    PreparedData graphs = GraphExamples.graphs(6, 1);
    ModelSpec model = GraphModels.model(GraphModels.convolution(8), dense(6));
    TrainingSpec training = Specs.training(new Updater.Sgd(0.5), 4);
    for (GradientClip clip : clips()) {
      Outcome clipped =
          Segments.run(graphs, Segments.segment(model, training.withGradientClip(clip), 2));
      assertThat(clipped.status()).as(clipped.error()).isEqualTo(Status.COMPLETED);
      assertThat(metrics(clipped))
          .isNotEqualTo(metrics(Segments.run(graphs, Segments.segment(model, training, 2))));
      Outcome loose =
          Segments.run(
              graphs,
              Segments.segment(model, training.withGradientClip(GradientClip.ofNorm(1e6)), 2));
      assertThat(metrics(loose))
          .isEqualTo(metrics(Segments.run(graphs, Segments.segment(model, training, 2))));
    }
  }

  @Test
  void aTinyNormStillLetsATrainingLearn() {
    PreparedData data = Examples.classes(new InputShape.Flat(6));
    TrainingSpec training =
        Specs.training(new Updater.Sgd(1), 8).withGradientClip(GradientClip.ofNorm(0.1));
    List<Measurement> epochs =
        Segments.run(data, Segments.segment(mlp(dense(12)), training, 20)).measurements();
    assertThat(epochs.get(19).metric("train_loss")).isLessThan(epochs.get(0).metric("train_loss"));
  }
}
