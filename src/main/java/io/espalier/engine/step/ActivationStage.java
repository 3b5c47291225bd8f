package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An activation function over an array that belongs to its layer. Written with those of ND4J's
 * operations that are vectorised (sums, products, steps, the hyperbolic tangent): its derivatives
 * take 20 to 100 times as long.
 */
interface ActivationStage extends Stage {
  @Override
  INDArray forward(INDArray inputs, Recording recording);
}
