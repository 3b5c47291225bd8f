package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.ModelTools;
import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.onnx.OnnxModel;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.Network;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Activation;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks with residual blocks: their recorded step against DL4J's own fit, and its gradient. */
class ResidualStepTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 8, 7);
  private static final InputShape VECTOR = new InputShape.Flat(6);
  private static final LayerSpec RELU = new LayerSpec.Activate(Activation.RELU);
  private static final LayerSpec NORM = new LayerSpec.BatchNorm(0.9, 1e-5);
  private static final int EXAMPLES = 5;
  private static final int STEPS = 100;

  private static LayerSpec conv(int channels, int stride) {
    return new LayerSpec.Conv(channels, Window.square(3, stride, 1), Activation.IDENTITY);
  }

  private static LayerSpec dense(int units) {
    return new LayerSpec.Dense(units, Activation.TANH);
  }

  private static LayerSpec block(Activation activation, LayerSpec... layers) {
    return new LayerSpec.Residual(List.of(layers), activation);
  }

  /** The blocks of He et al.: one that keeps its inputs' shape, one that halves their size. */
  private static ModelSpec images() {
    return cnn(
        conv(3, 1),
        NORM,
        RELU,
        block(Activation.RELU, conv(3, 1), NORM, RELU, conv(3, 1), NORM),
        block(Activation.RELU, conv(4, 2), NORM, RELU, conv(4, 1), NORM),
        new LayerSpec.GlobalPool(LayerSpec.Pooling.AVERAGE));
  }

  /** Blocks in front, in each other, after pooling, linear, and over what was flattened. */
  private static ModelSpec mixed() {
    return cnn(
        block(Activation.TANH, conv(3, 1), block(Activation.IDENTITY, NORM, RELU, conv(3, 1))),
        block(Activation.IDENTITY, Specs.pool(LayerSpec.Pooling.MAX, 3, 2, 1)),
        RELU,
        dense(5),
        block(Activation.RELU, dense(5)),
        block(Activation.SIGMOID, dense(7), NORM));
  }

  /** Separable convolutions in front, inside a block and behind it, with one and more windows. */
  private static ModelSpec separable() {
    return cnn(
        new LayerSpec.SeparableConv(3, 1, Window.square(3, 1, 1), Activation.RELU),
        block(
            Activation.RELU,
            new LayerSpec.SeparableConv(4, 2, Window.square(3, 2, 1), Activation.IDENTITY),
            NORM),
        new LayerSpec.SeparableConv(2, 3, new Window(2, 3, 1, 2, 0, 1), Activation.TANH));
  }

  private static ModelSpec vectors() {
    return mlp(
        block(Activation.RELU, dense(6), NORM, dense(6)),
        block(Activation.RELU, dense(8)),
        new LayerSpec.Activate(Activation.LEAKY_RELU));
  }

  private static List<Arguments> models() {
    return List.of(
        Arguments.of(images(), IMAGE),
        Arguments.of(mixed(), IMAGE),
        Arguments.of(separable(), IMAGE),
        Arguments.of(vectors(), VECTOR));
  }

  private static TrainingSpec training() {
    return new TrainingSpec(
        new Updater.Momentum(0.02, 0.9), new LearningRateSchedule.Constant(), EXAMPLES, 1, 0, 1e-3);
  }

  private static ComputationGraph network(ModelSpec model, InputShape input, DataType type) {
    return (ComputationGraph)
        Networks.model(model, training(), input, 3, Task.CLASSIFICATION, 11, type);
  }

  private static Targets.Classes classes() {
    return new Targets.Classes(new short[] {0, 2, 1, 2, 0}, List.of("a", "b", "c"));
  }

  private static INDArray inputs(ModelSpec model, InputShape shape, DataType type, int seed) {
    INDArray inputs = Nd4j.create(type, Networks.batchShape(model, shape, EXAMPLES), 'c');
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < inputs.length(); i++) {
      inputs.data().put(i, 2 * random.nextDouble() - 1);
    }
    return inputs;
  }

  private static Batch batch(INDArray inputs) {
    return new Batch(inputs, IntStream.range(0, EXAMPLES).toArray(), 0, EXAMPLES);
  }

  /** Running variances are PyTorch's, so weights alone are compared. */
  @ParameterizedTest
  @MethodSource("models")
  void aHundredStepsAreDl4jsFits(ModelSpec model, InputShape shape) {
    ComputationGraph recorded = network(model, shape, DataType.DOUBLE);
    ComputationGraph layerwise = network(model, shape, DataType.DOUBLE);
    ComputationGraph fitted = network(model, shape, DataType.DOUBLE);
    assertThat(Compilability.objection(recorded)).isEmpty();
    Criterion criterion = Criterion.of(model.loss(), classes());
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, EXAMPLES, 3);
    for (int i = 0; i < EXAMPLES; i++) {
      labels.putScalar(i, classes().labels()[i], 1);
    }
    try (TrainingStep step = new CompiledStep(recorded, criterion, classes());
        TrainingStep slow = new LayerwiseStep(layerwise, criterion, classes())) {
      for (int i = 0; i < STEPS; i++) {
        INDArray inputs = inputs(model, shape, DataType.DOUBLE, i);
        double penalties = fitted.calcRegularizationScore(true);
        double loss = step.step(batch(inputs)).lossSum();
        assertThat(slow.step(batch(inputs)).lossSum()).isCloseTo(loss, within(1e-8));
        fitted.fit(new INDArray[] {inputs}, new INDArray[] {labels});
        assertThat(loss / EXAMPLES).isCloseTo(fitted.score() - penalties, within(1e-8));
      }
    }
    assertThat(recorded.getIterationCount()).isEqualTo(STEPS);
    assertThat(difference(recorded, fitted)).isLessThan(1e-10);
    assertThat(difference(layerwise, fitted)).isLessThan(1e-10);
    assertThat(difference(recorded, network(model, shape, DataType.DOUBLE))).isGreaterThan(0.01);
  }

  private static double difference(Model one, Model other) {
    double largest = 0;
    for (Map.Entry<String, INDArray> parameter : one.paramTable().entrySet()) {
      if (!Networks.isRunningStatistic(parameter.getKey())) {
        INDArray apart = parameter.getValue().sub(other.getParam(parameter.getKey()));
        largest = Math.max(largest, apart.amaxNumber().doubleValue());
      }
    }
    return largest;
  }

  /** Other operations than in double precision, and the same running statistics. */
  @ParameterizedTest
  @MethodSource("models")
  void singlePrecisionTrainsTheSame(ModelSpec model, InputShape shape) {
    ComputationGraph recorded = network(model, shape, DataType.FLOAT);
    ComputationGraph layerwise = network(model, shape, DataType.FLOAT);
    Criterion criterion = Criterion.of(model.loss(), classes());
    try (TrainingStep step = new CompiledStep(recorded, criterion, classes());
        TrainingStep slow = new LayerwiseStep(layerwise, criterion, classes())) {
      for (int i = 0; i < 20; i++) {
        INDArray inputs = inputs(model, shape, DataType.FLOAT, i);
        step.step(batch(inputs));
        slow.step(batch(inputs));
      }
    }
    double apart = recorded.params().sub(layerwise.params()).amaxNumber().doubleValue();
    assertThat(apart).isLessThan(2e-4);
  }

  @ParameterizedTest
  @MethodSource("models")
  void theStepThatTrainsHasItsGradient(ModelSpec model, InputShape shape) {
    assertThat(
            ModelTools.gradientCheck(model, training(), shape, 3, Task.CLASSIFICATION, 5).largest())
        .isLessThan(1e-5);
  }

  @Test
  void dropoutInsideABlockIsDrawnAnewFromTheSeed() {
    ModelSpec model = mlp(block(Activation.RELU, dense(9), new LayerSpec.Dropout(0.4), dense(6)));
    assertThat(
            ModelTools.gradientCheck(model, training(), VECTOR, 3, Task.CLASSIFICATION, 5)
                .largest())
        .isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("models")
  void predictionsAreDl4jsAndShapesAndParametersThoseOfTheNetwork(
      ModelSpec model, InputShape shape) {
    ComputationGraph network = network(model, shape, DataType.FLOAT);
    INDArray inputs = inputs(model, shape, DataType.FLOAT, 1);
    float[] numbers = inputs.data().asFloat();
    float[][] expected = network.outputSingle(inputs).toFloatMatrix();
    LayerShapes shapes = LayerShapes.of(model, shape, 3);
    assertThat(shapes.parameters()).isEqualTo(Networks.trainableNumbers(network));
    List<float[]> layers = LayerOutputs.of(network, numbers, EXAMPLES, shape);
    assertThat(layers)
        .extracting(layer -> layer.length / EXAMPLES)
        .isEqualTo(shapes.layers().stream().map(layer -> layer.output().size()).toList());
    assertThat(OnnxModel.of(network, shape)).isPresent();
    try (Predictor predictor = Predictor.of(network)) {
      float[][] found = predictor.predict(numbers, EXAMPLES, shape);
      for (int i = 0; i < EXAMPLES; i++) {
        assertThat(found[i]).containsExactly(expected[i], within(2e-6f));
      }
    }
  }

  /** The file is one of Deeplearning4j's own. */
  @Test
  void goingOnFromACheckpointIsTrainingThroughAndTheFileOpensWithoutUs(@TempDir Path folder)
      throws IOException {
    ModelSpec model =
        cnn(
            conv(3, 1),
            block(Activation.RELU, conv(4, 2), NORM, RELU, new LayerSpec.Dropout(0.3)),
            dense(4));
    PreparedData data = Examples.classes(IMAGE);
    TrainingSpec training = Specs.training(Specs.adam(), 8);
    CheckpointRef none = CheckpointRef.NONE;
    CheckpointRef half = new CheckpointRef(folder.resolve("half.zip").toString());
    CheckpointRef end = new CheckpointRef(folder.resolve("end.zip").toString());
    Outcome through = run(data, Segments.segment(model, training, 0, 4, none, none));
    run(data, Segments.segment(model, training, 0, 2, none, half));
    Outcome second = run(data, Segments.segment(model, training, 2, 4, half, end));
    assertThat(second.measurements())
        .extracting(one -> one.metrics().toString())
        .isEqualTo(
            through.measurements().subList(2, 4).stream()
                .map(one -> one.metrics().toString())
                .toList());

    int[] rows = data.split().rows(Part.VALIDATION);
    float[] inputs = new float[rows.length * IMAGE.size()];
    data.fill(rows, 0, rows.length, inputs);
    float[][] ours = ModelTools.predict(end.uri(), inputs, rows.length, IMAGE);
    ComputationGraph opened = ComputationGraph.load(new File(end.uri()), false);
    INDArray batch = Nd4j.createFromArray(inputs).reshape('c', rows.length, 2, 8, 7);
    float[][] theirs = opened.outputSingle(batch).toFloatMatrix();
    for (int i = 0; i < rows.length; i++) {
      assertThat(ours[i]).containsExactly(theirs[i], within(2e-6f));
    }
  }

  private static Outcome run(PreparedData data, Segment segment) {
    Outcome outcome = SegmentRunner.run(Segments.plan(data), data, segment, Segments.HERE);
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Outcome.Status.COMPLETED);
    return outcome;
  }

  @Test
  void aProjectionHasABatchNormalisationWhereTheBlockHasOne() {
    ComputationGraph network = network(images(), IMAGE, DataType.FLOAT);
    assertThat(Network.of(network).nodes())
        .extracting(io.espalier.engine.step.NetworkNode::name)
        .contains("3.sum", "4.shortcut.0", "4.shortcut.1", "4.sum", "4")
        .doesNotContain("3.shortcut.0");
  }
}
