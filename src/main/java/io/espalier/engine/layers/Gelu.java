package io.espalier.engine.layers;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The exact Gaussian error linear unit x·Φ(x) (Hendrycks and Gimpel 2016) with the normal
 * distribution's Φ, PyTorch's default. DL4J's two forms are approximations, and the derivative of
 * the better one is off by 1e-4.
 */
public final class Gelu extends BaseActivationFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.muli(distribution(in));
  }

  /** Derivative Φ(x) + x·φ(x). */
  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    INDArray density =
        Transforms.exp(in.mul(in).muli(-0.5), false).muli(1 / Math.sqrt(2 * Math.PI));
    INDArray derivative = distribution(in).addi(density.muli(in));
    return new Pair<>(derivative.muli(epsilon), null);
  }

  private static INDArray distribution(INDArray in) {
    INDArray scaled = in.mul(Math.sqrt(0.5));
    Nd4j.getExecutioner().exec(new Erf(scaled, scaled));
    return scaled.addi(1).muli(0.5);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gelu;
  }

  @Override
  public int hashCode() {
    return Gelu.class.hashCode();
  }

  @Override
  public String toString() {
    return "gelu";
  }
}
