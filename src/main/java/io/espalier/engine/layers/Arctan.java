package io.espalier.engine.layers;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ATan;
import org.nd4j.linalg.factory.Nd4j;

/** The activation arctan(x), with values in (−π/2, π/2) and derivative 1 / (1 + x²). */
public final class Arctan extends BaseActivationFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    Nd4j.getExecutioner().exec(new ATan(in, in));
    return in;
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    INDArray derivative = in.muli(in).addi(1).rdivi(1);
    return new Pair<>(derivative.muli(epsilon), null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Arctan;
  }

  @Override
  public int hashCode() {
    return Arctan.class.hashCode();
  }

  @Override
  public String toString() {
    return "arctan";
  }
}
