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
import io.espalier.wire.LayerSpec.Ends;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.States;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;
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
      layers.add(new LayerSpec.Dense(3, activation, true));
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

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void everythingAnRnnCanSayIsCompiled(Pooling pooling) {
    List<LayerSpec> layers = new ArrayList<>();
    layers.add(new LayerSpec.Dropout(0.5));
    for (Ends ends : Ends.values()) {
      for (Activation activation : Activation.values()) {
        layers.add(new LayerSpec.Conv1d(3, 2, 1, 2, ends, activation));
      }
    }
    layers.add(new LayerSpec.Pool1d(pooling, 2, 1));
    layers.add(new LayerSpec.Lstm(3, States.ALL, 1));
    layers.add(new LayerSpec.Dropout(0));
    for (Activation activation : Activation.values()) {
      layers.add(new LayerSpec.SimpleRnn(2, States.ALL, activation));
    }
    List<LayerSpec> ends =
        List.of(
            new LayerSpec.Lstm(3, States.LAST, 0),
            new LayerSpec.SimpleRnn(3, States.LAST, Activation.TANH),
            new LayerSpec.GlobalPool(pooling));
    for (LayerSpec end : ends) {
      List<LayerSpec> all = new ArrayList<>(layers);
      all.add(end);
      all.add(new LayerSpec.Dropout(0.5));
      all.add(new LayerSpec.Dense(3, Activation.RELU));
      assertThat(Compilability.objection(recurrent(all))).isEmpty();
    }
  }

  private static MultiLayerNetwork recurrent(List<LayerSpec> layers) {
    return Networks.create(
        new ModelSpec(
            ModelSpec.Kind.RNN,
            layers,
            Loss.CROSS_ENTROPY,
            WeightInit.of(WeightInit.Scheme.PYTORCH)),
        Specs.training(Specs.adam(), 4),
        new InputShape.Sequence(2, 5),
        3,
        Task.CLASSIFICATION,
        1,
        DataType.FLOAT);
  }

  private static MultiLayerNetwork foreignSequences(Layer... hidden) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)).list();
    for (Layer layer : hidden) {
      layers.layer(layer);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            layers
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(3, 5))
                .build());
    network.init();
    return network;
  }

  @Test
  void memoryWithOtherGatesHasNoCompiledForm() {
    LSTM soft = new LSTM.Builder().nOut(4).activation(new ActivationSoftSign()).build();
    assertThat(Compilability.objection(foreignSequences(soft)))
        .contains("layer 1 (LSTM) has no compiled form with its settings");
    LSTM usual = new LSTM.Builder().nOut(4).activation(new ActivationTanH()).build();
    assertThat(Compilability.objection(foreignSequences(usual))).isEmpty();
  }

  @Test
  void whatIsCompiledOverImagesIsNotOverSequences() {
    LSTM usual = new LSTM.Builder().nOut(4).activation(new ActivationTanH()).build();
    Layer norm = new BatchNormalization.Builder().useLogStd(false).build();
    assertThat(Compilability.objection(foreignSequences(usual, norm)))
        .contains("layer 2 (BatchNormalization) has no compiled form over sequences");
    assertThat(Compilability.objection(foreignSequences(new DropoutLayer(0.5))))
        .contains("layer 2 (GlobalPoolingLayer) has no compiled form over anything but sequences");
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
