package io.espalier.engine.models;

import io.espalier.engine.layers.Arctan;
import io.espalier.engine.layers.Gelu;
import io.espalier.wire.Activation;
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

/** Activation functions as DL4J has them, or as its extensions where it has not. */
final class ActivationTranslation {
  private static final double LEAKY_SLOPE = 0.01;

  private ActivationTranslation() {}

  static IActivation of(Activation activation) {
    return switch (activation) {
      case IDENTITY -> new ActivationIdentity();
      case RELU -> new ActivationReLU();
      case LEAKY_RELU -> new ActivationLReLU(LEAKY_SLOPE);
      case ELU -> new ActivationELU();
      case SELU -> new ActivationSELU();
      case GELU -> new Gelu();
      case SWISH -> new ActivationSwish();
      case SOFTPLUS -> new ActivationSoftPlus();
      case SIGMOID -> new ActivationSigmoid();
      case TANH -> new ActivationTanH();
      case ARCTAN -> new Arctan();
    };
  }
}
