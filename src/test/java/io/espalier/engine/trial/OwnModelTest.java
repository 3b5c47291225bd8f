package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.ModelFactory;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.ModelTools;
import io.espalier.engine.Specs;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Network;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that classes of the user's own describe. */
class OwnModelTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 6, 6);
  private static final PreparedData DATA = Examples.classes(IMAGE);
  private static final Targets.Classes CLASSES = (Targets.Classes) DATA.dataset().targets();
  private static final int BATCH = 8;
  private static final TrainingSpec TRAINING =
      new TrainingSpec(
          new Updater.Adam(0.01), new LearningRateSchedule.Decay(0.9), BATCH, 4, 1e-3, 1e-2);

  @TempDir private Path folder;

  /** A convolution, a normalisation, dropout and a dense layer. */
  public static final class Stack implements ModelFactory.Layers {
    @Override
    public MultiLayerConfiguration network(Request wanted) {
      return new NeuralNetConfiguration.Builder()
          .activation(Activation.TANH)
          .list()
          .layer(new ConvolutionLayer.Builder(wanted.whole("kernel"), 3).nOut(4).build())
          .layer(new BatchNormalization())
          .layer(new DropoutLayer(0.8))
          .layer(new DenseLayer.Builder().nOut(5).build())
          .layer(wanted.outputLayer())
          .setInputType(wanted.inputType())
          .build();
    }
  }

  /** A residual block over the flattened image. */
  public static final class Residual implements ModelFactory.Graph {
    @Override
    public ComputationGraphConfiguration network(Request wanted) {
      int units = wanted.whole("units");
      return new NeuralNetConfiguration.Builder()
          .activation(Activation.RELU)
          .graphBuilder()
          .addInputs("in")
          .addLayer("a", dense(units), "in")
          .addLayer("b", dense(units), "a")
          .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
          .addLayer("out", wanted.outputLayer(), "sum")
          .setOutputs("out")
          .setInputTypes(wanted.inputType())
          .build();
    }
  }

  /** A product, which has no recorded form, and all that Deeplearning4j does besides. */
  public static final class Gated implements ModelFactory.Graph {
    @Override
    public ComputationGraphConfiguration network(Request wanted) {
      return bounded()
          .graphBuilder()
          .addInputs("in")
          .addLayer("gate_norm", new BatchNormalization(), "in")
          .addLayer("a", dense(wanted.whole("units")), "gate_norm")
          .addLayer("b", dense(wanted.whole("units")), "in")
          .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")
          .addLayer("out", wanted.outputLayer(), "product")
          .setOutputs("out")
          .setInputTypes(wanted.inputType())
          .build();
    }
  }

  /** A stack with the same besides. */
  public static final class Bounded implements ModelFactory.Layers {
    @Override
    public MultiLayerConfiguration network(Request wanted) {
      return bounded()
          .list()
          .layer(dense(wanted.whole("units")))
          .layer(wanted.outputLayer())
          .setInputType(wanted.inputType())
          .build();
    }
  }

  /** Descends the sum of its examples' losses by recorded operations. */
  public static final class Summed implements ModelFactory.Layers {
    @Override
    public MultiLayerConfiguration network(Request wanted) {
      return new NeuralNetConfiguration.Builder()
          .miniBatch(false)
          .list()
          .layer(dense(wanted.whole("units")))
          .layer(wanted.outputLayer())
          .setInputType(wanted.inputType())
          .build();
    }
  }

  /** Has a layer whose outputs nobody takes. */
  public static final class Dangling implements ModelFactory.Graph {
    @Override
    public ComputationGraphConfiguration network(Request wanted) {
      return new NeuralNetConfiguration.Builder()
          .graphBuilder()
          .allowDisconnected(true)
          .addInputs("in")
          .addLayer("aside", dense(wanted.whole("units")), "in")
          .addLayer("out", wanted.outputLayer(), "in")
          .setOutputs("out")
          .setInputTypes(wanted.inputType())
          .build();
    }
  }

  private static NeuralNetConfiguration.Builder bounded() {
    return new NeuralNetConfiguration.Builder()
        .activation(Activation.TANH)
        .miniBatch(false)
        .dropOut(0.8)
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(0.5)
        .constrainWeights(new MaxNormConstraint(0.7, 1));
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  /** Ends in a loss that is not the experiment's. */
  public static final class OtherLoss implements ModelFactory.Layers {
    @Override
    public MultiLayerConfiguration network(Request wanted) {
      return new NeuralNetConfiguration.Builder()
          .list()
          .layer(new OutputLayer.Builder(LossFunction.MEAN_ABSOLUTE_ERROR).nOut(3).build())
          .setInputType(wanted.inputType())
          .build();
    }
  }

  /** Cannot be made. */
  public static final class Broken implements ModelFactory.Layers {
    /** Throws. */
    public Broken() {
      throw new IllegalStateException("no licence");
    }

    @Override
    public MultiLayerConfiguration network(Request wanted) {
      throw new AssertionError("never asked");
    }
  }

  /** Cannot be made from outside. */
  public static final class Closed implements ModelFactory.Layers {
    private Closed() {}

    @Override
    public MultiLayerConfiguration network(Request wanted) {
      throw new AssertionError("never asked");
    }
  }

  private static ModelSpec model(String type, Map<String, Value> settings) {
    return ModelSpec.of(new ClassSpec(type, new TreeMap<>(settings)), Loss.CROSS_ENTROPY);
  }

  private static ModelSpec stack(int kernel) {
    return model(Stack.class.getName(), Map.of("kernel", new Value.Whole(kernel)));
  }

  private static ModelSpec residual() {
    return ofUnits(Residual.class);
  }

  private static ModelSpec ofUnits(Class<? extends ModelFactory> type) {
    return model(type.getName(), Map.of("units", new Value.Whole(6)));
  }

  private static Model network(ModelSpec model, TrainingSpec training, long seed) {
    return Networks.model(
        model, training, IMAGE, CLASSES.outputs(), Task.CLASSIFICATION, seed, DataType.FLOAT);
  }

  private static ComputationGraph graph(ModelSpec model, TrainingSpec training, long seed) {
    return (ComputationGraph) network(model, training, seed);
  }

  private static LayerShapes shapes(ModelSpec model) {
    return ModelTools.shapes(model, IMAGE, CLASSES.outputs(), Task.CLASSIFICATION);
  }

  @Test
  void shapesAndParametersAreThoseOfTheNetwork() {
    int outputs = CLASSES.outputs();
    for (ModelSpec model : List.of(stack(3), residual())) {
      assertThat(shapes(model).parameters())
          .isEqualTo(
              ModelTools.parameterCount(model, TRAINING, IMAGE, outputs, Task.CLASSIFICATION));
    }
    assertThat(shapes(stack(3)).layers())
        .extracting(LayerShapes.Layer::output)
        .containsExactly(
            new InputShape.Image(4, 4, 4),
            new InputShape.Image(4, 4, 4),
            new InputShape.Image(4, 4, 4),
            new InputShape.Flat(5),
            new InputShape.Flat(outputs));
    assertThat(shapes(residual()).layers())
        .extracting(LayerShapes.Layer::kind)
        .containsExactly("a", "b", "sum", "out");
  }

  @Test
  void theExperimentsUpdaterPenaltiesAndSeedCount() {
    MultiLayerNetwork network = network(5);
    DenseLayer dense = (DenseLayer) network.getLayer(3).conf().getLayer();
    assertThat(dense.getIUpdater()).isInstanceOf(Adam.class);
    assertThat(dense.getRegularization()).hasSize(2);
    assertThat(network(5).params()).isEqualTo(network.params());
    assertThat(network(6).params()).isNotEqualTo(network.params());
  }

  private static MultiLayerNetwork network(long seed) {
    return (MultiLayerNetwork) network(stack(3), TRAINING, seed);
  }

  @Test
  void howEachTrainsIsTold() {
    assertThat(notCompiled(residual())).as("vertices that are all known").isEmpty();
    assertThat(notCompiled(stack(3))).as("layers that are all known").isEmpty();
    assertThat(notCompiled(ofUnits(Gated.class)))
        .hasValue("layer gate_norm (BatchNormalization) has no compiled form with its settings");
  }

  private static Optional<String> notCompiled(ModelSpec model) {
    return ModelTools.notCompiled(model, TRAINING, IMAGE, CLASSES.outputs(), Task.CLASSIFICATION);
  }

  /** The same network, trained by DL4J alone on the same batches. */
  @ParameterizedTest
  @ValueSource(classes = {Residual.class, Gated.class, Bounded.class, Summed.class})
  void aStepIsDl4jsFitAndItsLossIsItsScoreWithoutPenalties(Class<? extends ModelFactory> type)
      throws IOException {
    ModelSpec model = ofUnits(type);
    Segment segment = Segments.segment(model, TRAINING, 1);
    Model reference = network(model, TRAINING, segment.seed());
    int[] rows = DATA.split().rows(Part.TRAIN);
    CheckpointRef saved = new CheckpointRef(folder.resolve("one.zip").toString());
    try (Trainee trainee = Trainee.of(Segments.plan(DATA), DATA, segment);
        BatchSource batches = new BatchSource(DATA, model)) {
      for (int from = 0; from + BATCH <= rows.length; from += BATCH) {
        trainee.beginEpoch(0, 0.02, 77 + from);
        StepResult result = trainee.step(rows, from, BATCH);
        Nd4j.getRandom().setSeed(77 + from);
        LayerwiseUpdate.learningRate(Network.of(reference).layers(), 0.02);
        Batch batch = batches.batch(rows, from, BATCH);
        double score = fit(reference, batch.inputs(), oneHot(rows, from));
        assertThat(result.lossSum() / BATCH).isCloseTo(score, within(1e-4));
      }
      trainee.save(saved);
    }
    Model trained = ModelFiles.loadNetwork(saved);
    for (Map.Entry<String, INDArray> parameter : trained.paramTable().entrySet()) {
      if (!Networks.isRunningStatistic(parameter.getKey())) { // which are PyTorch's
        INDArray apart = parameter.getValue().sub(reference.getParam(parameter.getKey()));
        assertThat(apart.amaxNumber().doubleValue()).as(parameter.getKey()).isLessThan(1e-4);
      }
    }
    INDArray moved = trained.params().sub(network(model, TRAINING, segment.seed()).params());
    assertThat(moved.amaxNumber().doubleValue()).as("far from the start").isGreaterThan(0.03);
  }

  /** A fit's mean loss before it, without penalties. */
  private static double fit(Model reference, INDArray inputs, INDArray labels) {
    double divisor = Network.of(reference).descendsMean() ? 1 : BATCH;
    if (reference instanceof MultiLayerNetwork stack) {
      double penalties = stack.calcRegularizationScore(true);
      stack.fit(inputs, labels);
      return (stack.score() - penalties) / divisor;
    }
    ComputationGraph graph = (ComputationGraph) reference;
    double penalties = graph.calcRegularizationScore(true);
    graph.fit(new INDArray[] {inputs}, new INDArray[] {labels});
    return (graph.score() - penalties) / divisor;
  }

  @Test
  void aGraphIsClippedNumberByNumberAsDl4jDoesAndByTheNormOfAll() {
    int[] rows = DATA.split().rows(Part.TRAIN);
    TrainingSpec descent =
        new TrainingSpec(new Updater.Sgd(1), new LearningRateSchedule.Constant(), BATCH, 1, 0, 0);
    Segment plain = Segments.segment(residual(), descent, 1);
    ComputationGraph reference = graph(residual(), descent, plain.seed());
    for (Layer layer : reference.getLayers()) {
      if (layer.conf().getLayer() instanceof BaseLayer trained) {
        trained.setGradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue);
        trained.setGradientNormalizationThreshold(0.01);
      }
    }
    INDArray before = reference.params().dup();
    Nd4j.getRandom().setSeed(77);
    try (BatchSource batches = new BatchSource(DATA, residual())) {
      Batch batch = batches.batch(rows, 0, BATCH);
      reference.fit(new INDArray[] {batch.inputs()}, new INDArray[] {oneHot(rows, 0)});
    }
    INDArray cut = stepOf(descent.withGradientClip(GradientClip.ofValue(0.01)), rows);
    assertThat(cut.sub(reference.params()).amaxNumber().doubleValue()).isLessThan(1e-6);
    INDArray whole = before.sub(stepOf(descent, rows));
    assertThat(whole.amaxNumber().doubleValue()).isGreaterThan(0.01);
    INDArray shorter = before.sub(stepOf(descent.withGradientClip(GradientClip.ofNorm(0.1)), rows));
    assertThat(shorter.norm2Number().doubleValue()).isCloseTo(0.1, within(1e-5));
    double factor = 0.1 / whole.norm2Number().doubleValue();
    assertThat(shorter.sub(whole.mul(factor)).amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @Test
  void aGraphTrainsOnSmoothedLabels() {
    int[] rows = DATA.split().rows(Part.TRAIN);
    TrainingSpec descent =
        new TrainingSpec(new Updater.Sgd(1), new LearningRateSchedule.Constant(), BATCH, 1, 0, 0);
    long seed = Segments.segment(residual(), descent, 1).seed();
    ComputationGraph reference = graph(residual(), descent, seed);
    Nd4j.getRandom().setSeed(77);
    try (BatchSource batches = new BatchSource(DATA, residual())) {
      Batch batch = batches.batch(rows, 0, BATCH);
      INDArray labels = oneHot(rows, 0).mul(0.7).add(0.1);
      reference.fit(new INDArray[] {batch.inputs()}, new INDArray[] {labels});
    }
    INDArray smoothed = stepOf(descent.withLabelSmoothing(0.3), rows);
    assertThat(smoothed.sub(reference.params()).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(smoothed.sub(stepOf(descent, rows)).amaxNumber().doubleValue()).isGreaterThan(0.01);
  }

  /** The weights after a step on the first batch. */
  private INDArray stepOf(TrainingSpec training, int[] rows) {
    CheckpointRef saved = new CheckpointRef(folder.resolve("step.zip").toString());
    try (Trainee trainee =
        Trainee.of(Segments.plan(DATA), DATA, Segments.segment(residual(), training, 1))) {
      trainee.beginEpoch(0, 1, 77);
      trainee.step(rows, 0, BATCH);
      trainee.save(saved);
      return ModelFiles.loadGraph(saved).params();
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private static INDArray oneHot(int[] rows, int from) {
    float[][] labels = new float[BATCH][CLASSES.outputs()];
    for (int i = 0; i < BATCH; i++) {
      labels[i][CLASSES.labels()[rows[from + i]]] = 1;
    }
    return Nd4j.create(labels);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goingOnFromACheckpointIsTrainingThrough(boolean graph) {
    ModelSpec model = graph ? residual() : stack(3);
    CheckpointRef none = CheckpointRef.NONE;
    CheckpointRef half = new CheckpointRef(folder.resolve("half.zip").toString());
    Outcome through = run(Segments.segment(model, TRAINING, 0, 4, none, none));
    Outcome first = run(Segments.segment(model, TRAINING, 0, 2, none, half));
    assertThat(first.status()).as(first.error()).isEqualTo(Outcome.Status.COMPLETED);
    Outcome second = run(Segments.segment(model, TRAINING, 2, 4, half, none));
    assertThat(second.measurements())
        .extracting(one -> one.metrics().toString())
        .isEqualTo(
            through.measurements().subList(2, 4).stream()
                .map(one -> one.metrics().toString())
                .toList());
  }

  @Test
  void aGraphLearnsAndItsFilePredictsWhatWasMeasured() throws IOException {
    int epochs = 25;
    TrainingSpec training = Specs.training(new Updater.Adam(0.02), BATCH);
    CheckpointRef saved = new CheckpointRef(folder.resolve("model.zip").toString());
    Outcome outcome =
        run(Segments.segment(residual(), training, 0, epochs, CheckpointRef.NONE, saved));
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Outcome.Status.COMPLETED);
    assertThat(outcome.measurements().get(epochs - 1).metric("train_loss"))
        .isLessThan(outcome.measurements().get(0).metric("train_loss"));
    int[] rows = DATA.split().rows(Part.VALIDATION);
    float[] inputs = new float[rows.length * IMAGE.size()];
    DATA.fill(rows, 0, rows.length, inputs);
    float[][] predicted = ModelTools.predict(saved.uri(), inputs, rows.length, IMAGE);
    double loss = 0;
    for (int i = 0; i < rows.length; i++) {
      loss -= Math.log(predicted[i][CLASSES.labels()[rows[i]]]) / rows.length;
    }
    assertThat(loss)
        .isCloseTo(outcome.measurements().get(epochs - 1).metric("validation_loss"), within(1e-5));
    assertThat(ModelTools.layerOutputs(saved.uri(), inputs, rows.length, IMAGE)).hasSize(4);
    assertThatThrownBy(
            () -> ModelTools.predict(saved.uri(), new float[9], 1, new InputShape.Flat(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes images, not vectors of 9 numbers");
  }

  private static Outcome run(Segment segment) {
    return SegmentRunner.run(Segments.plan(DATA), DATA, segment, Segments.HERE);
  }

  private static void assertImpossible(ModelSpec model, String... parts) {
    assertThatThrownBy(() -> shapes(model))
        .isInstanceOf(ImpossibleModelException.class)
        .satisfies(
            e -> {
              assertThat(e.getMessage()).contains(parts);
              assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
            });
  }

  @Test
  void whatIsWrongIsOneLine() {
    Value three = new Value.Whole(3);
    String stack = Stack.class.getName();
    assertImpossible(model("com.acme.None", Map.of()), "com.acme.None", "--jars");
    assertImpossible(model("java.lang.String", Map.of()), "is no io.espalier.ModelFactory");
    assertImpossible(model(Broken.class.getName(), Map.of()), "constructor throws", "no licence");
    assertImpossible(model(Closed.class.getName(), Map.of()), "no public constructor");
    assertImpossible(
        model(OtherLoss.class.getName(), Map.of()), "does not end in request.outputLayer()");
    assertImpossible(ofUnits(Dangling.class), "has the vertex aside, which leads nowhere");
    assertImpossible(model(stack, Map.of()), "model.kernel is missing");
    assertImpossible(
        model(stack, Map.of("kernel", new Value.Text("big"))),
        "model.kernel: 'big' is not a whole number");
    assertImpossible(
        model(stack, Map.of("kernel", three, "kernal", three)),
        "does not ask for model.kernal, only for kernel");
    assertImpossible(stack(9), "OwnModelTest$Stack");
  }
}
