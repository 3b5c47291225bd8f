package io.espalier.engine.step;

import io.espalier.engine.layers.SeparableConvolution;
import io.espalier.engine.layers.WindowSum;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * The engine's half of the hidden layers: each as DL4J has it, one each, so that layer numbers
 * agree, and the recorded stages of DL4J's layers. Of a graph convolution it is the dense layer;
 * what stands before it is built by {@code io.espalier.engine.models.GraphNetworks}. A residual
 * block is no layer but vertices, of {@code io.espalier.engine.models.ResidualNetworks}.
 */
public final class LayerForms {
  /** The dimensions of an image behind batch and channels. */
  private static final int[] PLANES = {2, 3};

  private static final List<Form<?>> FORMS =
      List.of(
          new Form<>(LayerSpec.Conv.class, LayerForms::convolution),
          new Form<>(LayerSpec.SeparableConv.class, LayerForms::separable),
          new Form<>(LayerSpec.Pool.class, LayerForms::pooling),
          new Form<>(
              LayerSpec.Dense.class,
              dense -> dense(dense.units(), dense.activation(), dense.layerNorm())),
          new Form<>(LayerSpec.GraphConv.class, conv -> dense(conv.units(), conv.activation())),
          new Form<>(LayerSpec.Dropout.class, LayerForms::dropout),
          new Form<>(LayerSpec.Lstm.class, RecurrentForms::lstm),
          new Form<>(LayerSpec.SimpleRnn.class, RecurrentForms::simple),
          new Form<>(LayerSpec.Conv1d.class, SequenceForms::convolution),
          new Form<>(LayerSpec.Pool1d.class, SequenceForms::pooling),
          new Form<>(LayerSpec.Embedding.class, SequenceForms::embedding),
          new Form<>(
              LayerSpec.BatchNorm.class,
              norm ->
                  new BatchNormalization.Builder()
                      .decay(norm.decay())
                      .eps(norm.epsilon())
                      .useLogStd(false)
                      .build()),
          new Form<>(
              LayerSpec.Activate.class,
              activate ->
                  new ActivationLayer.Builder()
                      .activation(ActivationForms.of(activate.function()))
                      .build()),
          new Form<>(
              LayerSpec.GlobalPool.class,
              pool -> new GlobalPoolingLayer.Builder(type(pool.pooling())).build()));

  /** Which settings of DL4J's layers have a recorded stage that does exactly the same. */
  private static final List<Recorded<?>> RECORDED =
      List.of(
          new Recorded<>(
              DenseLayer.class,
              dense ->
                  dense.hasBias() && dense.getIDropout() == null && known(dense.getActivationFn()),
              (layer, dense, masks) ->
                  Stages.dense(layer, dense.hasLayerNorm(), stage(dense.getActivationFn()))),
          new Recorded<>(
              ConvolutionLayer.class,
              conv -> conv.getClass() == ConvolutionLayer.class && plain(conv),
              (layer, convolution, masks) ->
                  Stages.convolution(layer, convolution, stage(convolution.getActivationFn()))),
          new Recorded<>(
              SeparableConvolution2D.class,
              LayerForms::plain,
              (layer, convolution, masks) ->
                  Stages.separable(layer, convolution, stage(convolution.getActivationFn()))),
          new Recorded<>(
              SubsamplingLayer.class,
              LayerForms::plain,
              (layer, pool, masks) ->
                  PoolingStage.maximum(
                      Window.of(pool.getKernelSize(), pool.getStride(), pool.getPadding()))),
          new Recorded<>(
              WindowSum.class,
              sum -> true,
              (layer, sum, masks) ->
                  PoolingStage.average(Window.of(sum.window()), sum.meanFactor())),
          new Recorded<>(
              DropoutLayer.class,
              drop ->
                  drop.getIDropout() instanceof Dropout dropout && dropout.getPSchedule() == null,
              (layer, drop, masks) ->
                  new DropoutStage(((Dropout) drop.getIDropout()).getP(), masks)),
          new Recorded<>(
              BatchNormalization.class,
              LayerForms::plain,
              (layer, norm, masks) ->
                  new NormalisationStage(
                      RecordedParameter.of(layer, BatchNormalizationParamInitializer.GAMMA),
                      RecordedParameter.of(layer, BatchNormalizationParamInitializer.BETA),
                      RecordedParameter.of(layer, BatchNormalizationParamInitializer.GLOBAL_MEAN),
                      RecordedParameter.of(layer, BatchNormalizationParamInitializer.GLOBAL_VAR),
                      norm.getDecay(),
                      norm.getEps())),
          new Recorded<>(
              ActivationLayer.class,
              layer -> known(layer.getActivationFn()),
              (layer, conf, masks) -> alone(stage(conf.getActivationFn()))),
          new Recorded<>(
              GlobalPoolingLayer.class,
              LayerForms::plain,
              (layer, pool, masks) -> new GlobalPoolingStage(pool.getPoolingType())),
          new Recorded<>(
              GlobalPoolingLayer.class,
              RecurrentForms::poolsSteps,
              (layer, pool, masks) -> new StepPoolingStage(pool.getPoolingType())));

  private LayerForms() {}

  /**
   * A layer's form for DL4J.
   *
   * @param dl4j makes it as DL4J has it
   */
  private record Form<L extends LayerSpec>(Class<L> type, Function<L, Layer> dl4j) {
    Layer of(LayerSpec layer) {
      return dl4j.apply(type.cast(layer));
    }
  }

  /** Makes the stage of a layer. */
  private interface StageMaker<D extends Layer> {
    Stage make(org.deeplearning4j.nn.api.Layer layer, D conf, MaskSource masks);
  }

  /**
   * The recorded form of a layer of DL4J.
   *
   * @param plain whether it has no setting that the stage has not
   */
  private record Recorded<D extends Layer>(Class<D> type, Predicate<D> plain, StageMaker<D> stage) {
    boolean takes(Layer conf) {
      return type.isInstance(conf) && plain.test(type.cast(conf));
    }

    Stage make(org.deeplearning4j.nn.api.Layer layer, MaskSource masks) {
      return stage.make(layer, type.cast(layer.conf().getLayer()), masks);
    }
  }

  /**
   * A layer as DL4J has it.
   *
   * @throws IllegalStateException if its definition lacks the engine's half
   */
  public static Layer of(LayerSpec layer) {
    return FORMS.stream()
        .filter(form -> form.type() == layer.getClass())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no form for DL4J of " + layer.getClass().getName()))
        .of(layer);
  }

  /** Makes the stage for a hidden layer; nothing if there is none that does exactly the same. */
  static Optional<Function<MaskSource, Stage>> stage(org.deeplearning4j.nn.api.Layer layer) {
    return RECORDED.stream()
        .filter(recorded -> recorded.takes(layer.conf().getLayer()))
        .findFirst()
        .<Function<MaskSource, Stage>>map(recorded -> masks -> recorded.make(layer, masks))
        .or(() -> SequenceForms.stage(layer))
        .or(() -> RecurrentForms.stage(layer));
  }

  /** A dense layer with bias. */
  public static Layer dense(int units, Activation activation) {
    return dense(units, activation, false);
  }

  private static Layer dense(int units, Activation activation, boolean layerNorm) {
    return new DenseLayer.Builder()
        .nOut(units)
        .activation(ActivationForms.of(activation))
        .hasLayerNorm(layerNorm)
        .build();
  }

  private static Layer convolution(LayerSpec.Conv conv) {
    LayerSpec.Window w = conv.window();
    return new ConvolutionLayer.Builder()
        .kernelSize(w.kernelHeight(), w.kernelWidth())
        .stride(w.strideHeight(), w.strideWidth())
        .padding(w.paddingHeight(), w.paddingWidth())
        .convolutionMode(ConvolutionMode.Truncate)
        .nOut(conv.channels())
        .activation(ActivationForms.of(conv.activation()))
        .build();
  }

  private static Layer separable(LayerSpec.SeparableConv conv) {
    LayerSpec.Window w = conv.window();
    return new SeparableConvolution(
        new SeparableConvolution2D.Builder()
            .depthMultiplier(conv.depthMultiplier())
            .kernelSize(w.kernelHeight(), w.kernelWidth())
            .stride(w.strideHeight(), w.strideWidth())
            .padding(w.paddingHeight(), w.paddingWidth())
            .convolutionMode(ConvolutionMode.Truncate)
            .nOut(conv.channels())
            .activation(ActivationForms.of(conv.activation())));
  }

  /**
   * DL4J's own layer for the maximum; an average or a sum counts padding as zeros, which DL4J's
   * layer does not do the same way forward and backward, so both are {@link WindowSum}.
   */
  private static Layer pooling(LayerSpec.Pool pool) {
    LayerSpec.Window w = pool.window();
    return switch (pool.pooling()) {
      case SUM -> new WindowSum(w, 1);
      case AVERAGE -> new WindowSum(w, 1.0 / (w.kernelHeight() * w.kernelWidth()));
      case MAX ->
          new SubsamplingLayer.Builder(PoolingType.MAX)
              .kernelSize(w.kernelHeight(), w.kernelWidth())
              .stride(w.strideHeight(), w.strideWidth())
              .padding(w.paddingHeight(), w.paddingWidth())
              .convolutionMode(ConvolutionMode.Truncate)
              .build();
    };
  }

  static PoolingType type(LayerSpec.Pooling pooling) {
    return switch (pooling) {
      case MAX -> PoolingType.MAX;
      case AVERAGE -> PoolingType.AVG;
      case SUM -> PoolingType.SUM;
    };
  }

  /** DL4J counts what is kept, not what is dropped. */
  private static Layer dropout(LayerSpec.Dropout dropout) {
    return dropout.rate() == 0
        ? new ActivationLayer.Builder().activation(new ActivationIdentity()).build()
        : new DropoutLayer.Builder(new Dropout(1 - dropout.rate())).build();
  }

  private static boolean known(IActivation function) {
    return ActivationForms.stage(function).isPresent();
  }

  private static ActivationStage stage(IActivation function) {
    return ActivationForms.stage(function).orElseThrow();
  }

  /** What is before it may be read by others, until {@link Stages} knows better. */
  private static Stage alone(ActivationStage activation) {
    return activation instanceof Activations.Identity
        ? activation
        : new CopiedActivation(activation);
  }

  private static boolean plain(ConvolutionLayer layer) {
    return layer.hasBias()
        && layer.getIDropout() == null
        && explicit(layer.getConvolutionMode())
        && ones(layer.getDilation())
        && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW
        && known(layer.getActivationFn());
  }

  private static boolean plain(SubsamplingLayer layer) {
    return layer.getClass() == SubsamplingLayer.class
        && layer.getPoolingType() == PoolingType.MAX
        && layer.getIDropout() == null
        && explicit(layer.getConvolutionMode())
        && ones(layer.getDilation())
        && layer.getCnn2dDataFormat() == CNN2DFormat.NCHW;
  }

  private static boolean plain(BatchNormalization layer) {
    return !layer.isLockGammaBeta()
        && !layer.isUseLogStd()
        && layer.isMinibatch()
        && layer.getIDropout() == null
        && layer.getCnn2DFormat() == CNN2DFormat.NCHW;
  }

  private static boolean plain(GlobalPoolingLayer layer) {
    return layer.getPoolingType() != PoolingType.PNORM
        && Arrays.equals(layer.getPoolingDimensions(), PLANES)
        && layer.isCollapseDimensions()
        && layer.getIDropout() == null;
  }

  private static boolean explicit(ConvolutionMode mode) {
    return mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict;
  }

  private static boolean ones(int[] dilation) {
    return dilation[0] == 1 && dilation[1] == 1;
  }
}
