package io.espalier.wire;

import java.io.Serializable;

/**
 * What a graph-convolution model has besides its layers. Layers before the first dense one work on
 * nodes; there, or before the output layer, a graph's nodes are read out into one vector. A model
 * whose examples are nodes reads nothing out.
 *
 * @param propagation how neighbours are weighed
 * @param readOut how the vectors of a graph's nodes become one
 * @param output the output layer, whose outputs go into the loss
 */
public record GraphSpec(Propagation propagation, ReadOut readOut, Output output)
    implements Serializable {
  /** Of a model without graphs, and what a graph model has unless it says otherwise. */
  public static final GraphSpec PLAIN =
      new GraphSpec(Propagation.LOOPS, ReadOut.MEAN, new Output.DenseOutput());

  /**
   * The propagation matrix Ã = D^-½·(A + I)·D^-½, A the adjacency matrix with ones, D a diagonal of
   * degrees.
   */
  public enum Propagation {
    /** D has the degrees of A + I (Kipf and Welling 2017). */
    LOOPS,
    /** D has the degrees of A; rows and columns of nodes without neighbours are 0. */
    NEIGHBOURS
  }

  /** What is taken, number by number, over a graph's nodes. */
  public enum ReadOut {
    MEAN,
    SUM,
    MAX
  }

  /** The kind of the output layer. */
  public sealed interface Output extends Serializable {
    /** A dense layer, after the read-out if there is one. */
    record DenseOutput() implements Output {}

    /**
     * A graph convolution with as many units as there are outputs, before the read-out if there is
     * one. There can be no dense layers before it.
     *
     * @param l2 λ of ½·λ·ΣW² for its weights, besides the training's own
     */
    record GraphOutput(Activation activation, double l2) implements Output {
      public GraphOutput {
        Check.notNegative("l2", l2);
      }
    }
  }
}
