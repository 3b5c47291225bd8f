package io.espalier.wire;

import java.io.Serializable;

/** The shape of one example, without the batch dimension. */
public sealed interface InputShape extends Serializable {
  /** Numbers in one example; of a graph, numbers in one node. */
  int size();

  /** A vector: {@code [features]}. */
  record Flat(int features) implements InputShape {
    public Flat {
      Check.positive("features", features);
    }

    @Override
    public int size() {
      return features;
    }

    @Override
    public String toString() {
      return Integer.toString(features);
    }
  }

  /**
   * The nodes of an undirected graph, each a vector {@code [features]}. Graphs of one data set may
   * have different numbers of nodes.
   *
   * @param example whether an example is a whole graph or one node of the only graph there is
   */
  record Graph(int features, Example example) implements InputShape {
    /** What a prediction is made for. */
    public enum Example {
      GRAPH,
      NODE
    }

    public Graph {
      Check.positive("features", features);
    }

    /** Numbers of one node. */
    @Override
    public int size() {
      return features;
    }

    @Override
    public String toString() {
      return (example == Example.GRAPH ? "graph of nodes of " : "node of ") + features;
    }
  }

  /**
   * A sequence of vectors, feature by feature, each step by step: {@code [features, steps]}. What
   * lies behind the end of a shorter one is NaN.
   *
   * @param features numbers of one step
   * @param steps of the longest
   */
  record Sequence(int features, int steps) implements InputShape {
    public Sequence {
      Check.positive("features", features);
      Check.positive("steps", steps);
    }

    @Override
    public int size() {
      return features * steps;
    }

    @Override
    public String toString() {
      return steps + " steps of " + features;
    }
  }

  /** An image, plane by plane, each plane row by row: {@code [channels, height, width]}. */
  record Image(int channels, int height, int width) implements InputShape {
    public Image {
      Check.positive("channels", channels);
      Check.positive("height", height);
      Check.positive("width", width);
    }

    @Override
    public int size() {
      return channels * height * width;
    }

    @Override
    public String toString() {
      return channels + "x" + height + "x" + width;
    }
  }
}
