package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reference numbers from PyTorch 2.13.0 in double precision: a 3-4-2 network with tanh over three
 * examples, five steps, the rate halved after the third (Nesterov: constant rate, see {@code
 * Updaters}).
 */
class StepsAgainstPyTorchTest {
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 1, 1}, List.of("a", "b"));

  private record Run(
      String name,
      Updater updater,
      double l2,
      double lateFactor,
      List<Double> losses,
      List<Double> outputWeights,
      List<Double> hiddenBias) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Run> runs() {
    return List.of(
        new Run(
            "sgd",
            new Updater.Sgd(0.1),
            0,
            0.5,
            List.of(0.77091063, 0.73618792, 0.70520107, 0.67716509, 0.66418217),
            List.of(
                0.92165219,
                0.95120342,
                0.43278285,
                -0.26094408,
                -0.77832204,
                -1.03611968,
                -0.65085338,
                -0.13777635),
            List.of(0.08985912, 0.01127219, -0.03740193, -0.04695897)),
        new Run(
            "sgd-with-penalty",
            new Updater.Sgd(0.1),
            0.2,
            0.5,
            List.of(0.77091063, 0.73336189, 0.70163588, 0.67447202, 0.66249141),
            List.of(
                0.84956476,
                0.87807389,
                0.39982776,
                -0.24131297,
                -0.71688410,
                -0.95686994,
                -0.59947856,
                -0.12800262),
            List.of(0.08988751, 0.01173473, -0.03704727, -0.04812822)),
        new Run(
            "momentum",
            new Updater.Momentum(0.1, 0.9),
            0,
            0.5,
            List.of(0.77091063, 0.73618792, 0.67737619, 0.60690909, 0.56905322),
            List.of(
                0.86621470,
                1.00664091,
                0.44214256,
                -0.27030378,
                -0.72466343,
                -1.08977829,
                -0.58046689,
                -0.20816283),
            List.of(0.08845220, -0.02983321, -0.05294118, -0.00195284)),
        new Run(
            "adam",
            new Updater.Adam(0.02, 0.9, 0.999, 1e-8),
            0,
            0.5,
            List.of(0.77091063, 0.72430834, 0.68198188, 0.64216928, 0.62281114),
            List.of(
                0.88522406,
                0.98763155,
                0.43744721,
                -0.26560844,
                -0.73802107,
                -1.07642065,
                -0.62704635,
                -0.16158338),
            List.of(0.05115045, -0.03582369, -0.10571076, -0.00319646)),
        new Run(
            "adam-w",
            new Updater.AdamW(0.02, 0.9, 0.999, 1e-8, 0.3),
            0,
            0.5,
            List.of(0.77091063, 0.72351619, 0.68100209, 0.64149832, 0.62248173),
            List.of(
                0.86316365,
                0.96516290,
                0.42787394,
                -0.26012081,
                -0.71931471,
                -1.05198680,
                -0.61110183,
                -0.15877742),
            List.of(0.05151927, -0.03579874, -0.10569381, -0.00329126)),
        new Run(
            "ada-grad",
            new Updater.AdaGrad(0.02, 1e-10),
            0,
            0.5,
            List.of(0.77091063, 0.72430833, 0.69451487, 0.67051396, 0.66007569),
            List.of(
                0.91184744,
                0.96100817,
                0.45263254,
                -0.28079376,
                -0.76056391,
                -1.05387781,
                -0.65470601,
                -0.13392372),
            List.of(0.07762113, -0.00880495, -0.08236102, -0.03060617)),
        new Run(
            "rms-prop",
            new Updater.RmsProp(0.01, 0.9, 1e-8),
            0,
            0.5,
            List.of(0.77091063, 0.69963774, 0.65397687, 0.61531589, 0.59787821),
            List.of(
                0.87857366,
                0.99428196,
                0.47414138,
                -0.30230260,
                -0.72288579,
                -1.09155593,
                -0.62700029,
                -0.16162944),
            List.of(0.10120177, -0.03809213, -0.11837812, -0.00232146)),
        new Run(
            "nesterov",
            new Updater.Nesterov(0.1, 0.9),
            0,
            1,
            List.of(0.77091063, 0.70671131, 0.63201075, 0.55587293, 0.48167304),
            List.of(
                0.79821557,
                1.07464004,
                0.49180030,
                -0.31996152,
                -0.64727782,
                -1.16716390,
                -0.53048324,
                -0.25814649),
            List.of(0.09144750, -0.07272062, -0.07458031, 0.03450487)));
  }

  private static MultiLayerNetwork network(Updater updater, double l2, Loss loss, Task task) {
    ModelSpec model =
        new ModelSpec(
            Kind.MLP,
            List.of(new LayerSpec.Dense(4, Activation.TANH)),
            loss,
            new WeightInit(Scheme.CONSTANT, 0));
    TrainingSpec training =
        new TrainingSpec(updater, new LearningRateSchedule.Constant(), 3, 1, 0, l2);
    MultiLayerNetwork network = Waves.network(model, training, new InputShape.Flat(3), 2, task);
    network.getLayer(0).getParam("W").assign(Waves.wave(0.1, 1, 3, 4));
    network.getLayer(0).getParam("b").assign(Waves.wave(2.0, 0.1, 1, 4));
    network.getLayer(1).getParam("W").assign(Waves.wave(1.3, 1, 4, 2));
    network.getLayer(1).getParam("b").assign(Waves.wave(0.4, 0.1, 1, 2));
    return network;
  }

  private static Batch batch() {
    return Waves.batch(Waves.wave(0.5, 1, 3, 3));
  }

  private static void assertClose(INDArray actual, double... expected) {
    double[] numbers = Outputs.read(actual);
    assertThat(numbers).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(numbers[i]).as("number %d", i).isCloseTo(expected[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void fiveStepsOfAnUpdaterAreAsInPyTorch(Run run) {
    MultiLayerNetwork network =
        network(run.updater(), run.l2(), Loss.CROSS_ENTROPY, Task.CLASSIFICATION);
    TrainingStep step = new LayerwiseStep(network, new Criterion.CrossEntropy(CLASSES), CLASSES);
    for (int i = 0; i < 5; i++) {
      step.learningRate(run.updater().learningRate() * (i < 3 ? 1 : run.lateFactor()));
      double loss = step.step(batch()).lossSum() / 3;
      assertThat(loss).as("step %d", i).isCloseTo(run.losses().get(i), within(1e-5));
    }
    assertClose(
        network.getLayer(1).getParam("W"),
        run.outputWeights().stream().mapToDouble(v -> v).toArray());
    assertClose(
        network.getLayer(0).getParam("b"), run.hiddenBias().stream().mapToDouble(v -> v).toArray());
  }

  @Test
  void squaredErrorIsAMeanOverOutputsAndExamples() {
    Targets.Numbers targets = new Targets.Numbers(Waves.wave(0.9, 1, 6).data().asFloat(), 2);
    MultiLayerNetwork network =
        network(new Updater.Sgd(0.1), 0, Loss.SQUARED_ERROR, Task.REGRESSION);
    TrainingStep step = new LayerwiseStep(network, new Criterion.SquaredError(targets), targets);
    for (double expected : new double[] {1.12863331, 0.47680199, 0.21632347}) {
      assertThat(step.step(batch()).lossSum() / 3).isCloseTo(expected, within(1e-5));
    }
    assertClose(
        network.getLayer(1).getParam("W"),
        0.97515267,
        0.93063762,
        0.45449998,
        -0.21405774,
        -0.78865733,
        -0.95329084,
        -0.66526337,
        -0.02069552);
  }

  @Test
  void batchNormalisationKeepsRunningStatisticsAsPyTorchDoes() {
    ModelSpec model = Specs.cnn(new LayerSpec.BatchNorm(0.7, 1e-3));
    MultiLayerNetwork network =
        Waves.network(
            model,
            Specs.training(new Updater.Sgd(0.1), 3),
            new InputShape.Image(2, 2, 2),
            2,
            Task.CLASSIFICATION);
    network.getLayer(1).getParam("W").assign(Waves.wave(1.3, 1, 8, 2));
    network.getLayer(1).getParam("b").assign(0);
    TrainingStep step = new LayerwiseStep(network, new Criterion.CrossEntropy(CLASSES), CLASSES);
    double[] losses = {0.52149102, 0.40866828, 0.84378225};
    for (int i = 0; i < 3; i++) {
      double loss = step.step(Waves.batch(images(i))).lossSum() / 3;
      assertThat(loss).as("step %d", i).isCloseTo(losses[i], within(1e-5));
    }
    Layer norm = network.getLayer(0);
    assertClose(norm.getParam("gamma"), 0.97351631, 1.02493415);
    assertClose(norm.getParam("beta"), -0.02092302, -0.00976502);
    assertClose(norm.getParam("mean"), 1.20934835, 0.08460126);
    assertClose(norm.getParam("var"), 1.22426582, 1.16833453);
    assertThat(Waves.forward(network, images(2), false))
        .containsExactly(
            new double[] {
              0.12674728, -1.28926234, 0.08556994, -0.84404068, 0.07479843, -0.00927590
            },
            within(1e-5));
  }

  private static INDArray images(int step) {
    return Waves.wave(0.2 + step, 2, 3, 2, 2, 2).addi(1);
  }
}
