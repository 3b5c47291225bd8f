package io.espalier.engine.step;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class CompilabilityTest {
  private static Stream<Updater> updaters() {
    return Stream.of(
        new Updater.Sgd(0.05),
        new Updater.Momentum(0.02, 0.9),
        new Updater.Nesterov(0.02, 0.9),
        new Updater.Adam(0.01, 0.9, 0.999, 1e-8),
        new Updater.AdamW(0.01, 0.9, 0.999, 1e-8, 0.1),
        new Updater.AdaGrad(0.01, 1e-10),
        new Updater.RmsProp(0.005, 0.9, 1e-8),
        new Updater.AdaMax(0.003, 0.9, 0.999));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void everythingAnExperimentFileCanSayIsCompiled(Updater updater) {
    List<LayerSpec> layers = new ArrayList<>();
    layers.add(conv(4, 3, 2, 1));
    for (Pooling pooling : Pooling.values()) {
      layers.add(pool(pooling, 2, 1, 0));
    }
    layers.add(new LayerSpec.BatchNorm(0.9, 1e-5));
    layers.add(new LayerSpec.Dropout(0));
    layers.add(new LayerSpec.Dropout(0.5));
    for (Activation activation : Activation.values()) {
      layers.add(new LayerSpec.Activate(activation));
      layers.add(new LayerSpec.Dense(3, activation));
    }
    MultiLayerNetwork network =
        Networks.create(
            cnn(layers.toArray(LayerSpec[]::new)),
            new TrainingSpec(updater, new LearningRateSchedule.Constant(), 4, 1, 0.1, 0.1),
            Specs.CIFAR,
            3,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT);
    assertThat(Compilability.objection(network)).isEmpty();
  }

  private static MultiLayerNetwork foreign(DenseLayer.Builder hidden, IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(updater)
                .list()
                .layer(hidden.nIn(3).nOut(4).build())
                .layer(new OutputLayer.Builder().nIn(4).nOut(2).build())
                .build());
    network.init();
    return network;
  }

  @Test
  void aLayerWithoutACompiledFormIsNamed() {
    DenseLayer.Builder hidden = new DenseLayer.Builder().hasBias(false);
    assertThat(Compilability.objection(foreign(hidden, new Sgd(0.1))))
        .contains("layer 1 (DenseLayer) has no compiled form with its settings");
  }

  @Test
  void anActivationWithoutACompiledFormIsSeen() {
    DenseLayer.Builder hidden =
        new DenseLayer.Builder().activation(org.nd4j.linalg.activations.Activation.CUBE);
    assertThat(Compilability.objection(foreign(hidden, new Sgd(0.1))))
        .contains("layer 1 (DenseLayer) has no compiled form with its settings");
  }

  @Test
  void anUpdaterWithoutACompiledFormIsNamed() {
    assertThat(
            Compilability.objection(foreign(new DenseLayer.Builder(), new AMSGrad(0.1)))
                .orElseThrow())
        .startsWith("there is no compiled form of the updater AMSGrad(");
  }

  @Test
  void nothingIsCompiledForAnotherBackendThanTheCpus() {
    assertThat(Compilability.backendObjection("CpuBackend")).isEmpty();
    assertThat(Compilability.backendObjection("JCublasBackend"))
        .hasValue("compiled steps are made for the CPU, and the backend is JCublasBackend");
    assertThat(Compilability.backendObjection()).as("here").isEmpty();
  }

  @Test
  void compilingAnywayIsRefused() {
    MultiLayerNetwork network = foreign(new DenseLayer.Builder(), new AMSGrad(0.1));
    assertThatThrownBy(() -> new CompiledPasses(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the network cannot be compiled: there is no compiled form");
  }

  @Test
  void theWayBackNeedsTheWayForward() {
    MultiLayerNetwork network =
        Networks.create(
            cnn(conv(2, 3, 1, 0)),
            Specs.training(Specs.adam(), 4),
            new InputShape.Image(1, 5, 5),
            3,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT);
    try (CompiledPasses passes = new CompiledPasses(network)) {
      passes.forward(Nd4j.zeros(DataType.FLOAT, 4, 1, 5, 5));
      assertThat(passes.delta(4).shape()).containsExactly(4, 3);
      assertThatThrownBy(() -> passes.backward(3))
          .hasMessage("no batch of 3 examples has gone forward");
    }
  }
}
