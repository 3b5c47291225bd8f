package io.espalier.engine.models;

import io.espalier.engine.layers.StepPooling;
import io.espalier.engine.step.LayerForms;
import io.espalier.engine.step.Network;
import io.espalier.engine.step.NetworkNode;
import io.espalier.engine.step.UpdaterForms;
import io.espalier.model.CodeRange;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.OwnClass;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * Builds DL4J networks. Images stay {@code [batch, channels, height, width]} for convolutional
 * models and are flattened for the others.
 */
public final class Networks {
  private static final Set<String> RUNNING =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR);

  static {
    FastPaths.allow();
  }

  private Networks() {}

  /**
   * A new network of layers whose weights start from the seed.
   *
   * @param outputs classes, or numbers to predict
   * @throws IllegalArgumentException if the model and the task do not fit each other
   */
  public static MultiLayerNetwork create(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long weightSeed,
      DataType precision) {
    checkTask(model, task);
    if (model.kind() == Kind.CLASS) {
      OwnModels own = new OwnModels(model, input, outputs, task);
      return OwnNetworks.layers(own, training, weightSeed, precision);
    }
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(weightSeed)
            .dataType(precision)
            .updater(UpdaterForms.of(training.updater()))
            .weightInit(WeightStart.scheme(model.weightInit()))
            .list();
    for (LayerSpec layer : model.layers()) {
      layers.layer(penalised(LayerForms.of(layer), training));
    }
    layers.layer(penalised(outputLayer(model.loss(), outputs), training));
    layers.setInputType(inputType(model, input));
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    WeightStart.fill(network.getLayers(), model.weightInit(), weightSeed);
    Updaters.start(network);
    return network;
  }

  /** The same of whatever form the model needs: of layers, or of vertices. */
  public static Model model(
      ModelSpec model,
      TrainingSpec training,
      InputShape input,
      int outputs,
      Task task,
      long weightSeed,
      DataType precision) {
    if (OwnModels.isGraph(model)) {
      OwnModels own = new OwnModels(model, input, outputs, task);
      return OwnNetworks.graph(own, training, weightSeed, precision);
    }
    return model.hasBlocks()
        ? ResidualNetworks.create(model, training, input, outputs, task, weightSeed, precision)
        : create(model, training, input, outputs, task, weightSeed, precision);
  }

  static void checkTask(ModelSpec model, Task task) {
    if (task == Task.REGRESSION && model.loss() != Loss.SQUARED_ERROR) {
      throw new IllegalArgumentException("regression needs squared error as its loss");
    }
  }

  private static Layer penalised(Layer layer, TrainingSpec training) {
    return Updaters.penalised(layer, training, 0);
  }

  /** The shape of a batch for a model: images stay images only where there are convolutions. */
  public static long[] batchShape(ModelSpec model, InputShape input, int examples) {
    boolean images = model.kind() == Kind.CNN || model.kind() == Kind.CLASS;
    return batchShape(images, input, examples);
  }

  /** The same for a network that was loaded: only networks over images flatten or pool them. */
  public static long[] batchShape(Model network, InputShape input, int examples) {
    return batchShape(takesImages(Network.of(network).nodes()), input, examples);
  }

  /** Whether any of its layers goes over steps. */
  static boolean takesSequences(List<NetworkNode> nodes) {
    return nodes.stream()
        .anyMatch(
            node ->
                node instanceof NetworkNode.OfLayer one
                    && isOverSteps(one.layer().conf().getLayer()));
  }

  private static boolean isOverSteps(Layer layer) {
    return layer instanceof StepPooling
        || trained(layer)
            .filter(
                inner ->
                    inner instanceof BaseRecurrentLayer
                        || inner instanceof Convolution1DLayer
                        || inner instanceof EmbeddingSequenceLayer)
            .isPresent();
  }

  /** What has the weights and the updater of a layer: itself, or the layer inside it. */
  public static Optional<BaseLayer> trained(Layer layer) {
    Layer inner = layer instanceof BaseWrapperLayer outer ? outer.getUnderlying() : layer;
    return inner instanceof BaseLayer trained ? Optional.of(trained) : Optional.empty();
  }

  static boolean takesImages(List<NetworkNode> nodes) {
    return nodes.stream()
        .anyMatch(
            node ->
                node instanceof NetworkNode.OfLayer one
                    && (one.reshape()
                            .filter(CnnToFeedForwardPreProcessor.class::isInstance)
                            .isPresent()
                        || one.layer().conf().getLayer() instanceof GlobalPoolingLayer));
  }

  /** Whether a parameter is a running mean or variance, which no gradient changes. */
  public static boolean isRunningStatistic(String parameter) {
    return RUNNING.contains(parameter.substring(parameter.lastIndexOf('_') + 1));
  }

  private static long[] batchShape(boolean images, InputShape input, int examples) {
    if (input instanceof InputShape.Sequence sequence) {
      return new long[] {examples, sequence.features(), sequence.steps()};
    }
    return images && input instanceof InputShape.Image image
        ? new long[] {examples, image.channels(), image.height(), image.width()}
        : new long[] {examples, input.size()};
  }

  /**
   * Numbers that training changes, of a network of layers or of a graph; running means and
   * variances are not counted.
   */
  public static long trainableNumbers(Model network) {
    long numbers = 0;
    for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
      if (!isRunningStatistic(parameter.getKey())) {
        numbers += parameter.getValue().length();
      }
    }
    return numbers;
  }

  /** Of codes DL4J takes the steps as they would be one-hot. */
  private static InputType inputType(ModelSpec model, InputShape input) {
    InputType type = inputType(model.kind(), input);
    return CodeRange.of(model)
        .map(
            range ->
                InputType.recurrent(
                    range.codes(), ((InputType.InputTypeRecurrent) type).getTimeSeriesLength()))
        .orElse(type);
  }

  static InputType inputType(Kind kind, InputShape input) {
    if (kind == Kind.GCN) {
      throw new IllegalArgumentException(
          "a model of kind gcn needs graphs, but an input is " + what(input));
    }
    if (input instanceof InputShape.Graph) {
      throw noGraphs(kind);
    }
    boolean sequences = input instanceof InputShape.Sequence;
    if (sequences != (kind == Kind.RNN)) {
      throw new IllegalArgumentException(
          "a model of kind "
              + kind.name().toLowerCase(Locale.ROOT)
              + (sequences ? " takes no sequences: give it the kind rnn" : " needs sequences"));
    }
    if (input instanceof InputShape.Sequence sequence) {
      return InputType.recurrent(sequence.features(), sequence.steps());
    }
    if (kind != Kind.CNN) {
      return InputType.feedForward(input.size());
    }
    if (!(input instanceof InputShape.Image image)) {
      throw new IllegalArgumentException(
          "a model of kind cnn needs images, but an input is " + what(input));
    }
    return InputType.convolutional(image.height(), image.width(), image.channels());
  }

  private static String what(InputShape input) {
    return input instanceof InputShape.Flat
        ? "a vector of " + input + " numbers"
        : "an image of " + input;
  }

  static IllegalArgumentException noGraphs(Kind kind) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "a model of kind %s takes no graphs: give it the kind gcn",
            kind.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * Holds a model's own loss, if it has one, to what the engine needs of it.
   *
   * @throws ImpossibleModelException in one line, if it cannot be had
   */
  public static void checkOwnLoss(ModelSpec model) {
    for (String type : model.ownLoss()) {
      try {
        new OwnClass<>(type, ILossFunction.class).instance();
      } catch (IllegalArgumentException refused) {
        throw new ImpossibleModelException(String.valueOf(refused.getMessage()));
      }
    }
  }

  static OutputLayer outputLayer(Loss loss, int outputs) {
    return new OutputLayer.Builder(lossFunction(loss))
        .activation(outputActivation(loss))
        .nOut(outputs)
        .build();
  }

  /** What an output layer has, without its weights. */
  static LossLayer lossLayer(Loss loss, int outputs) {
    LossLayer layer =
        new LossLayer.Builder(lossFunction(loss)).activation(outputActivation(loss)).build();
    layer.setNOut(outputs); // which its builder does not let one say
    return layer;
  }

  private static ILossFunction lossFunction(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY -> new LossMCXENT();
      case SQUARED_ERROR -> new LossMSE();
    };
  }

  /** What the output layer of a loss does with what it puts out. */
  public static IActivation outputActivation(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY -> new ActivationSoftmax();
      case SQUARED_ERROR -> new ActivationIdentity();
    };
  }
}
