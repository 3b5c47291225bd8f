package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Cores;
import io.espalier.wire.Activation;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Conv1d;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The compiled step over sequences of many lengths against DL4J's layers. */
class RecurrentStepTest {
  private static final int FEATURES = 3;
  private static final int STEPS = 5;
  private static final int[] LENGTHS = {5, 1, 3, 4, 2, 5, 3};
  private static final InputShape.Sequence SEQUENCE = new InputShape.Sequence(FEATURES, STEPS);
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2, 0, 1, 1}, List.of("a", "b", "c"));
  private static final TrainingSpec ADAM =
      training(new Updater.Adam(0.01, 0.9, 0.999, 1e-4), 1e-3, 1e-2);

  private static TrainingSpec training(Updater updater, double l1, double l2) {
    return new TrainingSpec(
        updater, new LearningRateSchedule.Constant(), LENGTHS.length, 1, l1, l2);
  }

  private static ModelSpec rnn(LayerSpec... layers) {
    return new ModelSpec(
        ModelSpec.Kind.RNN,
        List.of(layers),
        Loss.CROSS_ENTROPY,
        WeightInit.of(WeightInit.Scheme.PYTORCH));
  }

  private static LayerSpec lstm(int units, States output) {
    return new Lstm(units, output, 1);
  }

  private static LayerSpec simple(States output) {
    return new SimpleRnn(4, output, Activation.TANH);
  }

  private static Stream<ModelSpec> models() {
    return Stream.of(
        rnn(lstm(4, States.ALL), lstm(3, States.LAST)),
        rnn(simple(States.ALL), simple(States.LAST), dense(3)),
        rnn(lstm(3, States.ALL), new GlobalPool(Pooling.MAX)),
        rnn(simple(States.ALL), new GlobalPool(Pooling.AVERAGE)),
        rnn(lstm(3, States.ALL), simple(States.ALL), new GlobalPool(Pooling.SUM), dense(3)),
        rnn(conv(4, 3, 1, 1, Ends.SAME), new GlobalPool(Pooling.MAX)),
        rnn(conv(4, 2, 1, 1, Ends.SAME), new Pool1d(Pooling.MAX, 2, 2), lstm(3, States.LAST)),
        rnn(lstm(4, States.ALL), new Pool1d(Pooling.AVERAGE, 3, 2), simple(States.LAST)),
        rnn(simple(States.ALL), new Pool1d(Pooling.SUM, 2, 3), new GlobalPool(Pooling.SUM)),
        rnn(conv(4, 3, 2, 1, Ends.CAUSAL), conv(3, 2, 1, 1, Ends.SAME), lstm(3, States.LAST)),
        rnn(
            conv(30, 2, 1, 1, Ends.SAME),
            conv(26, 3, 2, 1, Ends.SAME),
            conv(4, 2, 1, 2, Ends.CAUSAL),
            new GlobalPool(Pooling.AVERAGE),
            dense(3)));
  }

  private static LayerSpec conv(int channels, int kernel, int stride, int dilation, Ends ends) {
    return new Conv1d(channels, kernel, stride, dilation, ends, Activation.TANH);
  }

  /** Batches of those lengths, cut to the steps of the shape, NaN behind their ends. */
  private static INDArray sequences(int step, InputShape.Sequence shape, DataType type) {
    INDArray inputs =
        Nd4j.create(type, new long[] {LENGTHS.length, shape.features(), shape.steps()}, 'c');
    int size = shape.size();
    for (int i = 0; i < inputs.length(); i++) {
      boolean there = i % shape.steps() < LENGTHS[i / size];
      inputs.putScalar(i, there ? Math.sin(step + 0.7 * i) : Double.NaN);
    }
    return inputs;
  }

  private static void assertSame(
      ModelSpec model, InputShape.Sequence shape, DataType type, int steps, double tolerance) {
    assertSame(model, ADAM, shape, type, steps, tolerance);
  }

  private static void assertSame(
      ModelSpec model,
      TrainingSpec training,
      InputShape.Sequence shape,
      DataType type,
      int steps,
      double tolerance) {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(type, type); // of arrays that DL4J's layers make
    try {
      MultiLayerNetwork ours = network(model, training, shape, type);
      MultiLayerNetwork theirs = network(model, training, shape, type);
      INDArray start = ours.params().dup();
      Criterion criterion = Criterion.of(model.loss(), CLASSES);
      try (TrainingStep compiled = new CompiledStep(ours, criterion, CLASSES);
          TrainingStep layerwise = new LayerwiseStep(theirs, criterion, CLASSES)) {
        for (int i = 0; i < steps; i++) {
          Batch batch = Waves.batch(sequences(i % 3, shape, type));
          double loss = layerwise.step(batch).lossSum();
          assertThat(compiled.step(batch).lossSum()).isCloseTo(loss, within(10 * tolerance));
        }
      }
      assertThat(ours.params().sub(theirs.params()).amaxNumber().doubleValue())
          .isLessThan(tolerance);
      assertThat(ours.params().sub(start).amaxNumber().doubleValue())
          .as("far from the start")
          .isGreaterThan(0.03);
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  private static MultiLayerNetwork network(
      ModelSpec model, TrainingSpec training, InputShape.Sequence shape, DataType type) {
    return Networks.create(model, training, shape, 3, Task.CLASSIFICATION, 1, type);
  }

  @ParameterizedTest
  @MethodSource("models")
  void aHundredStepsInDoublePrecisionAreThoseOfDl4jsLayers(ModelSpec model) {
    assertSame(model, SEQUENCE, DataType.DOUBLE, 100, 1e-10);
  }

  @ParameterizedTest
  @MethodSource("models")
  void tenStepsAreThoseOfDl4jsLayersUpToRounding(ModelSpec model) {
    assertSame(model, SEQUENCE, DataType.FLOAT, 10, 2e-5);
  }

  /** More numbers than are looked at together, and rows left over. */
  @Test
  void manyUnitsTrainTheSame() {
    TrainingSpec training = training(new Updater.Momentum(0.2, 0.9), 0, 1e-2);
    for (int units : new int[] {150, 520}) {
      ModelSpec model = rnn(lstm(units, States.LAST));
      assertSame(model, training, SEQUENCE, DataType.FLOAT, 6, 2e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationOfASimpleLayerTrainsTheSame(Activation activation) {
    LayerSpec all = new SimpleRnn(4, States.ALL, activation);
    assertSame(
        rnn(all, new SimpleRnn(3, States.LAST, activation)), SEQUENCE, DataType.FLOAT, 5, 2e-5);
  }

  /** Of few features and of many, which are multiplied in other ways. */
  @ParameterizedTest
  @EnumSource(Ends.class)
  void windowsOfEverySizeTrainTheSameOverSequencesOfAnyLength(Ends ends) {
    for (int steps : new int[] {1, 2, 5, 6}) {
      InputShape.Sequence shape = new InputShape.Sequence(FEATURES, steps);
      for (int kernel : new int[] {1, 2, 3, 5}) {
        for (int stride : new int[] {1, 2, 3}) {
          ModelSpec model =
              rnn(
                  conv(25, kernel, kernel < stride ? 1 : stride, 1, ends),
                  conv(2, kernel, kernel < stride ? 1 : stride, 1, ends),
                  new GlobalPool(Pooling.AVERAGE));
          assertSame(model, ADAM, shape, DataType.DOUBLE, 5, 1e-10);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Ends.class)
  void windowsWithHolesTrainTheSame(Ends ends) {
    for (int dilation : new int[] {2, 3}) {
      for (int kernel : new int[] {2, 3}) {
        ModelSpec model =
            rnn(
                conv(25, kernel, 1, dilation, ends),
                conv(2, kernel, 1, dilation, ends),
                new GlobalPool(Pooling.SUM));
        assertSame(model, SEQUENCE, DataType.DOUBLE, 5, 1e-10);
        assertSame(model, SEQUENCE, DataType.FLOAT, 5, 2e-5);
      }
    }
  }

  @Test
  void sequencesOfOneStepTrainTheSame() {
    InputShape.Sequence one = new InputShape.Sequence(FEATURES, 1);
    for (States states : States.values()) {
      GlobalPool pool = new GlobalPool(Pooling.AVERAGE);
      ModelSpec model =
          states == States.LAST
              ? rnn(lstm(4, states))
              : rnn(lstm(4, states), simple(States.ALL), pool);
      assertSame(model, one, DataType.DOUBLE, 20, 1e-10);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelThatWasSavedPredictsTheSameForSequencesOfAnyLength(
      ModelSpec model, @TempDir Path folder) throws IOException {
    MultiLayerNetwork network = network(model, ADAM, SEQUENCE, DataType.FLOAT);
    CheckpointRef file = new CheckpointRef(folder.resolve("model.zip").toUri().toString());
    ModelFiles.save(network, file);
    try (Predictor predictor = Predictor.of(network);
        Predictor loaded = Predictor.of(ModelFiles.loadNetwork(file))) {
      for (int steps : new int[] {STEPS, 2, 8}) {
        InputShape.Sequence shape = new InputShape.Sequence(FEATURES, steps);
        INDArray inputs = sequences(4, shape, DataType.FLOAT);
        float[] numbers = inputs.data().asFloat();
        float[][] predicted = predictor.predict(numbers, LENGTHS.length, shape);
        assertThat(loaded.predict(numbers, LENGTHS.length, shape)).isDeepEqualTo(predicted);
        double[] outputs = Waves.forward(network, inputs, false);
        for (int i = 0; i < LENGTHS.length; i++) {
          double[] expected = softmax(Arrays.copyOfRange(outputs, 3 * i, 3 * i + 3));
          for (int k = 0; k < expected.length; k++) {
            assertThat((double) predicted[i][k]).isCloseTo(expected[k], within(1e-6));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void measuringSeesTheWeightsAsTheyAreNow(ModelSpec model) {
    MultiLayerNetwork network = network(model, ADAM, SEQUENCE, DataType.FLOAT);
    try (RecordedForward forward = RecordedForward.of(network, Cores.of(1)).orElseThrow()) {
      for (int examples : new int[] {LENGTHS.length, 3, LENGTHS.length}) {
        INDArray batch =
            sequences(examples, SEQUENCE, DataType.FLOAT)
                .get(NDArrayIndex.interval(0, examples))
                .dup('c');
        double[] expected = Waves.forward(network, batch, false);
        assertThat(forward.outputs(batch))
            .usingComparatorWithPrecision(1e-6)
            .containsExactly(expected);
        network.params().muli(1.5);
        assertThat(forward.outputs(batch)).isNotEqualTo(expected);
      }
    }
  }

  private static double[] softmax(double[] outputs) {
    double sum = Arrays.stream(outputs).map(Math::exp).sum();
    return Arrays.stream(outputs).map(output -> Math.exp(output) / sum).toArray();
  }
}
