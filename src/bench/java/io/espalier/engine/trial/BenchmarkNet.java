package io.espalier.engine.trial;

import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Activate;
import io.espalier.wire.LayerSpec.BatchNorm;
import io.espalier.wire.LayerSpec.Conv;
import io.espalier.wire.LayerSpec.Conv1d;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Embedding;
import io.espalier.wire.LayerSpec.Ends;
import io.espalier.wire.LayerSpec.GlobalPool;
import io.espalier.wire.LayerSpec.Lstm;
import io.espalier.wire.LayerSpec.Pool;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Residual;
import io.espalier.wire.LayerSpec.States;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A net to train with 10 classes. The rate is so small that weights hardly move: the time of a step
 * does not depend on what was learned before.
 *
 * @param examples what its epochs train on
 */
record BenchmarkNet(
    String name,
    ExampleSet examples,
    InputShape shape,
    List<LayerSpec> layers,
    Updater updater,
    double l2,
    int batch) {
  static final int OUTPUTS = 10;
  private static final double RATE = 1e-6;
  private static final Updater ADAM = new Updater.Adam(RATE, 0.9, 0.999, 1e-8);
  private static final LayerSpec NORM = new BatchNorm(0.9, 1e-5);
  private static final LayerSpec RELU = new Activate(Activation.RELU);
  private static final InputShape CIFAR = new InputShape.Image(3, 32, 32);
  private static final InputShape CIFAR_FLAT = new InputShape.Flat(3072);

  static List<BenchmarkNet> all() {
    List<LayerSpec> large = List.of(dense(512), dense(256));
    Updater momentum = new Updater.Momentum(RATE, 0.9);
    Updater plain = new Updater.Sgd(RATE);
    return List.of(
        colour("CNN 6-16 on 3×32×32, batch 32", 16, 32),
        colour("CNN 6-32 on 3×32×32, batch 128", 32, 128),
        normalised(
            "CNN 16-32 with batch normalisation on 3×32×32, batch 64",
            List.of(pool()),
            List.of(conv(32, 1), NORM, RELU, pool())),
        normalised(
            "residual CNN 16-32 on 3×32×32, batch 64",
            List.of(
                block(conv(16, 1), NORM, RELU, conv(16, 1), NORM),
                block(conv(32, 2), NORM, RELU, conv(32, 1), NORM)),
            List.of()),
        new BenchmarkNet(
            "LSTM 128 on 50 steps of 32 numbers, batch 64",
            ExampleSet.CIFAR_10_STEPS,
            new InputShape.Sequence(32, 50),
            List.of(new Lstm(128, States.LAST, 1)),
            ADAM,
            0,
            64),
        new BenchmarkNet(
            "conv1d 64-64 on 128 steps of 9 numbers, batch 64",
            ExampleSet.CIFAR_10_STEPS,
            new InputShape.Sequence(9, 128),
            List.of(overSteps(), overSteps(), new GlobalPool(Pooling.AVERAGE)),
            ADAM,
            0,
            64),
        new BenchmarkNet(
            "embedding 32 and LSTM 64 on 64 of 1,000 codes, batch 64",
            ExampleSet.CIFAR_10_CODES,
            new InputShape.Sequence(1, 64),
            List.of(new Embedding(32, 1000), new Lstm(64, States.LAST, 1)),
            ADAM,
            0,
            64),
        new BenchmarkNet(
            "MLP 784-256-128-10 with layer normalisation, batch 128",
            ExampleSet.FASHION_MNIST,
            new InputShape.Flat(784),
            List.of(new Dense(256, Activation.RELU, true), new Dense(128, Activation.RELU, true)),
            ADAM,
            0,
            128),
        new BenchmarkNet(
            "MNIST ConvNet (3.2 million parameters), batch 32",
            ExampleSet.MNIST,
            new InputShape.Image(1, 28, 28),
            digitLayers(),
            ADAM,
            0,
            32),
        flat("MLP 3072-512-256-10, batch 4", large, momentum, 0, 4),
        flat("MLP 3072-512-256-10, batch 200", large, momentum, 0, 200),
        new BenchmarkNet(
            "MLP 64-32-10, batch 32",
            ExampleSet.SMALL_MNIST,
            new InputShape.Flat(64),
            List.of(dense(32)),
            ADAM,
            0,
            32),
        new BenchmarkNet(
            "softmax 784-10, batch 50",
            ExampleSet.FASHION_MNIST,
            new InputShape.Flat(784),
            List.of(),
            new Updater.Momentum(RATE, 0.5),
            0,
            50),
        flat("MLP 3072-50-10, batch 200", List.of(dense(50)), plain, 0.25, 200),
        flat("MLP 3072-320-10, batch 800", List.of(dense(320)), plain, 0.1, 800));
  }

  private static BenchmarkNet colour(String name, int channels, int batch) {
    List<LayerSpec> layers =
        List.of(sharp(6, 0), pool(), sharp(channels, 0), pool(), dense(120), dense(84));
    return new BenchmarkNet(name, ExampleSet.CIFAR_10, CIFAR, layers, ADAM, 0, batch);
  }

  private static BenchmarkNet flat(
      String name, List<LayerSpec> layers, Updater updater, double l2, int batch) {
    return new BenchmarkNet(name, ExampleSet.CIFAR_10, CIFAR_FLAT, layers, updater, l2, batch);
  }

  private static List<LayerSpec> digitLayers() {
    return List.of(sharp(32, 2), pool(), sharp(64, 2), pool(), dense(1000));
  }

  /** A normalised convolution to 16 channels, what follows, and means of whole channels. */
  private static BenchmarkNet normalised(
      String name, List<LayerSpec> then, List<LayerSpec> further) {
    List<LayerSpec> layers = new ArrayList<>(List.of(conv(16, 1), NORM, RELU));
    layers.addAll(then);
    layers.addAll(further);
    layers.add(new GlobalPool(Pooling.AVERAGE));
    return new BenchmarkNet(name, ExampleSet.CIFAR_10, CIFAR, layers, ADAM, 0, 64);
  }

  private static LayerSpec block(LayerSpec... layers) {
    return new Residual(List.of(layers), Activation.RELU);
  }

  private static LayerSpec conv(int channels, int stride) {
    return new Conv(channels, Window.square(3, stride, 1), Activation.IDENTITY);
  }

  /** Of 5 × 5 windows, rectified. */
  private static LayerSpec sharp(int channels, int padding) {
    return new Conv(channels, Window.square(5, 1, padding), Activation.RELU);
  }

  private static LayerSpec overSteps() {
    return new Conv1d(64, 5, 1, Ends.SAME, Activation.RELU);
  }

  private static LayerSpec pool() {
    return new Pool(Pooling.MAX, Window.square(2, 2, 0));
  }

  private static LayerSpec dense(int units) {
    return new Dense(units, Activation.RELU);
  }

  ModelSpec model() {
    return new ModelSpec(kind(), layers, Loss.CROSS_ENTROPY, WeightInit.of(Scheme.PYTORCH));
  }

  private Kind kind() {
    if (shape instanceof InputShape.Sequence) {
      return Kind.RNN;
    }
    return shape instanceof InputShape.Image ? Kind.CNN : Kind.MLP;
  }

  TrainingSpec training() {
    return new TrainingSpec(updater, new LearningRateSchedule.Constant(), batch, 1, 0, l2);
  }

  /** The net as the peer reads it. */
  Map<String, Object> described() {
    Map<String, Object> net = new LinkedHashMap<>();
    net.put("input", describedInput());
    net.put("layers", layers.stream().map(BenchmarkNet::described).toList());
    net.put("outputs", OUTPUTS);
    net.put("batch", batch);
    net.put("updater", updater instanceof Updater.Adam ? "adam" : "sgd");
    net.put("rate", RATE);
    net.put("momentum", updater instanceof Updater.Momentum momentum ? momentum.momentum() : 0);
    net.put("l2", l2);
    return net;
  }

  /** As the peer has it: of a sequence its steps first, unless a convolution goes over them. */
  private List<Integer> describedInput() {
    if (hasCodes()) {
      return List.of(shape.size());
    }
    if (shape instanceof InputShape.Sequence sequence) {
      if (layers.get(0) instanceof Conv1d) {
        return List.of(sequence.features(), sequence.steps());
      }
      return List.of(sequence.steps(), sequence.features());
    }
    return shape instanceof InputShape.Image image
        ? List.of(image.channels(), image.height(), image.width())
        : List.of(shape.size());
  }

  private static List<Object> described(LayerSpec layer) {
    if (layer instanceof Conv conv) {
      Window window = conv.window();
      return List.of(
          "conv",
          conv.channels(),
          window.kernelHeight(),
          window.paddingHeight(),
          window.strideHeight(),
          conv.activation() == Activation.RELU);
    } else if (layer instanceof Pool pool) {
      return List.of("pool", pool.window().kernelHeight(), pool.window().strideHeight());
    } else if (layer instanceof Dense dense) {
      return List.of(dense.layerNorm() ? "normalised" : "dense", dense.units());
    } else if (layer instanceof Conv1d conv) {
      return List.of("conv1d", conv.channels(), conv.kernel());
    } else if (layer instanceof Embedding embedding) {
      return List.of("embedding", embedding.codes(), embedding.units());
    } else if (layer instanceof Lstm lstm) {
      return List.of("lstm", lstm.units());
    } else if (layer instanceof Residual block) {
      return List.of("residual", block.layers().stream().map(BenchmarkNet::described).toList());
    }
    return List.of(
        layer instanceof BatchNorm ? "batch-norm" : layer instanceof Activate ? "relu" : "mean");
  }

  /** Whether its inputs are codes. */
  boolean hasCodes() {
    return !layers.isEmpty() && layers.get(0) instanceof Embedding;
  }

  /** Whether every peer knows its layers: without normalisation, blocks and memory. */
  boolean isPlain() {
    return layers.stream()
        .allMatch(
            layer ->
                layer instanceof Conv
                    || layer instanceof Pool
                    || (layer instanceof Dense dense && !dense.layerNorm()));
  }
}
