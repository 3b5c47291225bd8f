package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.Features;
import io.espalier.data.Graphs;
import io.espalier.data.files.Joined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the nodes of a TU set have as features: each of their labels one-hot, their degree one-hot,
 * those of their attributes that are numbers. The names of the columns say all of it, so that new
 * graphs get the same ones.
 *
 * @param labels for each label of a node the values that have a column, ascending
 * @param degrees columns for degrees: 0, 1, … up to the last, which stands for that many neighbours
 *     or more; 0 for none
 * @param attributes the numbers, from 1, of the attributes that have a column, ascending
 */
record NodeColumns(List<List<Integer>> labels, int degrees, List<Integer> attributes) {
  /** So that few nodes with many neighbours do not make all others wide. */
  static final int MOST_DEGREES = 128;

  /** {@code label=3} of an only label, {@code label 2=3} of the second one. */
  private static final Pattern LABEL = Pattern.compile("label(?: (\\d+))?=(-?\\d+)");

  private static final String DEGREE = "degree=";
  private static final String OR_MORE = "+";
  private static final String ATTRIBUTE = "attribute ";

  NodeColumns {
    labels = labels.stream().map(List::copyOf).toList();
    attributes = List.copyOf(attributes);
  }

  /** The columns of a set to learn from; degrees also where there is nothing else. */
  static NodeColumns of(TuSet set, boolean degrees) {
    List<List<Integer>> labels = set.nodeLabels().map(TuSet.NodeLabels::distinct).orElse(List.of());
    List<Integer> attributes = set.attributes().map(TuSet.Attributes::ofNumbers).orElse(List.of());
    boolean counted = degrees || (labels.isEmpty() && attributes.isEmpty());
    return new NodeColumns(labels, counted ? degreeColumns(set.graphs()) : 0, attributes);
  }

  private static int degreeColumns(Graphs graphs) {
    int highest = IntStream.range(0, graphs.nodes()).map(graphs::degree).max().orElse(0);
    return Math.min(highest + 1, MOST_DEGREES);
  }

  /** The columns a model was trained on, from their names. */
  static NodeColumns named(List<String> names) {
    SortedMap<Integer, List<Integer>> labels = new TreeMap<>();
    int degrees = 0;
    List<Integer> attributes = new ArrayList<>();
    for (String name : names) {
      Matcher label = LABEL.matcher(name);
      if (label.matches()) {
        int number = label.group(1) == null ? 1 : Integer.parseInt(label.group(1));
        labels
            .computeIfAbsent(number, none -> new ArrayList<>())
            .add(Integer.valueOf(label.group(2)));
      } else if (name.startsWith(DEGREE)) {
        degrees++;
      } else {
        attributes.add(Integer.valueOf(name.substring(ATTRIBUTE.length())));
      }
    }
    return new NodeColumns(List.copyOf(labels.values()), degrees, attributes);
  }

  /**
   * {@code label=3} (or {@code label 1=3}, where nodes have several), {@code degree=2}, {@code
   * attribute 1}, in the order of the columns.
   */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      String name = labels.size() == 1 ? "label=" : "label " + (label + 1) + "=";
      labels.get(label).forEach(value -> names.add(name + value));
    }
    for (int degree = 0; degree < degrees; degree++) {
      names.add(DEGREE + degree + (degree == degrees - 1 ? OR_MORE : ""));
    }
    attributes.forEach(number -> names.add(ATTRIBUTE + number));
    return names;
  }

  int width() {
    return ofLabels() + degrees + attributes.size();
  }

  /** How many columns there are for labels. */
  private int ofLabels() {
    return labels.stream().mapToInt(List::size).sum();
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
    if (attributes.isEmpty()) {
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
    if (found.width() != labels.size()) {
      throw otherWidth(found.file(), labels.size(), "label", found.width());
    }
    IntStream all = IntStream.empty();
    int before = 0;
    for (int label = 0; label < labels.size(); label++) {
      all = IntStream.concat(all, labelPlaces(found, label, before));
      before += labels.get(label).size();
    }
    return all;
  }

  /**
   * Where the ones of one label stand.
   *
   * @param before columns before the label's first one
   */
  private IntStream labelPlaces(TuSet.NodeLabels found, int label, int before) {
    Map<Integer, Integer> columns = new HashMap<>();
    labels.get(label).forEach(value -> columns.put(value, before + columns.size()));
    int width = width();
    return IntStream.range(0, found.values().length / found.width())
        .map(
            node -> {
              int value = found.values()[node * found.width() + label];
              Integer column = columns.get(value);
              if (column == null) {
                throw unknown(found.file(), node, label, value);
              }
              return node * width + column;
            });
  }

  private DataException unknown(TextFile file, int node, int label, int value) {
    String which = labels.size() == 1 ? "" : "as label " + (label + 1) + " ";
    return file.damage(
        node + 1,
        which
            + "one of the labels the model was trained on ("
            + labels.get(label).stream().map(String::valueOf).collect(Collectors.joining(", "))
            + ")",
        Integer.toString(value));
  }

  private IntStream degreePlaces(Graphs graphs) {
    if (degrees == 0) {
      return IntStream.empty();
    }
    int before = ofLabels();
    int width = width();
    return IntStream.range(0, graphs.nodes())
        .map(node -> node * width + before + Math.min(graphs.degree(node), degrees - 1));
  }

  private void copyAttributes(TuSet set, float[] numbers) {
    TuSet.Attributes found =
        set.attributes().orElseThrow(() -> lacking(set, "node_attributes", "attributes of nodes"));
    requireAttributes(found);
    int before = width() - attributes.size();
    for (int node = 0; node < set.graphs().nodes(); node++) {
      int to = node * width() + before;
      for (int number : attributes) {
        numbers[to++] = found.values()[node * found.width() + number - 1];
      }
    }
  }

  /** Columns after the last one that the model knows are no numbers, as where it was trained. */
  private void requireAttributes(TuSet.Attributes found) {
    int last = attributes.get(attributes.size() - 1);
    if (found.width() < last || found.ofNumbers().stream().anyMatch(number -> number > last)) {
      throw otherWidth(found.file(), last, "number", found.width());
    }
    found.noNumbers().stream()
        .filter(cell -> attributes.contains(cell.column()))
        .findFirst()
        .ifPresent(
            cell -> {
              throw found
                  .file()
                  .damage(
                      cell.row(),
                      "a finite number in column " + cell.column(),
                      TextFile.quoted(cell.text()));
            });
  }

  private static DataException otherWidth(TextFile file, int expected, String what, int found) {
    return file.damage(
        expected
            + " "
            + what
            + (expected == 1 ? "" : "s")
            + " in each row, as the model was trained on",
        Integer.toString(found));
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
