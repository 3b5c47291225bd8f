package io.espalier.engine.models;

import io.espalier.engine.step.UpdaterForms;
import io.espalier.model.LayerShapes;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/** Builds the networks that classes of the user's own describe, and says their shapes. */
public final class OwnNetworks {
  private OwnNetworks() {}

  /**
   * The shapes and parameters of a model of kind class, as DL4J infers them; of a graph, vertex by
   * vertex as they were added, each by its name.
   *
   * @param outputs classes, or numbers to predict
   * @throws io.espalier.model.ImpossibleModelException if there is no such network
   */
  public static LayerShapes shapes(ModelSpec model, InputShape input, int outputs, Task task) {
    OwnModels own = new OwnModels(model, input, outputs, task);
    return OwnModels.isGraph(model)
        ? own.inferred(() -> shapes(own.graph(), inputType(input)))
        : own.inferred(() -> shapes(own.layers(), inputType(input)));
  }

  private static LayerShapes shapes(MultiLayerConfiguration network, InputType input) {
    List<LayerShapes.Layer> layers = new ArrayList<>();
    InputType type = input;
    for (int i = 0; i < network.getConfs().size(); i++) {
      NeuralNetConfiguration one = network.getConf(i);
      InputPreProcessor reshape = network.getInputPreProcess(i);
      type = reshape == null ? type : reshape.getOutputType(type);
      type = one.getLayer().getOutputType(i, type);
      layers.add(
          new LayerShapes.Layer(
              i + 1, word(one.getLayer().getClass()), shape(type), parameters(one)));
    }
    return new LayerShapes(layers);
  }

  private static LayerShapes shapes(ComputationGraphConfiguration network, InputType input) {
    Map<String, InputType> types = network.getLayerActivationTypes(true, input);
    List<LayerShapes.Layer> layers = new ArrayList<>();
    for (Map.Entry<String, GraphVertex> vertex : network.getVertices().entrySet()) {
      long parameters =
          vertex.getValue() instanceof LayerVertex layer ? parameters(layer.getLayerConf()) : 0;
      InputShape shape = shape(Objects.requireNonNull(types.get(vertex.getKey())));
      layers.add(new LayerShapes.Layer(layers.size() + 1, vertex.getKey(), shape, parameters));
    }
    return new LayerShapes(layers);
  }

  /** DenseLayer is dense, BatchNormalization batchnormalization. */
  private static String word(Class<?> layer) {
    String name = layer.getSimpleName();
    return (name.endsWith("Layer") ? name.substring(0, name.length() - 5) : name)
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** Running means and variances are not trained. */
  private static long parameters(NeuralNetConfiguration one) {
    long all = one.getLayer().initializer().numParams(one);
    return one.getLayer() instanceof BatchNormalization norm ? all - 2 * norm.getNOut() : all;
  }

  private static InputType inputType(InputShape input) {
    return input instanceof InputShape.Image image
        ? InputType.convolutional(image.height(), image.width(), image.channels())
        : InputType.feedForward(input.size());
  }

  private static InputShape shape(InputType type) {
    return type instanceof InputType.InputTypeConvolutional image
        ? new InputShape.Image(
            Math.toIntExact(image.getChannels()),
            Math.toIntExact(image.getHeight()),
            Math.toIntExact(image.getWidth()))
        : new InputShape.Flat(Math.toIntExact(type.arrayElementsPerExample()));
  }

  /** A new stack of layers whose weights start from the seed. */
  static MultiLayerNetwork layers(
      OwnModels own, TrainingSpec training, long weightSeed, DataType precision) {
    MultiLayerConfiguration configuration = own.layers();
    configuration.getConfs().forEach(one -> prepare(one, training, weightSeed, precision));
    configuration.setDataType(precision);
    return own.inferred(
        () -> {
          MultiLayerNetwork network = new MultiLayerNetwork(configuration);
          network.init();
          Updaters.start(network);
          return network;
        });
  }

  /** The same for a graph of vertices. */
  static ComputationGraph graph(
      OwnModels own, TrainingSpec training, long weightSeed, DataType precision) {
    ComputationGraphConfiguration configuration = own.graph();
    for (GraphVertex vertex : configuration.getVertices().values()) {
      if (vertex instanceof LayerVertex layer) {
        prepare(layer.getLayerConf(), training, weightSeed, precision);
      }
    }
    configuration.getDefaultConfiguration().setSeed(weightSeed);
    configuration.setDataType(precision);
    return own.inferred(
        () -> {
          ComputationGraph network = new ComputationGraph(configuration);
          network.init();
          Updaters.start(network);
          return network;
        });
  }

  /**
   * Updater, penalties, seed and precision are the experiment's. Running variances are kept as they
   * are rather than as logarithms, as in all networks of ours.
   */
  private static void prepare(
      NeuralNetConfiguration one, TrainingSpec training, long seed, DataType precision) {
    one.setSeed(seed);
    one.setDataType(precision);
    if (one.getLayer() instanceof BaseLayer trained) {
      trained.setIUpdater(UpdaterForms.of(training.updater()));
    }
    if (one.getLayer() instanceof BatchNormalization norm) {
      norm.setUseLogStd(false);
    }
    Updaters.penalised(one.getLayer(), training, 0);
  }
}
