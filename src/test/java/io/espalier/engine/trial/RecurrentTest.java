package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Cores;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Conv1d;
import io.espalier.wire.LayerSpec.Embedding;
import io.espalier.wire.LayerSpec.Ends;
import io.espalier.wire.LayerSpec.GlobalPool;
import io.espalier.wire.LayerSpec.Lstm;
import io.espalier.wire.LayerSpec.Pool1d;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.SimpleRnn;
import io.espalier.wire.LayerSpec.States;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

class RecurrentTest {
  private static final int STEPS = 4;
  private static final int[] LENGTHS = {4, 2, 3, 1};
  private static final InputShape.Sequence SEQUENCE = new InputShape.Sequence(2, STEPS);
  private static final InputShape.Sequence CODES = new InputShape.Sequence(1, STEPS);
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2}, List.of("a", "b", "c"));

  private static LayerSpec lstm(States output) {
    return new Lstm(3, output, 1);
  }

  private static LayerSpec simple(States output) {
    return new SimpleRnn(3, output, Activation.TANH);
  }

  private static ModelSpec rnn(LayerSpec... layers) {
    return new ModelSpec(
        ModelSpec.Kind.RNN,
        List.of(layers),
        Loss.CROSS_ENTROPY,
        WeightInit.of(WeightInit.Scheme.PYTORCH));
  }

  private static Stream<ModelSpec> models() {
    return Stream.of(
        rnn(lstm(States.LAST)),
        rnn(simple(States.LAST), dense(3)),
        rnn(lstm(States.ALL), simple(States.ALL), lstm(States.LAST)),
        rnn(conv(2, 1, Ends.SAME), new GlobalPool(Pooling.AVERAGE)),
        rnn(conv(2, 1, Ends.SAME), new Pool1d(Pooling.MAX, 2, 2), lstm(States.LAST)),
        rnn(new Pool1d(Pooling.AVERAGE, 3, 2), simple(States.ALL), new GlobalPool(Pooling.MAX)),
        rnn(lstm(States.ALL), new Pool1d(Pooling.SUM, 3, 1), simple(States.LAST)),
        rnn(new Conv1d(3, 2, 1, 2, Ends.CAUSAL, Activation.TANH), new GlobalPool(Pooling.SUM)),
        rnn(conv(3, 1, Ends.CAUSAL), conv(2, 1, Ends.SAME), lstm(States.LAST)));
  }

  private static LayerSpec conv(int kernel, int stride, Ends ends) {
    return new Conv1d(3, kernel, stride, ends, Activation.TANH);
  }

  private static TrainingSpec adam() {
    return new TrainingSpec(
        new Updater.Adam(0.01, 0.9, 0.999, 1e-8),
        new LearningRateSchedule.Constant(),
        4,
        1,
        0.01,
        0.02);
  }

  /** Sequences of those lengths, NaN behind their ends. */
  private static INDArray sequences(int step) {
    INDArray inputs = Waves.wave(step, 1, LENGTHS.length, SEQUENCE.features(), STEPS);
    forPadding(inputs, Float.NaN);
    return inputs;
  }

  private static void forPadding(INDArray inputs, float value) {
    for (int i = 0; i < LENGTHS.length; i++) {
      if (LENGTHS[i] < STEPS) {
        inputs
            .get(
                NDArrayIndex.point(i), NDArrayIndex.all(), NDArrayIndex.interval(LENGTHS[i], STEPS))
            .assign(value);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Ends.class)
  void windowsWithStridesHaveTheirGradientAndPutOutWhatTheyShouldInShape(Ends ends) {
    for (LayerSpec second : List.of(conv(2, 3, ends), new Pool1d(Pooling.AVERAGE, 2, 3))) {
      ModelSpec model =
          rnn(conv(3, 2, ends), second, lstm(States.ALL), new GlobalPool(Pooling.MAX));
      assertGradients(model);
      MultiLayerNetwork network = Waves.network(model, adam(), SEQUENCE, 3, Task.CLASSIFICATION);
      LayerShapes shapes = LayerShapes.of(model, SEQUENCE, 3);
      assertThat(shapes.parameters()).isEqualTo(Networks.trainableNumbers(network));
      float[] numbers = sequences(1).dup('c').data().asFloat();
      assertThat(LayerOutputs.of(network, numbers, LENGTHS.length, SEQUENCE))
          .extracting(layer -> layer.length / LENGTHS.length)
          .isEqualTo(shapes.layers().stream().map(layer -> layer.output().size()).toList());
    }
  }

  private static void assertGradients(ModelSpec model) {
    TrainingSpec penalised =
        new TrainingSpec(new Updater.Sgd(0.1), new LearningRateSchedule.Constant(), 4, 1, 0, 0.03);
    assertThat(GradientCheck.errors(model, penalised, SEQUENCE, 3, Task.CLASSIFICATION, 17))
        .isNotEmpty()
        .allSatisfy(error -> assertThat(error.largest()).isLessThan(1e-5));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theStepsOfSequencesOfManyLengthsHaveTheirGradient(ModelSpec model) {
    assertGradients(model);
  }

  @Test
  void stepsAreDroppedOutOfSequencesOfManyLengths() {
    LayerSpec dropout = new LayerSpec.Dropout(0.3);
    assertGradients(rnn(dropout, lstm(States.ALL), simple(States.LAST), dropout, dense(3)));
    ModelSpec pooled = rnn(lstm(States.ALL), new GlobalPool(Pooling.AVERAGE), dropout, dense(3));
    assertGradients(pooled);
    assertThat(
            GradientCheck.errors(
                pooled,
                Specs.training(new Updater.Sgd(0.1), 4),
                SEQUENCE,
                3,
                Task.CLASSIFICATION,
                17,
                LayerwiseStep::new))
        .isNotEmpty()
        .allSatisfy(error -> assertThat(error.largest()).isLessThan(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void poolingOverTheStepsThatThereAreHasItsGradient(Pooling pooling) {
    assertGradients(rnn(lstm(States.ALL), new GlobalPool(pooling), dense(3)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void tenStepsAreTenFitsWithMasksUpToRounding(ModelSpec model) {
    assertFits(model, SEQUENCE, RecurrentTest::sequences);
  }

  private static void assertFits(
      ModelSpec model, InputShape.Sequence shape, IntFunction<INDArray> inputs) {
    MultiLayerNetwork ours = Waves.network(model, adam(), shape, 3, Task.CLASSIFICATION);
    MultiLayerNetwork fitted = Waves.network(model, adam(), shape, 3, Task.CLASSIFICATION);
    INDArray start = ours.params().dup();
    INDArray mask = Nd4j.ones(DataType.FLOAT, LENGTHS.length, STEPS);
    for (int i = 0; i < LENGTHS.length; i++) {
      for (int step = LENGTHS[i]; step < STEPS; step++) {
        mask.putScalar(i, step, 0);
      }
    }
    INDArray oneHot =
        Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}});
    TrainingStep step = TrainingStep.of(ours, new Criterion.CrossEntropy(CLASSES), CLASSES);
    assertThat(step).isInstanceOf(CompiledStep.class);
    for (int i = 0; i < 10; i++) {
      step.reseed(i);
      step.step(Waves.batch(inputs.apply(i)));
      INDArray zeroed = inputs.apply(i);
      forPadding(zeroed, 0);
      Nd4j.getRandom().setSeed(i);
      fitted.fit(zeroed, oneHot, mask, null);
    }
    assertThat(ours.params().sub(fitted.params()).amaxNumber().doubleValue()).isLessThan(2e-5);
    assertThat(ours.params().sub(start).amaxNumber().doubleValue())
        .as("far from the start")
        .isGreaterThan(0.03);
  }

  @ParameterizedTest
  @MethodSource("models")
  void aSequencePutsOutTheSameHoweverMuchIsBehindItsEnd(ModelSpec model) {
    MultiLayerNetwork network = Waves.network(model, adam(), SEQUENCE, 3, Task.CLASSIFICATION);
    INDArray inputs = sequences(1);
    double[] together = Waves.forward(network, inputs, false);
    for (int i = 0; i < LENGTHS.length; i++) {
      INDArray alone =
          inputs
              .get(
                  NDArrayIndex.interval(i, i + 1),
                  NDArrayIndex.all(),
                  NDArrayIndex.interval(0, LENGTHS[i]))
              .dup('c');
      double[] outputs = Waves.forward(network, alone, false);
      for (int output = 0; output < 3; output++) {
        assertThat(outputs[output]).isCloseTo(together[3 * i + output], within(1e-6));
      }
    }
  }

  /** What {@link #SEQUENCE} is to numbers, to codes of 0 to 4. */
  private static INDArray codes(int step) {
    INDArray codes = Transforms.floor(Waves.wave(step, 2.5, LENGTHS.length, 1, STEPS).addi(2.5));
    forPadding(codes, Float.NaN);
    return codes;
  }

  private static Stream<ModelSpec> modelsOfCodes() {
    return Stream.of(
        rnn(new Embedding(3, 5), conv(2, 1, Ends.SAME), simple(States.LAST)),
        rnn(new Embedding(3, 5), lstm(States.LAST)),
        rnn(new Embedding(3, 5), new GlobalPool(Pooling.AVERAGE), dense(3)));
  }

  @ParameterizedTest
  @MethodSource("modelsOfCodes")
  void vectorsOfCodesHaveTheirGradientAndTrainAsDl4jFits(ModelSpec model) {
    assertThat(GradientCheck.errors(model, adam(), CODES, 3, Task.CLASSIFICATION, 17))
        .hasSizeGreaterThan(4)
        .allSatisfy(error -> assertThat(error.largest()).isLessThan(1e-5));
    MultiLayerNetwork ours = Waves.network(model, adam(), CODES, 3, Task.CLASSIFICATION);
    assertThat(LayerShapes.of(model, CODES, 3).parameters())
        .isEqualTo(Networks.trainableNumbers(ours));
    assertFits(model, CODES, RecurrentTest::codes);
  }

  @ParameterizedTest
  @MethodSource("modelsOfCodes")
  void aHundredStepsOverCodesInDoublePrecisionAreThoseOfDl4jsLayers(ModelSpec model) {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      MultiLayerNetwork ours = wide(model);
      MultiLayerNetwork theirs = wide(model);
      Criterion criterion = new Criterion.CrossEntropy(CLASSES);
      try (TrainingStep recorded = new CompiledStep(ours, criterion, CLASSES);
          TrainingStep layerwise = new LayerwiseStep(theirs, criterion, CLASSES)) {
        for (int i = 0; i < 100; i++) {
          Batch batch = Waves.batch(codes(i % 3).castTo(DataType.DOUBLE));
          double loss = layerwise.step(batch).lossSum();
          assertThat(recorded.step(batch).lossSum()).isCloseTo(loss, within(1e-9));
        }
      }
      assertThat(ours.params().sub(theirs.params()).amaxNumber().doubleValue()).isLessThan(1e-10);
      assertThat(ours.params().sub(wide(model).params()).amaxNumber().doubleValue())
          .isGreaterThan(0.03);
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  private static MultiLayerNetwork wide(ModelSpec model) {
    return Networks.create(model, adam(), CODES, 3, Task.CLASSIFICATION, 1, DataType.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("modelsOfCodes")
  void measuringSeesTheVectorsAsTheyAreNow(ModelSpec model) {
    MultiLayerNetwork network = Waves.network(model, adam(), CODES, 3, Task.CLASSIFICATION);
    try (RecordedForward forward = RecordedForward.of(network, Cores.of(1)).orElseThrow()) {
      INDArray batch = codes(1).dup('c');
      double[] expected = Waves.forward(network, batch, false);
      assertThat(forward.outputs(batch))
          .usingComparatorWithPrecision(1e-6)
          .containsExactly(expected);
      network.params().muli(1.5);
      assertThat(forward.outputs(batch)).isNotEqualTo(expected);
    }
  }

  @Test
  void whatIsNoCodeIsRefusedInOneLine() {
    MultiLayerNetwork network = overCodes();
    assertThatThrownBy(() -> Waves.forward(network, codes(2), false))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessage(
            "layer 1 (embedding): its codes are whole numbers from 0 to 3, and the data have 4");
    assertThatThrownBy(() -> Waves.forward(network, codes(2).muli(0.5), false))
        .hasMessageEndingWith("and the data have 1.5");
    try (TrainingStep step =
        new CompiledStep(network, new Criterion.CrossEntropy(CLASSES), CLASSES)) {
      assertThatThrownBy(() -> step.step(Waves.batch(codes(2))))
          .isInstanceOf(ImpossibleModelException.class)
          .hasMessageEndingWith("and the data have 4");
    }
  }

  private static MultiLayerNetwork overCodes() {
    return Waves.network(
        rnn(new Embedding(3, 4), lstm(States.LAST)), adam(), CODES, 3, Task.CLASSIFICATION);
  }

  @Test
  void afterWhatIsNoCodeFewerExamplesArePredictedAsEver() {
    float[] wrong = codes(2).data().asFloat();
    float[] right = new float[3 * STEPS];
    try (Predictor fresh = Predictor.of(overCodes());
        Predictor predictor = Predictor.of(overCodes())) {
      predictor.predict(new float[LENGTHS.length * STEPS], LENGTHS.length, CODES);
      assertThatThrownBy(() -> predictor.predict(wrong, LENGTHS.length, CODES))
          .hasMessageEndingWith("and the data have 4");
      assertThat(predictor.predict(right, 3, CODES)).isDeepEqualTo(fresh.predict(right, 3, CODES));
    }
  }

  @Test
  void aCheckThatCannotBeginLeavesThePrecisionOfNewArraysAsItWas() {
    assertThatThrownBy(
            () ->
                GradientCheck.errors(
                    rnn(lstm(States.LAST)),
                    adam(),
                    SEQUENCE,
                    3,
                    Task.CLASSIFICATION,
                    17,
                    (network, criterion, targets) -> {
                      throw new IllegalStateException("no step");
                    }))
        .hasMessage("no step");
    assertThat(Nd4j.defaultFloatingPointType()).isEqualTo(DataType.FLOAT);
  }

  @Test
  void weightsStartAsPyTorchsWithTheForgetGatesOpen() {
    ModelSpec model = rnn(new Lstm(50, States.LAST, 1));
    MultiLayerNetwork network =
        Networks.create(
            model,
            training(new Updater.Sgd(0.1), 4),
            new InputShape.Sequence(200, 3),
            2,
            Task.CLASSIFICATION,
            5,
            DataType.FLOAT);
    double bound = 1 / Math.sqrt(50);
    for (String weights : List.of("W", "RW")) {
      double largest = network.getLayer(0).getParam(weights).amaxNumber().doubleValue();
      assertThat(largest).isBetween(0.98 * bound, bound);
    }
    float[] bias = network.getLayer(0).getParam("b").dup('c').data().asFloat();
    for (int i = 0; i < bias.length; i++) {
      assertThat((double) bias[i]).isCloseTo(i / 50 == 1 ? 1 : 0, within(bound));
    }
  }
}
