package io.espalier.engine.onnx;

import io.espalier.engine.layers.Arctan;
import io.espalier.engine.layers.Gelu;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import onnx.Onnx.AttributeProto;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Activations as ONNX's operators; those that its set 13 lacks are put together of others. */
final class OnnxActivations {
  private static final Map<Class<? extends IActivation>, BiConsumer<OnnxGraph, IActivation>> FORMS =
      Map.ofEntries(
          Map.entry(ActivationIdentity.class, (graph, function) -> {}),
          Map.entry(ActivationReLU.class, (graph, function) -> graph.then("Relu")),
          Map.entry(
              ActivationLReLU.class,
              (graph, function) ->
                  graph.then("LeakyRelu", alpha(((ActivationLReLU) function).getAlpha()))),
          Map.entry(
              ActivationELU.class,
              (graph, function) -> graph.then("Elu", alpha(((ActivationELU) function).getAlpha()))),
          Map.entry(ActivationSELU.class, (graph, function) -> graph.then("Selu")),
          Map.entry(Gelu.class, (graph, function) -> gelu(graph)),
          Map.entry(ActivationSwish.class, (graph, function) -> gated(graph, "Sigmoid")),
          Map.entry(ActivationSoftPlus.class, (graph, function) -> graph.then("Softplus")),
          Map.entry(ActivationSigmoid.class, (graph, function) -> graph.then("Sigmoid")),
          Map.entry(ActivationTanH.class, (graph, function) -> graph.then("Tanh")),
          Map.entry(Arctan.class, (graph, function) -> graph.then("Atan")),
          Map.entry(ActivationMish.class, (graph, function) -> gated(graph, "Softplus", "Tanh")),
          Map.entry(
              ActivationSoftmax.class,
              (graph, function) -> graph.then("Softmax", OnnxGraph.setting("axis", 1L))));

  private OnnxActivations() {}

  /**
   * Lets a graph go on by a function of DL4J.
   *
   * @return whether it did: not by one that has no form here
   */
  static boolean append(OnnxGraph graph, IActivation function) {
    Optional<BiConsumer<OnnxGraph, IActivation>> form =
        Optional.ofNullable(FORMS.get(function.getClass()));
    form.ifPresent(known -> known.accept(graph, function));
    return form.isPresent();
  }

  private static AttributeProto alpha(double value) {
    return OnnxGraph.setting("alpha", value);
  }

  /** x times what operators, one after the other, make of it. */
  private static void gated(OnnxGraph graph, String... operators) {
    String x = graph.end();
    for (String operator : operators) {
      graph.then(operator);
    }
    graph.then("Mul", List.of(x, graph.end()));
  }

  /** x·(1 + erf(x/√2))/2. */
  private static void gelu(OnnxGraph graph) {
    String x = graph.end();
    graph.then("Mul", List.of(x, graph.number(Math.sqrt(0.5))));
    graph.then("Erf");
    graph.then("Add", List.of(graph.end(), graph.number(1)));
    graph.then("Mul", List.of(x, graph.end()));
    graph.then("Mul", List.of(graph.end(), graph.number(0.5)));
  }
}
