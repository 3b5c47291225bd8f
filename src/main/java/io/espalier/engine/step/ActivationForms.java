package io.espalier.engine.step;

import io.espalier.engine.layers.Arctan;
import io.espalier.engine.layers.Gelu;
import io.espalier.wire.Activation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The engine's half of the activations: each as DL4J has it, or as its extension where it has not,
 * and the recorded stage that does the same. In graph networks it is {@code
 * io.espalier.engine.graphs.Curve}.
 */
public final class ActivationForms {
  private static final double LEAKY_SLOPE = 0.01;

  private static final List<Form<?>> ALL =
      List.of(
          form(
              Activation.IDENTITY,
              ActivationIdentity.class,
              ActivationIdentity::new,
              Activations.Identity::new),
          form(
              Activation.RELU,
              ActivationReLU.class,
              ActivationReLU::new,
              Activations.Rectifier::new),
          new Form<>(
              Activation.LEAKY_RELU,
              ActivationLReLU.class,
              () -> new ActivationLReLU(LEAKY_SLOPE),
              leaky -> new Activations.LeakyRectifier(leaky.getAlpha())),
          new Form<>(
              Activation.ELU,
              ActivationELU.class,
              ActivationELU::new,
              elu -> new Activations.Paired("elu", elu.getAlpha())),
          form(
              Activation.SELU,
              ActivationSELU.class,
              ActivationSELU::new,
              () -> new Activations.Paired("selu")),
          form(Activation.GELU, Gelu.class, Gelu::new, Activations.GaussianUnit::new),
          form(
              Activation.SWISH,
              ActivationSwish.class,
              ActivationSwish::new,
              Activations.Swish::new),
          form(
              Activation.SOFTPLUS,
              ActivationSoftPlus.class,
              ActivationSoftPlus::new,
              () -> new Activations.Paired("softplus")),
          form(
              Activation.SIGMOID,
              ActivationSigmoid.class,
              ActivationSigmoid::new,
              Activations.Logistic::new),
          form(
              Activation.TANH, ActivationTanH.class, ActivationTanH::new, Activations.Tangent::new),
          form(Activation.ARCTAN, Arctan.class, Arctan::new, Activations.Arctangent::new),
          form(Activation.MISH, ActivationMish.class, ActivationMish::new, Mish::new));

  private ActivationForms() {}

  /**
   * An activation's forms.
   *
   * @param dl4j makes it as DL4J has it
   * @param stage the recorded form of such a function of DL4J
   */
  private record Form<D extends IActivation>(
      Activation activation, Class<D> type, Supplier<D> dl4j, Function<D, ActivationStage> stage) {
    ActivationStage stage(IActivation function) {
      return stage.apply(type.cast(function));
    }
  }

  private static <D extends IActivation> Form<D> form(
      Activation activation, Class<D> type, Supplier<D> dl4j, Supplier<ActivationStage> stage) {
    return new Form<>(activation, type, dl4j, function -> stage.get());
  }

  /**
   * y = x·t with t = tanh(log(1 + exp x)) = s(1 + q)/(1 + q²), s and q the logistic function of x
   * and −x; dt/dx = 4q²s/(1 + q²)².
   */
  private static final class Mish extends Activations.Remembering {
    private INDArray s = Nd4j.empty();
    private INDArray q = Nd4j.empty();
    private INDArray t = Nd4j.empty();
    private INDArray divisor = Nd4j.empty();

    @Override
    INDArray outputs(Recording recording) {
      s = recording.array(x.shape());
      q = recording.array(x.shape());
      t = recording.array(x.shape());
      divisor = recording.array(x.shape());
      INDArray one = recording.number(1);
      Activations.Logistic.logistic(x, s, recording);
      recording.call("subtract", q, one, s);
      recording.call("multiply", divisor, q, q);
      recording.call("add", divisor, divisor, one);
      recording.call("add", t, q, one);
      recording.call("multiply", t, t, s);
      recording.call("divide", t, t, divisor);
      INDArray result = recording.array(x.shape());
      recording.call("multiply", result, x, t);
      return result;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.call("divide", scratch, q, divisor);
      recording.call("multiply", scratch, scratch, scratch);
      recording.call("multiply", scratch, scratch, s);
      recording.call("multiply", scratch, scratch, recording.number(4));
      recording.call("multiply", scratch, scratch, x);
      recording.call("add", scratch, scratch, t);
      recording.call("multiply", delta, delta, scratch);
    }
  }

  /**
   * An activation as DL4J has it.
   *
   * @throws IllegalStateException if its definition lacks the engine's half
   */
  public static IActivation of(Activation activation) {
    return ALL.stream()
        .filter(form -> form.activation() == activation)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no form for DL4J of " + activation))
        .dl4j()
        .get();
  }

  /** The recorded stage for DL4J's function, or nothing if there is none. */
  static Optional<ActivationStage> stage(IActivation function) {
    return ALL.stream()
        .filter(form -> form.type() == function.getClass())
        .findFirst()
        .map(form -> form.stage(function));
  }
}
