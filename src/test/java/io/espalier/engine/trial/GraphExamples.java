package io.espalier.engine.trial;

import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Graphs;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Small graphs of many sizes, without edges or with isolated nodes among them, and one large one.
 */
public final class GraphExamples {
  private static final int[] SIZES = {5, 1, 9, 3, 14, 2, 7};

  private GraphExamples() {}

  /** 30 graphs: 20 to train on, 6 to validate, 4 to test; a class decides where features lie. */
  public static PreparedData graphs(int features, double density) {
    return graphs(features, density, SIZES);
  }

  /** The same, every third of them without nodes. */
  static PreparedData graphsWithoutNodes(int features, double density) {
    return graphs(features, density, 0, 5, 3, 0, 1, 4);
  }

  private static PreparedData graphs(int features, double density, int... sizes) {
    int[] firstNode = new int[31];
    for (int g = 0; g < 30; g++) {
      firstNode[g + 1] = firstNode[g] + sizes[g % sizes.length];
    }
    short[] labels = labels(30);
    short[] ofNodes = new short[firstNode[30]];
    for (int g = 0; g < 30; g++) {
      java.util.Arrays.fill(ofNodes, firstNode[g], firstNode[g + 1], labels[g]);
    }
    return prepared(
        new InputShape.Graph(features, Example.GRAPH),
        features(ofNodes, features, density),
        new Targets.Classes(labels, List.of("a", "b", "c")),
        edges(firstNode, 1.2, 4),
        new Split(range(0, 20), range(20, 26), range(26, 30)));
  }

  /** One graph: 20 nodes to train on, 30 to validate, 25 to test, others unused. */
  public static PreparedData nodes(int nodes, int features, double density) {
    return nodes(nodes, features, density, 2);
  }

  /** The same with so many edges for each node. */
  public static PreparedData nodes(int nodes, int features, double density, double edges) {
    short[] labels = labels(nodes);
    return prepared(
        new InputShape.Graph(features, Example.NODE),
        features(labels, features, density),
        new Targets.Classes(labels, List.of("a", "b", "c")),
        edges(new int[] {0, nodes}, edges, 4),
        new Split(range(0, 20), range(20, 50), range(50, 75)));
  }

  /** The same with two numbers to predict for each example. */
  public static PreparedData withNumbers(PreparedData data) {
    Dataset dataset = data.dataset();
    float[] values = new float[2 * dataset.examples()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return prepared(
        (InputShape.Graph) dataset.shape(),
        ((Features.Floats) dataset.features()).values(),
        new Targets.Numbers(values, 2),
        dataset.graphs(),
        data.split());
  }

  private static PreparedData prepared(
      InputShape.Graph shape, float[] features, Targets targets, Graphs graphs, Split split) {
    return new PreparedData(
        Dataset.ofGraphs(shape, new Features.Floats(features), targets, List.of(), graphs),
        split,
        Normalisation.NONE,
        "graphs");
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static short[] labels(int examples) {
    short[] labels = new short[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = (short) (i % 3);
    }
    return labels;
  }

  private static float[] features(short[] classes, int width, double density) {
    SplittableRandom random = new SplittableRandom(3);
    float[] numbers = new float[classes.length * width];
    for (int i = 0; i < numbers.length; i++) {
      if (random.nextDouble() < density) {
        numbers[i] =
            (float) (random.nextDouble() + 0.5 * Math.sin(i % width * (classes[i / width] + 1)));
      }
    }
    return numbers;
  }

  /** Random edges within each graph; every fourth graph has none, and some nodes have none. */
  private static Graphs edges(int[] firstNode, double perNode, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TreeSet<Integer>> neighbours = new ArrayList<>();
    for (int g = 0; g + 1 < firstNode.length; g++) {
      int from = firstNode[g];
      int to = firstNode[g + 1];
      for (int node = from; node < to; node++) {
        neighbours.add(new TreeSet<>());
      }
      for (int e = 0; g % 4 != 3 && to - from > 1 && e < perNode * (to - from); e++) {
        int one = random.nextInt(from, to);
        int other = random.nextInt(from, to);
        if (one != other) {
          neighbours.get(one).add(other);
          neighbours.get(other).add(one);
        }
      }
    }
    int[] firstNeighbour = new int[neighbours.size() + 1];
    for (int node = 0; node < neighbours.size(); node++) {
      firstNeighbour[node + 1] = firstNeighbour[node] + neighbours.get(node).size();
    }
    return new Graphs(
        firstNode,
        firstNeighbour,
        neighbours.stream().flatMapToInt(s -> s.stream().mapToInt(n -> n)).toArray());
  }
}
