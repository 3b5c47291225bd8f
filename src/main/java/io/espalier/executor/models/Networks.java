package io.espalier.executor.models;

import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
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
   * A new network whose weights start from the seed.
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
    if (task == Task.REGRESSION && model.loss() != Loss.SQUARED_ERROR) {
      throw new IllegalArgumentException("regression needs squared error as its loss");
    }
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(weightSeed)
            .dataType(precision)
            .updater(Updaters.of(training.updater()))
            .weightInit(WeightStart.scheme(model.weightInit()))
            .list();
    for (LayerSpec layer : model.layers()) {
      layers.layer(penalised(LayerTranslation.of(layer), training));
    }
    layers.layer(penalised(outputLayer(model.loss(), outputs), training));
    layers.setInputType(inputType(model.kind(), input));
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    WeightStart.fill(network, model.weightInit(), weightSeed);
    startUpdater(network, training.updater());
    return network;
  }

  /** Each layer gets its own: DL4J applies a weight decay set for the whole network twice. */
  private static Layer penalised(Layer layer, TrainingSpec training) {
    if (layer instanceof BaseLayer trained) {
      trained.setRegularization(Updaters.penalties(training));
    }
    return layer;
  }

  /** The shape of a batch for a model: images stay images only where there are convolutions. */
  public static long[] batchShape(ModelSpec model, InputShape input, int examples) {
    return batchShape(model.kind() == Kind.CNN, input, examples);
  }

  /** The same for a network that was loaded: only networks over images flatten on the way. */
  public static long[] batchShape(MultiLayerNetwork network, InputShape input, int examples) {
    return batchShape(takesImages(network), input, examples);
  }

  static boolean takesImages(MultiLayerNetwork network) {
    return network.getLayerWiseConfigurations().getInputPreProcessors().values().stream()
        .anyMatch(CnnToFeedForwardPreProcessor.class::isInstance);
  }

  /** Whether a parameter is a running mean or variance, which no gradient changes. */
  public static boolean isRunningStatistic(String parameter) {
    return RUNNING.contains(parameter.substring(parameter.indexOf('_') + 1));
  }

  private static long[] batchShape(boolean images, InputShape input, int examples) {
    return images && input instanceof InputShape.Image image
        ? new long[] {examples, image.channels(), image.height(), image.width()}
        : new long[] {examples, input.size()};
  }

  /** Numbers that training changes; running means and variances are not counted. */
  public static long trainableNumbers(MultiLayerNetwork network) {
    long numbers = 0;
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
        if (!isRunningStatistic(parameter.getKey())) {
          numbers += parameter.getValue().length();
        }
      }
    }
    return numbers;
  }

  private static InputType inputType(Kind kind, InputShape input) {
    if (kind != Kind.CNN) {
      return InputType.feedForward(input.size());
    }
    if (!(input instanceof InputShape.Image image)) {
      throw new IllegalArgumentException(
          "a model of kind cnn needs images, but an input is a vector of " + input + " numbers");
    }
    return InputType.convolutional(image.height(), image.width(), image.channels());
  }

  private static OutputLayer outputLayer(Loss loss, int outputs) {
    OutputLayer.Builder layer =
        switch (loss) {
          case CROSS_ENTROPY ->
              new OutputLayer.Builder(new LossMCXENT()).activation(new ActivationSoftmax());
          case SQUARED_ERROR ->
              new OutputLayer.Builder(new LossMSE()).activation(new ActivationIdentity());
        };
    return layer.nOut(outputs).build();
  }

  /** DL4J starts RMSProp's mean square at ε; here it starts at 0. */
  private static void startUpdater(MultiLayerNetwork network, Updater updater) {
    if (updater instanceof Updater.RmsProp) {
      network.getUpdater().getStateViewArray().assign(0);
    }
  }
}
