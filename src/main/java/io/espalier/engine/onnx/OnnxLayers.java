package io.espalier.engine.onnx;

import io.espalier.engine.layers.SeparableConvolution;
import io.espalier.engine.layers.WindowSum;
import io.espalier.wire.LayerSpec.Window;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers as ONNX's operators. */
final class OnnxLayers {
  private static final List<Form<?>> FORMS =
      List.of(
          new Form<>(
              DenseLayer.class,
              (graph, layer, dense) ->
                  !dense.hasLayerNorm() && product(graph, layer, dense.getActivationFn())),
          new Form<>(
              OutputLayer.class,
              (graph, layer, output) -> product(graph, layer, output.getActivationFn())),
          new Form<>(ConvolutionLayer.class, OnnxLayers::convolution),
          new Form<>(SeparableConvolution2D.class, OnnxLayers::separable),
          new Form<>(SeparableConvolution.class, OnnxLayers::separable),
          new Form<>(SubsamplingLayer.class, OnnxLayers::maximum),
          new Form<>(WindowSum.class, (graph, layer, sum) -> sum(graph, sum)),
          new Form<>(BatchNormalization.class, OnnxLayers::normalisation),
          new Form<>(GlobalPoolingLayer.class, (graph, layer, pool) -> wholePlanes(graph, pool)),
          // which let everything through once training is over
          new Form<>(DropoutLayer.class, (graph, layer, dropout) -> true),
          new Form<>(
              ActivationLayer.class,
              (graph, layer, conf) -> OnnxActivations.append(graph, conf.getActivationFn())));

  private OnnxLayers() {}

  /** Lets a graph go on by a layer, and says whether it did. */
  private interface Writer<D> {
    boolean write(OnnxGraph graph, Layer layer, D conf);
  }

  private record Form<D extends org.deeplearning4j.nn.conf.layers.Layer>(
      Class<D> type, Writer<D> writer) {
    boolean takes(Layer layer) {
      return layer.conf().getLayer().getClass() == type;
    }

    boolean write(OnnxGraph graph, Layer layer) {
      return writer.write(graph, layer, type.cast(layer.conf().getLayer()));
    }
  }

  /**
   * Lets a graph go on by a layer that has a recorded stage.
   *
   * @return whether it did: not by a layer or by settings of one that are not known here
   */
  static boolean append(OnnxGraph graph, Layer layer) {
    for (Form<?> form : FORMS) {
      if (form.takes(layer)) {
        return form.write(graph, layer);
      }
    }
    return false;
  }

  private static boolean product(OnnxGraph graph, Layer layer, IActivation activation) {
    graph.then("Gemm", parameters(layer), List.of());
    return OnnxActivations.append(graph, activation);
  }

  private static List<INDArray> parameters(Layer layer) {
    INDArray bias = layer.getParam(DefaultParamInitializer.BIAS_KEY);
    return List.of(layer.getParam(DefaultParamInitializer.WEIGHT_KEY), list(bias));
  }

  private static INDArray list(INDArray row) {
    return row.reshape(row.length());
  }

  private static boolean convolution(OnnxGraph graph, Layer layer, ConvolutionLayer conf) {
    graph.then(
        "Conv",
        parameters(layer),
        List.of(
            OnnxGraph.setting("strides", conf.getStride()),
            OnnxGraph.setting("pads", twice(conf.getPadding()))));
    return OnnxActivations.append(graph, conf.getActivationFn());
  }

  private static boolean separable(OnnxGraph graph, Layer layer, SeparableConvolution2D conf) {
    INDArray windows = layer.getParam(SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY);
    long[] shape = windows.shape();
    graph.then(
        "Conv",
        List.of(
            windows
                .permute(1, 0, 2, 3)
                .dup('c')
                .reshape('c', shape[0] * shape[1], 1, shape[2], shape[3])),
        List.of(
            OnnxGraph.setting("group", shape[1]),
            OnnxGraph.setting("strides", conf.getStride()),
            OnnxGraph.setting("pads", twice(conf.getPadding()))));
    graph.then(
        "Conv",
        List.of(
            layer.getParam(SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY),
            list(layer.getParam(SeparableConvolutionParamInitializer.BIAS_KEY))),
        List.of());
    return OnnxActivations.append(graph, conf.getActivationFn());
  }

  /** Before and behind each dimension alike. */
  private static int[] twice(int... padding) {
    return IntStream.concat(IntStream.of(padding), IntStream.of(padding)).toArray();
  }

  private static boolean maximum(OnnxGraph graph, Layer layer, SubsamplingLayer pool) {
    graph.then("MaxPool", window(pool.getKernelSize(), pool.getStride(), pool.getPadding()));
    return true;
  }

  private static AttributeProto[] window(int[] kernel, int[] stride, int[] padding) {
    return new AttributeProto[] {
      OnnxGraph.setting("kernel_shape", kernel),
      OnnxGraph.setting("strides", stride),
      OnnxGraph.setting("pads", twice(padding))
    };
  }

  private static boolean sum(OnnxGraph graph, WindowSum sum) {
    Window w = sum.window();
    AttributeProto[] window =
        window(
            new int[] {w.kernelHeight(), w.kernelWidth()},
            new int[] {w.strideHeight(), w.strideWidth()},
            new int[] {w.paddingHeight(), w.paddingWidth()});
    graph.then(
        "AveragePool",
        Stream.concat(Stream.of(window), Stream.of(OnnxGraph.setting("count_include_pad", 1L)))
            .toArray(AttributeProto[]::new));
    graph.then("Mul", List.of(graph.end(), graph.number(sum.meanFactor())));
    return true;
  }

  private static boolean normalisation(OnnxGraph graph, Layer layer, BatchNormalization norm) {
    List<INDArray> parameters =
        Stream.of(
                BatchNormalizationParamInitializer.GAMMA,
                BatchNormalizationParamInitializer.BETA,
                BatchNormalizationParamInitializer.GLOBAL_MEAN,
                BatchNormalizationParamInitializer.GLOBAL_VAR)
            .map(key -> list(layer.getParam(key)))
            .toList();
    graph.then(
        "BatchNormalization", parameters, List.of(OnnxGraph.setting("epsilon", norm.getEps())));
    return true;
  }

  private static boolean wholePlanes(OnnxGraph graph, GlobalPoolingLayer pool) {
    switch (pool.getPoolingType()) {
      case MAX -> graph.then("GlobalMaxPool");
      case AVG -> graph.then("GlobalAveragePool");
      default -> graph.then("ReduceSum", List.of(graph.end(), graph.whole(2, 3)));
    }
    graph.then("Flatten");
    return true;
  }
}
