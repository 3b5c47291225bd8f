package io.espalier.data;

import io.espalier.wire.Task;
import java.util.List;

/**
 * Where examples come from. Paths are Hadoop URIs or local paths, already resolved against {@code
 * data.root}.
 */
public sealed interface DataSource {
  /** What a model of these data predicts. */
  default Task task() {
    return Task.CLASSIFICATION;
  }

  /** Whether the order of examples says something, as that of files does. */
  default boolean ordered() {
    return true;
  }

  /** What is written down of the source, beside models and in records. */
  default DataSource recorded() {
    return this;
  }

  /**
   * The four files of the MNIST family, plain or {@code .gz}, in one folder: {@code
   * train-images-idx3-ubyte} and so on.
   *
   * @param classNames names of the classes, or empty for {@code 0, 1, …}
   */
  record Idx(String path, List<String> classNames) implements DataSource {
    public Idx {
      classNames = List.copyOf(classNames);
    }
  }

  /**
   * A folder with any number of {@code data_batch_*.bin}, {@code test_batch.bin} and {@code
   * batches.meta.txt}.
   */
  record Cifar10(String path) implements DataSource {}

  /**
   * A table in CSV or Parquet: one file, a folder of files or a glob.
   *
   * @param testPath a table of the same columns, in any order, for the test part; empty for none
   * @param csv how CSV is read; nothing to Parquet
   * @param spec what is done with the columns
   */
  record Table(Format format, String path, String testPath, CsvForm csv, TableSpec spec)
      implements DataSource {
    /** The files' format. */
    public enum Format {
      CSV,
      PARQUET
    }

    @Override
    public Task task() {
      return spec.task();
    }
  }

  /**
   * A table of a Spark session. It has no order of its own: its rows are put in the order of their
   * values, column by column, so that results do not depend on how Spark cuts it into partitions.
   *
   * @param test a table of the same columns, in any order, for the test part
   * @param orderBy the columns by which rows are ordered first; all others that are read follow
   * @param spec what is done with the columns
   */
  record SparkTable(Relation relation, Relation test, List<String> orderBy, TableSpec spec)
      implements DataSource {
    public SparkTable {
      orderBy = List.copyOf(orderBy);
    }

    @Override
    public Task task() {
      return spec.task();
    }

    @Override
    public boolean ordered() {
      return !orderBy.isEmpty();
    }
  }

  /** A table that a program holds and that nobody else can read. */
  non-sealed interface Held extends DataSource {
    /** What is done with the columns. */
    TableSpec spec();

    @Override
    default Task task() {
      return spec().task();
    }
  }

  /**
   * One folder per class, with PNG, JPEG, GIF or BMP images; a {@code train} and {@code test}
   * folder above them are taken as the official parts.
   *
   * @param height pixels every image is scaled to; 0 takes the first image's size and refuses
   *     others
   * @param width as {@code height}
   * @param channels 1 for grey, 3 for colour
   */
  record ImageFolder(String path, int height, int width, int channels) implements DataSource {
    public ImageFolder {
      require(
          height >= 0 && width >= 0 && (height == 0) == (width == 0),
          "height and width: expected both above 0 or both 0, found " + height + " and " + width);
      require(
          channels == 1 || channels == 3,
          "channels: expected 1 for grey or 3 for colour, found " + channels);
    }
  }

  /** The 150 flowers that come with DL4J: 4 features, 3 classes. */
  record Iris() implements DataSource {}

  /**
   * Digits drawn with strokes, 28×28 grey: hard enough that a linear model stays well below a
   * convolutional one.
   */
  record Digits(int train, int test) implements DataSource {
    public Digits {
      require(train > 0, "train: expected a number above 0, found " + train);
      require(test >= 0, "test: expected a number of at least 0, found " + test);
    }
  }

  /** Gaussian blobs around random centres. */
  record Blobs(int examples, int features, int centres, double spread) implements DataSource {
    public Blobs {
      require(examples > 0, "examples: expected a number above 0, found " + examples);
      require(features > 0, "features: expected a number above 0, found " + features);
      require(
          centres > 0 && centres <= Short.MAX_VALUE,
          "centres: expected a number from 1 to 32767, found " + centres);
      require(
          spread >= 0 && Double.isFinite(spread),
          "spread: expected a finite number of at least 0, found " + spread);
    }
  }

  /**
   * Two-dimensional toy sets.
   *
   * @param noise 0 to 0.5 as a share of the set's size
   */
  record Playground(Pattern pattern, int examples, double noise, List<Input> inputs)
      implements DataSource {
    /** The point pattern; {@link #PLANE} is a regression. */
    public enum Pattern {
      CIRCLE,
      XOR,
      GAUSSIAN,
      SPIRAL,
      PLANE
    }

    /** The inputs made of the coordinates x1 and x2, each about −6 to 6. */
    public enum Input {
      X1,
      X2,
      X1_SQUARED,
      X2_SQUARED,
      X1_X2,
      SIN_X1,
      SIN_X2
    }

    public Playground {
      inputs = List.copyOf(inputs);
      require(examples > 0, "examples: expected a number above 0, found " + examples);
      require(noise >= 0 && noise <= 0.5, "noise: expected 0 to 0.5, found " + noise);
      require(!inputs.isEmpty(), "inputs: expected at least one, found none");
    }

    @Override
    public Task task() {
      return pattern == Pattern.PLANE ? Task.REGRESSION : Task.CLASSIFICATION;
    }
  }

  /**
   * Graphs with classes in the text format of TU Dortmund: one folder with {@code NAME_A.txt},
   * {@code NAME_graph_indicator.txt}, {@code NAME_graph_labels.txt} and, where the set has them,
   * {@code NAME_node_labels.txt} and {@code NAME_node_attributes.txt}.
   *
   * @param degrees whether a node's degree, one-hot, is among its features; it always is where the
   *     set has neither node labels nor node attributes
   */
  record TuGraphs(String path, boolean degrees) implements DataSource {}

  /**
   * A citation graph whose nodes are to be classified: one folder with {@code NAME.content} and
   * {@code NAME.cites}, and {@code planetoid-split.txt} where the published split is wanted.
   */
  record Citations(String path) implements DataSource {}

  /**
   * Drawn graphs of three classes: rings, trees, and cliques with chords between them.
   *
   * @param graphs how many
   * @param minimumNodes of a graph, at least 6
   * @param maximumNodes of a graph
   */
  record DrawnGraphs(int graphs, int minimumNodes, int maximumNodes) implements DataSource {
    public DrawnGraphs {
      require(graphs > 0, "graphs: expected a number above 0, found " + graphs);
      require(
          minimumNodes >= 6,
          "minimum-nodes: expected a number of at least 6, found " + minimumNodes);
      require(
          maximumNodes >= minimumNodes,
          "maximum-nodes: expected at least minimum-nodes, found " + maximumNodes);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
