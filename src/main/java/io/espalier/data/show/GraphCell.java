package io.espalier.data.show;

import io.espalier.data.Dataset;
import io.espalier.data.Graphs;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A graph, its nodes coloured by their first feature that is not 0; or a node with those around it,
 * coloured by class. At most so many nodes as can be told apart.
 */
final class GraphCell implements SampleCell {
  private static final int CELL_PIXELS = 110;
  private static final int EDGE_PIXELS = 8;
  private static final double DOT_PIXELS = 7;
  private static final int MOST_NODES = 60;
  private static final int MOST_AROUND = 25;

  private final Dataset dataset;
  private final Graphs graphs;
  private final InputShape.Graph shape;

  GraphCell(Dataset dataset, InputShape.Graph shape) {
    this.dataset = dataset;
    this.graphs = dataset.graphs();
    this.shape = shape;
  }

  @Override
  public int heightPixels() {
    return CELL_PIXELS;
  }

  @Override
  public int widthPixels() {
    return CELL_PIXELS;
  }

  @Override
  public void draw(Graphics2D graphics, int example, int form, int left, int top) {
    Map<Integer, Integer> places = new LinkedHashMap<>();
    nodes(example).forEach(node -> places.put(node, places.size()));
    int[][] edges = edges(places);
    SpringLayout.Places at = SpringLayout.of(places.size(), edges);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.LIGHT_GRAY);
    for (int[] edge : edges) {
      graphics.draw(
          new Line2D.Double(
              pixel(left, at.x()[edge[0]]),
              pixel(top, at.y()[edge[0]]),
              pixel(left, at.x()[edge[1]]),
              pixel(top, at.y()[edge[1]])));
    }
    places.forEach(
        (node, place) -> {
          boolean middle = node == example && !ofGraphs();
          graphics.setColor(Palette.ofClass(ofGraphs() ? feature(node) : label(node)));
          dot(
              graphics,
              pixel(left, at.x()[place]),
              pixel(top, at.y()[place]),
              middle ? 1.5 * DOT_PIXELS : DOT_PIXELS);
        });
  }

  private static double pixel(int from, double share) {
    return from + EDGE_PIXELS + share * (CELL_PIXELS - 2.0 * EDGE_PIXELS);
  }

  private static void dot(Graphics2D graphics, double x, double y, double size) {
    graphics.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
  }

  private boolean ofGraphs() {
    return shape.example() == InputShape.Graph.Example.GRAPH;
  }

  /** The nodes to draw: the first of a graph, or a node and the nearest around it. */
  private List<Integer> nodes(int example) {
    if (ofGraphs()) {
      int from = graphs.firstNode()[example];
      int to = Math.min(graphs.firstNode()[example + 1], from + MOST_NODES);
      return IntStream.range(from, to).boxed().toList();
    }
    List<Integer> found = new ArrayList<>(List.of(example));
    for (int at = 0; at < found.size(); at++) {
      int node = found.get(at);
      for (int i = graphs.firstNeighbour()[node]; i < graphs.firstNeighbour()[node + 1]; i++) {
        int neighbour = graphs.neighbours()[i];
        if (found.size() < MOST_AROUND && !found.contains(neighbour)) {
          found.add(neighbour);
        }
      }
    }
    return found;
  }

  private int[][] edges(Map<Integer, Integer> places) {
    List<int[]> edges = new ArrayList<>();
    places.forEach(
        (node, place) -> {
          for (int i = graphs.firstNeighbour()[node]; i < graphs.firstNeighbour()[node + 1]; i++) {
            int other = places.getOrDefault(graphs.neighbours()[i], -1);
            if (other > place) {
              edges.add(new int[] {place, other});
            }
          }
        });
    return edges.toArray(int[][]::new);
  }

  private int feature(int node) {
    float[] numbers = new float[shape.size()];
    dataset.features().copy(node * numbers.length, numbers, 0, numbers.length);
    return IntStream.range(0, numbers.length).filter(i -> numbers[i] != 0).findFirst().orElse(0);
  }

  private int label(int node) {
    return dataset.targets() instanceof Targets.Classes classes ? classes.labels()[node] : 0;
  }
}
