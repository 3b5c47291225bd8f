package io.espalier.engine.step;

import io.espalier.engine.layers.Arctan;
import io.espalier.engine.layers.Gelu;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation function over an array that belongs to its layer. Written with those of ND4J's
 * operations that are vectorised (sums, products, steps, the hyperbolic tangent): its derivatives
 * take 20 to 100 times as long.
 */
interface ActivationStage extends Stage {
  Map<Class<?>, Supplier<ActivationStage>> KNOWN =
      Map.ofEntries(
          Map.entry(ActivationIdentity.class, Activations.Identity::new),
          Map.entry(ActivationReLU.class, Activations.Rectifier::new),
          Map.entry(ActivationTanH.class, Activations.Tangent::new),
          Map.entry(ActivationSigmoid.class, Activations.Logistic::new),
          Map.entry(ActivationSwish.class, Activations.Swish::new),
          Map.entry(Gelu.class, Activations.GaussianUnit::new),
          Map.entry(Arctan.class, Activations.Arctangent::new),
          Map.entry(ActivationSELU.class, () -> new Activations.Paired("selu")),
          Map.entry(ActivationSoftPlus.class, () -> new Activations.Paired("softplus")));

  /** The stage for DL4J's function, or nothing if there is none. */
  static Optional<ActivationStage> of(IActivation function) {
    if (function instanceof ActivationLReLU leaky) {
      return Optional.of(new Activations.LeakyRectifier(leaky.getAlpha()));
    } else if (function instanceof ActivationELU elu) {
      return Optional.of(new Activations.Paired("elu", elu.getAlpha()));
    }
    return Optional.ofNullable(KNOWN.get(function.getClass())).map(Supplier::get);
  }

  @Override
  INDArray forward(INDArray inputs, Recording recording);
}
