package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The compiled step against DL4J's layers and updaters: 50 steps, every fourth batch short. */
class CompiledStepTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 9, 8);
  private static final InputShape VECTOR = new InputShape.Flat(13);

  /** More inputs than the update takes at a time. */
  private static final InputShape WIDE = new InputShape.Flat(1001);

  private static final Updater ADAM = new Updater.Adam(3e-3, 0.9, 0.999, 1e-8);
  private static final int EXAMPLES = 70;
  private static final int STEPS = 50;
  private static final int BATCH = 20;
  private static final int SHORT_BATCH = 3;

  private static TrainingSpec training(Updater updater, double l1, double l2) {
    return new TrainingSpec(updater, new LearningRateSchedule.Constant(), BATCH, 1, l1, l2);
  }

  private static Targets targets(Task task) {
    SplittableRandom random = new SplittableRandom(8);
    if (task == Task.REGRESSION) {
      float[] values = new float[EXAMPLES * 3];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() * 2 - 1);
      }
      return new Targets.Numbers(values, 3);
    }
    short[] labels = new short[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = (short) random.nextInt(3);
    }
    return new Targets.Classes(labels, List.of("a", "b", "c"));
  }

  /** Batches over fixed examples; the array of a size is always the same, as in training. */
  private static final class Batches {
    private final float[] numbers;
    private final INDArray full;
    private final INDArray last;
    private final int size;

    Batches(ModelSpec model, InputShape shape) {
      size = shape.size();
      numbers = new float[EXAMPLES * size];
      SplittableRandom random = new SplittableRandom(4);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) (random.nextDouble() * 2 - 1);
      }
      full =
          Nd4j.create(
              DataType.FLOAT,
              io.espalier.engine.models.Networks.batchShape(model, shape, BATCH),
              'c');
      last =
          Nd4j.create(
              DataType.FLOAT,
              io.espalier.engine.models.Networks.batchShape(model, shape, SHORT_BATCH),
              'c');
    }

    Batch of(int step) {
      boolean isShort = step % 4 == 3;
      int count = isShort ? SHORT_BATCH : BATCH;
      int from = (step * 11) % (EXAMPLES - count);
      INDArray inputs = isShort ? last : full;
      inputs.data().asNioFloat().put(numbers, from * size, count * size);
      return new Batch(inputs, IntStream.range(0, EXAMPLES).toArray(), from, count);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared number by number
  private record Run(List<Double> losses, float[] weights, float[] state) {}

  private interface Maker {
    TrainingStep make(MultiLayerNetwork network, Criterion criterion, Targets targets);
  }

  private static Run run(
      ModelSpec model, InputShape shape, Task task, TrainingSpec training, Maker maker) {
    Targets targets = targets(task);
    MultiLayerNetwork network = Waves.network(model, training, shape, 3, task);
    Batches batches = new Batches(model, shape);
    List<Double> losses = new ArrayList<>();
    try (TrainingStep step = maker.make(network, Criterion.of(model.loss(), targets), targets)) {
      step.learningRate(training.updater().learningRate());
      step.reseed(6);
      for (int i = 0; i < STEPS; i++) {
        Batch batch = batches.of(i);
        losses.add(step.step(batch).lossSum() / batch.examples());
      }
    }
    INDArray state = network.getUpdater().getStateViewArray();
    return new Run(
        losses,
        network.params().dup().data().asFloat(),
        state == null || state.isEmpty() ? new float[0] : state.dup().data().asFloat());
  }

  private static void assertSame(
      ModelSpec model, InputShape shape, Task task, TrainingSpec training) {
    Run compiled = run(model, shape, task, training, CompiledStep::new);
    Run layerwise = run(model, shape, task, training, LayerwiseStep::new);
    for (int i = 0; i < STEPS; i++) {
      assertThat(compiled.losses.get(i))
          .as("loss of step %d", i)
          .isCloseTo(layerwise.losses.get(i), within(1e-4 * layerwise.losses.get(i)));
    }
    assertThat(compiled.losses.get(STEPS - 1)).isNotEqualTo(compiled.losses.get(0));
    assertThat(compiled.state).hasSameSizeAs(layerwise.state);
    assertThat(compiled.weights)
        .usingComparatorWithPrecision(2e-3f)
        .containsExactly(layerwise.weights);
    assertThat(compiled.state).usingComparatorWithPrecision(2e-3f).containsExactly(layerwise.state);
  }

  private static void assertSame(ModelSpec model, InputShape shape) {
    assertSame(model, shape, Task.CLASSIFICATION, training(ADAM, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationTrainsTheSame(Activation activation) {
    assertSame(mlp(new LayerSpec.Dense(9, activation), new LayerSpec.Dense(6, activation)), VECTOR);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationTrainsTheSameBehindAConvolution(Activation activation) {
    LayerSpec conv = new LayerSpec.Conv(4, Window.square(3, 1, 1), activation);
    assertSame(cnn(conv, conv), IMAGE);
  }

  /** In place where nobody else reads what it takes, with a normalisation, and on a copy. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationTrainsTheSameAsALayerOfItsOwn(Activation activation) {
    LayerSpec alone = new LayerSpec.Activate(activation);
    Window window = Window.square(3, 1, 1);
    assertSame(
        cnn(
            new LayerSpec.Conv(4, window, Activation.IDENTITY),
            new LayerSpec.BatchNorm(0.9, 1e-5),
            alone,
            new LayerSpec.Conv(3, window, Activation.TANH),
            alone,
            dense(5)),
        IMAGE,
        Task.CLASSIFICATION,
        training(new Updater.Sgd(0.05), 0, 0)); // biases before a normalisation have no gradient
  }

  private static Stream<Updater> updaters() {
    return Stream.of(
        new Updater.Sgd(0.05),
        new Updater.Momentum(0.02, 0.9),
        new Updater.Nesterov(0.02, 0.9),
        ADAM,
        new Updater.AdamW(3e-3, 0.9, 0.999, 1e-8, 0.1),
        new Updater.AdaGrad(1e-3, 1e-6),
        new Updater.RmsProp(1e-3, 0.9, 1e-6),
        new Updater.AdaMax(0.003, 0.9, 0.999));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void everyUpdaterWithPenaltiesTrainsTheSame(Updater updater) {
    assertSame(mlp(dense(9), dense(8)), VECTOR, Task.CLASSIFICATION, training(updater, 1e-3, 1e-2));
  }

  /** Of which gradients are multiplied by the update. */
  @ParameterizedTest
  @MethodSource("updaters")
  void everyUpdaterTrainsTheSameByFewExamplesOfManyInputs(Updater updater) {
    assertSame(
        mlp(dense(70), new LayerSpec.Dropout(0), dense(66)),
        WIDE,
        Task.CLASSIFICATION,
        training(forgiving(updater), 0, 1e-2));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void everyUpdaterTrainsTheSameAroundRunningStatistics(Updater updater) {
    assertSame(
        cnn(conv(4, 3, 1, 1), new LayerSpec.BatchNorm(0.9, 1e-5), dense(6)),
        IMAGE,
        Task.CLASSIFICATION,
        training(withoutStepsOfErrors(updater), 0, 1e-3));
  }

  /** Biases before a normalisation have gradients of rounding errors alone. */
  private static Updater withoutStepsOfErrors(Updater updater) {
    if (updater instanceof Updater.Adam adam) {
      return new Updater.Adam(adam.learningRate(), adam.beta1(), adam.beta2(), 1e-3);
    }
    return updater instanceof Updater.AdamW adam
        ? new Updater.AdamW(
            adam.learningRate(), adam.beta1(), adam.beta2(), 1e-3, adam.weightDecay())
        : forgiving(updater);
  }

  /**
   * A tiny ε would make steps of the rounding errors of gradients near 0, and long steps with
   * momentum let rounding errors grow.
   */
  private static Updater forgiving(Updater updater) {
    if (updater instanceof Updater.Momentum heavy) {
      return new Updater.Momentum(heavy.learningRate() / 4, heavy.momentum());
    }
    if (updater instanceof Updater.AdaGrad adaGrad) {
      return new Updater.AdaGrad(adaGrad.learningRate(), 1e-3);
    }
    return updater instanceof Updater.RmsProp rms
        ? new Updater.RmsProp(rms.learningRate(), rms.decay(), 1e-3)
        : updater;
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void everyPoolingTrainsTheSame(Pooling pooling) {
    assertSame(cnn(conv(3, 3, 1, 0), pool(pooling, 2, 2, 0), dense(5)), IMAGE);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void overlappingPaddedPoolingTrainsTheSame(Pooling pooling) {
    assertSame(cnn(conv(3, 3, 1, 1), pool(pooling, 3, 2, 1), dense(5)), IMAGE);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void everyGlobalPoolingTrainsTheSame(Pooling pooling) {
    LayerSpec global = new LayerSpec.GlobalPool(pooling);
    assertSame(cnn(conv(5, 3, 1, 1), global, dense(6)), IMAGE);
    assertSame(cnn(global), IMAGE);
  }

  @Test
  void stridesAndPaddingOfAConvolutionMayDifferByDirection() {
    LayerSpec conv = new LayerSpec.Conv(4, new Window(3, 2, 2, 1, 1, 0), Activation.TANH);
    assertSame(cnn(conv, conv(3, 2, 1, 1), pool(Pooling.MAX, 2, 1, 0)), IMAGE);
  }

  @Test
  void separableConvolutionsTrainTheSame() {
    Window uneven = new Window(3, 2, 2, 1, 1, 0);
    for (int windows = 1; windows <= 3; windows++) {
      LayerSpec separable = new LayerSpec.SeparableConv(4, windows, uneven, Activation.RELU);
      assertSame(cnn(separable, conv(3, 2, 1, 1), separable, dense(5)), IMAGE);
      assertSame(cnn(separable, dense(5)), new InputShape.Image(1, 9, 8));
    }
  }

  @Test
  void aDeepConvolutionalNetworkTrainsTheSame() {
    assertSame(
        cnn(
            conv(6, 3, 1, 1),
            new LayerSpec.BatchNorm(0.8, 1e-5),
            pool(Pooling.MAX, 2, 2, 0),
            conv(8, 3, 1, 1),
            new LayerSpec.BatchNorm(0.9, 1e-4),
            new LayerSpec.Dropout(0),
            dense(10)),
        IMAGE);
  }

  @Test
  void batchNormalisationOfVectorsTrainsTheSame() {
    assertSame(mlp(dense(9), new LayerSpec.BatchNorm(0.9, 1e-5), dense(6)), VECTOR);
  }

  @Test
  void batchNormalisationOfInputsTrainsTheSame() {
    assertSame(mlp(new LayerSpec.BatchNorm(0.9, 1e-5), dense(6)), VECTOR);
    assertSame(cnn(new LayerSpec.BatchNorm(0.9, 1e-5), conv(3, 3, 1, 1), dense(6)), IMAGE);
  }

  @Test
  void singleUnitsTrainTheSame() {
    assertSame(mlp(new LayerSpec.Dense(1, Activation.TANH), dense(4)), VECTOR);
    assertSame(mlp(dense(4)), new InputShape.Flat(1));
  }

  @Test
  void linearModelsTrainTheSame() {
    for (Kind kind : List.of(Kind.SOFTMAX, Kind.LINEAR)) {
      assertSame(
          new ModelSpec(kind, List.of(), Loss.CROSS_ENTROPY, WeightInit.of(Scheme.XAVIER_UNIFORM)),
          IMAGE);
    }
  }

  @Test
  void squaredErrorTrainsTheSameForNumbersAndForClasses() {
    ModelSpec model =
        new ModelSpec(
            Kind.MLP, List.of(dense(6)), Loss.SQUARED_ERROR, WeightInit.of(Scheme.XAVIER));
    assertSame(model, VECTOR, Task.REGRESSION, training(ADAM, 0, 0));
    assertSame(model, VECTOR, Task.CLASSIFICATION, training(ADAM, 0, 0));
  }

  @Test
  void whatCannotBeCompiledTrainsLayerByLayer() {
    Targets targets = targets(Task.CLASSIFICATION);
    MultiLayerNetwork network =
        Waves.network(mlp(dense(4)), training(ADAM, 0, 0), VECTOR, 3, Task.CLASSIFICATION);
    Criterion criterion = Criterion.of(Loss.CROSS_ENTROPY, targets);
    assertThat(TrainingStep.of(network, criterion, targets)).isInstanceOf(CompiledStep.class);

    ((org.deeplearning4j.nn.conf.layers.DenseLayer) network.getLayer(0).conf().getLayer())
        .setHasBias(false);
    assertThat(TrainingStep.of(network, criterion, targets)).isInstanceOf(LayerwiseStep.class);
  }
}
