package io.espalier.data;

import io.espalier.wire.InputShape;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All examples of a data source: those to learn from first, then the official test examples where
 * the source has some.
 *
 * @param featureNames names of the inputs of a table; empty for images
 * @param officialTest how many of the last examples are the source's own test part; 0 if it has
 *     none
 * @param graphs the graphs whose nodes, or which as a whole, are the examples; {@link Graphs#NONE}
 *     for examples of another kind
 * @param layout the shape before images were flattened; the same as {@code shape} otherwise
 */
public record Dataset(
    InputShape shape,
    Features features,
    Targets targets,
    List<String> featureNames,
    int officialTest,
    InputShape layout,
    Graphs graphs)
    implements Serializable {
  public Dataset {
    featureNames = List.copyOf(featureNames);
    boolean wholeGraphs = isOfGraphs(shape);
    int vectors = wholeGraphs ? graphs.nodes() : targets.examples();
    if (features.length() != (long) shape.size() * vectors) {
      throw new IllegalArgumentException(
          features.length() + " numbers are not " + vectors + " vectors of " + shape.size());
    }
    if (wholeGraphs && graphs.count() != targets.examples()) {
      throw new IllegalArgumentException(
          graphs.count() + " graphs do not have " + targets.examples() + " targets");
    }
    if (shape instanceof InputShape.Graph && !wholeGraphs && graphs.nodes() != vectors) {
      throw new IllegalArgumentException(
          graphs.nodes() + " nodes do not have " + vectors + " targets");
    }
    if (layout.size() != shape.size()) {
      throw new IllegalArgumentException("shape " + shape + " is not layout " + layout);
    }
    if (officialTest < 0 || officialTest > targets.examples()) {
      throw new IllegalArgumentException(
          "official test part of " + officialTest + " out of " + targets.examples());
    }
  }

  /** The same; labels that are scaled are scaled by those of the given examples. */
  Dataset rescaled(int[] train) {
    return targets instanceof Targets.Numbers numbers && !numbers.scale().asTheyAre()
        ? with(numbers.fitted(train))
        : this;
  }

  /** The same examples with other targets. */
  public Dataset with(Targets other) {
    return new Dataset(shape, features, other, featureNames, officialTest, layout, graphs);
  }

  private static boolean isOfGraphs(InputShape shape) {
    return shape instanceof InputShape.Graph graph
        && graph.example() == InputShape.Graph.Example.GRAPH;
  }

  /** A data set that nobody has flattened. */
  public Dataset(
      InputShape shape,
      Features features,
      Targets targets,
      List<String> featureNames,
      int officialTest) {
    this(shape, features, targets, featureNames, officialTest, shape, Graphs.NONE);
  }

  /** Graphs, or the nodes of one. */
  public static Dataset ofGraphs(
      InputShape.Graph shape,
      Features features,
      Targets targets,
      List<String> featureNames,
      Graphs graphs) {
    return new Dataset(shape, features, targets, featureNames, 0, shape, graphs);
  }

  /** The same examples as vectors, {@code [features]}; images remember their layout. */
  public Dataset flattened() {
    return new Dataset(
        new InputShape.Flat(shape.size()),
        features,
        targets,
        featureNames,
        officialTest,
        layout,
        graphs);
  }

  /**
   * Which vectors of {@link #features} examples are made of: all nodes of graphs, else the examples
   * themselves.
   */
  public int[] vectors(int[] examples) {
    if (!isOfGraphs(shape)) {
      return examples;
    }
    return IntStream.of(examples)
        .flatMap(graph -> IntStream.range(graphs.firstNode()[graph], graphs.firstNode()[graph + 1]))
        .toArray();
  }

  /** How many examples there are to learn from: all but the official test part. */
  public int toLearnFrom() {
    return examples() - officialTest;
  }

  /** How many examples there are in all. */
  public int examples() {
    return targets.examples();
  }
}
