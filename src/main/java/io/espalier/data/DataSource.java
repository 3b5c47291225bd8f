package io.espalier.data;

import static io.espalier.data.SourceChecks.require;
import static io.espalier.data.SourceChecks.requirePictures;

import io.espalier.wire.ClassSpec;
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
   * Whether a split that its publisher made may lie beside the examples. It is used as long as
   * nobody asks for another.
   */
  default boolean mayBringSplit() {
    return false;
  }

  /**
   * The four files of the MNIST family, plain or {@code .gz}, in one folder: {@code
   * train-images-idx3-ubyte} and so on, or those of another set whose names begin with the set's:
   * {@code qmnist-train-images-idx3-ubyte}.
   *
   * @param classNames names of the classes in the order of their labels, or empty for the labels
   *     themselves
   */
  record Idx(String path, List<String> classNames) implements DataSource {
    public Idx {
      classNames = List.copyOf(classNames);
    }
  }

  /**
   * One set of EMNIST, whose six sets usually lie in one folder: {@code
   * emnist-letters-train-images-idx3-ubyte} and so on. Its pictures are stored transposed and are
   * turned upright.
   *
   * @param set {@code letters}, {@code balanced}, {@code byclass}, {@code bymerge}, {@code digits},
   *     {@code mnist}
   */
  record Emnist(String path, String set) implements DataSource {
    public Emnist {
      require(!set.isBlank(), "set: expected the name of a set such as letters, found none");
    }
  }

  /**
   * A folder with any number of {@code data_batch_*.bin}, {@code test_batch.bin} and {@code
   * batches.meta.txt}.
   */
  record Cifar10(String path) implements DataSource {}

  /**
   * A folder with {@code train.bin}, {@code test.bin}, {@code fine_label_names.txt} and {@code
   * coarse_label_names.txt}.
   *
   * @param labels which of a picture's two labels is its class
   */
  record Cifar100(String path, Labels labels) implements DataSource {
    /** One of 100 classes, or of the 20 groups that they form. */
    public enum Labels {
      FINE,
      COARSE
    }
  }

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

    @Override
    public DataSource recorded() {
      return new SparkTable(relation.recorded(), test.recorded(), orderBy, spec);
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

  /** What becomes of a picture that has another size than the model's input. */
  enum Resize {
    /** Scaled to height and width, each by its own factor. */
    STRETCH,
    /** Scaled to fit within, in the middle, with black around it. */
    FIT,
    /** Scaled to cover, and the middle cut out. */
    CROP
  }

  /**
   * One folder per class, with PNG, JPEG, GIF, BMP, TIFF or WebP pictures; folders {@code train},
   * {@code val} and {@code test} above them are taken as the published parts.
   *
   * @param height pixels every picture is brought to; 0 takes the first picture's size and refuses
   *     others
   * @param width as {@code height}
   * @param channels 1 for grey, 3 for colour
   */
  record ImageFolder(String path, int height, int width, int channels, Resize resize)
      implements DataSource {
    public ImageFolder {
      requirePictures(height, width, channels);
    }

    /** Pictures that are stretched where their size is another. */
    public ImageFolder(String path, int height, int width, int channels) {
      this(path, height, width, channels, Resize.STRETCH);
    }

    @Override
    public boolean mayBringSplit() {
      return true;
    }
  }

  /**
   * Pictures in a folder or in folders below it, whose classes a CSV table tells.
   *
   * @param table the table, with a header
   * @param fileColumn the column of the pictures' names, with or without extension; empty for the
   *     first
   * @param labelColumn the column of their classes; empty for the first other one
   */
  record ImageTable(
      String path,
      String table,
      String fileColumn,
      String labelColumn,
      int height,
      int width,
      int channels,
      Resize resize)
      implements DataSource {
    public ImageTable {
      require(!table.isBlank(), "labels: expected a CSV file of names and labels, found none");
      require(
          fileColumn.isEmpty() || !fileColumn.equals(labelColumn),
          "file-column and label-column: expected two columns, found \"" + fileColumn + "\" twice");
      requirePictures(height, width, channels);
    }

    /** The same pictures without their table. */
    public ImageFolder pictures() {
      return new ImageFolder(path, height, width, channels, resize);
    }
  }

  /**
   * Arrays of NumPy: pictures {@code [examples, height, width]}, {@code [examples, height, width,
   * channels]} or {@code [examples, channels, height, width]}, or vectors {@code [examples,
   * features]}, and their classes {@code [examples]}, {@code [examples, 1]} or one-hot.
   *
   * @param archive an {@code .npz} file; empty for files of their own
   * @param images the array, by its name in the archive or as a file; empty in an archive whose
   *     names are usual ones ({@code x_train}, {@code train_images}, {@code arr_0}, …)
   * @param labels the classes, as {@code images}
   * @param testImages of the test part; empty for none
   * @param testLabels of the test part; empty for none
   */
  record NumpyArrays(
      String archive, String images, String labels, String testImages, String testLabels)
      implements DataSource {
    public NumpyArrays {
      require(
          images.isEmpty() == labels.isEmpty(),
          "images and labels: expected both or none, found one of them");
      require(
          testImages.isEmpty() == testLabels.isEmpty(),
          "test-images and test-labels: expected both or none, found one of them");
      require(
          !archive.isEmpty() || !images.isEmpty(),
          "expected path with an .npz file, or images and labels with .npy files, found neither");
      require(
          testImages.isEmpty() || !images.isEmpty(),
          "test-images and test-labels: expected images and labels beside them, found none");
    }

    @Override
    public boolean mayBringSplit() {
      return true;
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
   * Graphs in the text format of TU Dortmund: one folder with {@code NAME_A.txt}, {@code
   * NAME_graph_indicator.txt}, what is to be predicted and, where the set has them, {@code
   * NAME_node_labels.txt} and {@code NAME_node_attributes.txt}.
   *
   * @param degrees whether a node's degree, one-hot, is among its features; it always is where the
   *     set has neither node labels nor node attributes
   * @param target what a model predicts of a graph
   */
  record TuGraphs(String path, boolean degrees, Target target) implements DataSource {
    /** What a model predicts of a graph. */
    public enum Target {
      /** The whole number in {@code NAME_graph_labels.txt}, as a class. */
      LABELS,
      /** The number or numbers in {@code NAME_graph_labels.txt}. */
      LABEL_NUMBERS,
      /** The number or numbers in {@code NAME_graph_attributes.txt}. */
      ATTRIBUTES
    }

    /** Graphs whose labels are classes. */
    public TuGraphs(String path, boolean degrees) {
      this(path, degrees, Target.LABELS);
    }

    @Override
    public Task task() {
      return target == Target.LABELS ? Task.CLASSIFICATION : Task.REGRESSION;
    }
  }

  /**
   * A citation graph whose nodes are to be classified: one folder with {@code NAME.content} and
   * {@code NAME.cites}, and {@code planetoid-split.txt} where the published split is wanted.
   */
  record Citations(String path) implements DataSource {
    @Override
    public boolean mayBringSplit() {
      return true;
    }
  }

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

  /** What an {@link ExampleSource} of the user's own gives: classes, or numbers to predict. */
  record Own(ClassSpec own, boolean regression) implements DataSource {
    @Override
    public Task task() {
      return regression ? Task.REGRESSION : Task.CLASSIFICATION;
    }
  }

  /** None: what is evaluated needs no examples. Its value is a number to be minimised. */
  record NoData() implements DataSource {
    @Override
    public Task task() {
      return Task.REGRESSION;
    }
  }
}
