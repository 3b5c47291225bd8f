package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.Features;
import io.espalier.data.Graphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the nodes of a TU set have as features: their label one-hot, their degree one-hot, their
 * attributes. The names of the columns say all of it, so that new graphs get the same ones.
 *
 * @param labels the labels that have a column, ascending
 * @param degrees columns for degrees: 0, 1, … up to the last, which stands for that many neighbours
 *     or more; 0 for none
 * @param attributes columns for attributes
 */
record NodeColumns(List<Integer> labels, int degrees, int attributes) {
  /** So that few nodes with many neighbours do not make all others wide. */
  static final int MOST_DEGREES = 128;

  private static final String LABEL = "label=";
  private static final String DEGREE = "degree=";
  private static final String OR_MORE = "+";
  private static final String ATTRIBUTE = "attribute ";

  NodeColumns {
    labels = List.copyOf(labels);
  }

  /** The columns of a set to learn from; degrees also where there is nothing else. */
  static NodeColumns of(TuSet set, boolean degrees) {
    List<Integer> labels =
        set.nodeLabels().stream()
            .flatMapToInt(found -> Arrays.stream(found.values()))
            .distinct()
            .sorted()
            .boxed()
            .toList();
    int attributes = set.attributes().map(TuSet.Attributes::width).orElse(0);
    boolean counted = degrees || (labels.isEmpty() && attributes == 0);
    return new NodeColumns(labels, counted ? degreeColumns(set.graphs()) : 0, attributes);
  }

  private static int degreeColumns(Graphs graphs) {
    int highest = IntStream.range(0, graphs.nodes()).map(graphs::degree).max().orElse(0);
    return Math.min(highest + 1, MOST_DEGREES);
  }

  /** The columns a model was trained on, from their names. */
  static NodeColumns named(List<String> names) {
    List<Integer> labels =
        names.stream()
            .filter(name -> name.startsWith(LABEL))
            .map(name -> Integer.valueOf(name.substring(LABEL.length())))
            .toList();
    int degrees = (int) names.stream().filter(name -> name.startsWith(DEGREE)).count();
    return new NodeColumns(labels, degrees, names.size() - labels.size() - degrees);
  }

  /** {@code label=3}, {@code degree=2}, {@code attribute 1}, in the order of the columns. */
  List<String> names() {
    List<String> names = new ArrayList<>(labels.stream().map(label -> LABEL + label).toList());
    for (int degree = 0; degree < degrees; degree++) {
      names.add(DEGREE + degree + (degree == degrees - 1 ? OR_MORE : ""));
    }
    IntStream.rangeClosed(1, attributes).forEach(i -> names.add(ATTRIBUTE + i));
    return names;
  }

  int width() {
    return labels.size() + degrees + attributes;
  }

  /**
   * The features of all nodes: bytes if there are no attributes.
   *
   * @throws DataException in one line if the set lacks what the columns ask for, or has a label
   *     without a column
   */
  Features features(TuSet set) {
    int length = Joined.length((long) set.graphs().nodes() * width(), set.name());
    int[] places = places(set);
    if (attributes == 0) {
      byte[] bytes = new byte[length];
      Arrays.stream(places).forEach(at -> bytes[at] = 1);
      return new Features.Bytes(bytes);
    }
    float[] numbers = new float[length];
    Arrays.stream(places).forEach(at -> numbers[at] = 1);
    copyAttributes(set, numbers);
    return new Features.Floats(numbers);
  }

  /** Where the ones stand. */
  private int[] places(TuSet set) {
    return IntStream.concat(labelPlaces(set), degreePlaces(set.graphs())).toArray();
  }

  private IntStream labelPlaces(TuSet set) {
    if (labels.isEmpty()) {
      return IntStream.empty();
    }
    TuSet.NodeLabels found =
        set.nodeLabels().orElseThrow(() -> lacking(set, "node_labels", "labels of nodes"));
    Map<Integer, Integer> columns = new HashMap<>();
    labels.forEach(label -> columns.put(label, columns.size()));
    return IntStream.range(0, found.values().length)
        .map(
            node -> {
              Integer column = columns.get(found.values()[node]);
              if (column == null) {
                throw unknown(found, node);
              }
              return node * width() + column;
            });
  }

  private DataException unknown(TuSet.NodeLabels found, int node) {
    return found
        .file()
        .damage(
            node + 1,
            "one of the labels the model was trained on ("
                + labels.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + ")",
            Integer.toString(found.values()[node]));
  }

  private IntStream degreePlaces(Graphs graphs) {
    if (degrees == 0) {
      return IntStream.empty();
    }
    return IntStream.range(0, graphs.nodes())
        .map(node -> node * width() + labels.size() + Math.min(graphs.degree(node), degrees - 1));
  }

  private void copyAttributes(TuSet set, float[] numbers) {
    TuSet.Attributes found =
        set.attributes().orElseThrow(() -> lacking(set, "node_attributes", "attributes of nodes"));
    if (found.width() != attributes) {
      throw found
          .file()
          .damage(
              attributes
                  + (attributes == 1 ? " number" : " numbers")
                  + " in each row, as the model was trained on",
              Integer.toString(found.width()));
    }
    int before = labels.size() + degrees;
    for (int node = 0; node < set.graphs().nodes(); node++) {
      System.arraycopy(
          found.values(), node * attributes, numbers, node * width() + before, attributes);
    }
  }

  private static DataException lacking(TuSet set, String part, String what) {
    return new DataException(
        set.name()
            + ": no file "
            + set.name()
            + "_"
            + part
            + ".txt, but the model was trained on "
            + what);
  }
}
