package io.espalier.engine.step;

import io.espalier.engine.onednn.OneDnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;

/** DL4J's layers and vertices as stages. */
final class Stages {
  private Stages() {}

  /**
   * The stages of all nodes. Where nobody else reads what an activation function of its own takes,
   * it is computed in place, or with what is normalised before. In single precision a rectifier
   * between a convolution and a maximum moves behind the maximum, which changes no number and is
   * work for fewer of them.
   */
  static List<NodeStage> of(List<NetworkNode> nodes, DataType type, MaskSource masks) {
    List<NodeStage> stages = new ArrayList<>();
    for (NetworkNode node : nodes) {
      stages.add(of(node).orElseThrow().apply(masks));
    }
    for (int i = 0; i < nodes.size(); i++) {
      int before = nodes.get(i).takes().get(0);
      if (stages.get(i) instanceof LayerStage layer && takesAlone(nodes, before)) {
        join(stages, before, i, layer, type);
      }
    }
    if (type == DataType.FLOAT && OneDnn.available()) {
      stages.replaceAll(NodeStage::blocked);
    }
    return stages;
  }

  private static boolean takesAlone(List<NetworkNode> nodes, int taken) {
    return taken != NetworkNode.INPUTS
        && nodes.stream().flatMap(node -> node.takes().stream()).filter(i -> i == taken).count()
            == 1;
  }

  private static void join(
      List<NodeStage> stages, int before, int at, LayerStage layer, DataType type) {
    if (layer.stage() instanceof CopiedActivation copied
        && copied.activation() instanceof Activations.Rectifier
        && stages.get(before) instanceof LayerStage below
        && below.stage() instanceof NormalisationStage normalisation) {
      stages.set(before, below.by(normalisation.withRectifier()));
      stages.set(at, layer.by(new Activations.Identity()));
    } else if (layer.stage() instanceof CopiedActivation copied
        && stages.get(before).yieldsOutputs()) {
      stages.set(at, layer.by(copied.activation()));
    } else if (type == DataType.FLOAT
        && stages.get(before) instanceof LayerStage below
        && below.stage() instanceof ConvolutionStage convolution
        && layer.stage() instanceof PoolingStage pooling
        && convolution.withoutRectifier().isPresent()
        && pooling.withRectifier().isPresent()) {
      stages.set(before, below.by(convolution.withoutRectifier().orElseThrow()));
      stages.set(at, layer.by(pooling.withRectifier().orElseThrow()));
    }
  }

  /** Makes the stage for a node; nothing if there is none that does exactly the same. */
  static Optional<Function<MaskSource, NodeStage>> of(NetworkNode node) {
    if (node instanceof NetworkNode.OfLayer layer) {
      boolean flattens =
          layer.reshape().filter(CnnToFeedForwardPreProcessor.class::isInstance).isPresent();
      return layer.reshapesOtherwise()
          ? Optional.empty()
          : of(layer.layer()).map(maker -> masks -> new LayerStage(maker.apply(masks), flattens));
    }
    return node instanceof NetworkNode.OfVertex vertex
            && vertex.configuration() instanceof ElementWiseVertex elements
            && elements.getOp() == ElementWiseVertex.Op.Add
            && vertex.takes().size() > 1
        ? Optional.of(masks -> new SumStage())
        : Optional.empty();
  }

  /** Makes the stage for a layer; nothing if there is none that does exactly the same. */
  static Optional<Function<MaskSource, Stage>> of(Layer layer) {
    org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
    if (conf instanceof BaseLayer trained && special(trained)) {
      return Optional.empty();
    }
    if (conf instanceof OutputLayer output && output.hasBias() && output.getIDropout() == null) {
      return Optional.of(masks -> dense(layer, false, new Activations.Identity()));
    }
    return LayerForms.stage(layer);
  }

  private static boolean special(BaseLayer layer) {
    return layer.getWeightNoise() != null
        || (layer.getConstraints() != null && !layer.getConstraints().isEmpty())
        || layer.getGradientNormalization()
            != org.deeplearning4j.nn.conf.GradientNormalization.None;
  }

  static Stage dense(Layer layer, boolean normalised, ActivationStage activation) {
    Stage end =
        new BiasStage(RecordedParameter.of(layer, DefaultParamInitializer.BIAS_KEY), activation);
    return new DenseStage(
        RecordedParameter.of(layer, DefaultParamInitializer.WEIGHT_KEY),
        normalised
            ? new RowNormalisationStage(
                RecordedParameter.of(layer, DefaultParamInitializer.GAIN_KEY), end)
            : end);
  }

  static Stage convolution(Layer layer, ConvolutionLayer conf, ActivationStage activation) {
    RecordedParameter weights = RecordedParameter.of(layer, DefaultParamInitializer.WEIGHT_KEY);
    RecordedParameter bias = RecordedParameter.of(layer, DefaultParamInitializer.BIAS_KEY);
    Window window = Window.of(conf.getKernelSize(), conf.getStride(), conf.getPadding());
    return new ConvolutionStage(weights, bias, window, activation);
  }

  static Stage separable(Layer layer, SeparableConvolution2D conf, ActivationStage activation) {
    return new SeparableStage(
        RecordedParameter.of(layer, SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY),
        RecordedParameter.of(layer, SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY),
        RecordedParameter.of(layer, SeparableConvolutionParamInitializer.BIAS_KEY),
        Window.of(conf.getKernelSize(), conf.getStride(), conf.getPadding()),
        activation);
  }
}
