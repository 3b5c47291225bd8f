package io.espalier.data;

import java.util.List;

/**
 * Where examples come from. Paths are Hadoop URIs or local paths, already resolved against {@code
 * data.root}.
 */
public sealed interface DataSource {
  /**
   * The four files of the MNIST family, plain or {@code .gz}, in one folder: {@code
   * train-images-idx3-ubyte} and so on.
   *
   * @param classNames names of the classes, or empty for {@code 0, 1, …}
   */
  record Idx(String path, List<String> classNames) implements DataSource {}

  /**
   * A folder with any number of {@code data_batch_*.bin}, {@code test_batch.bin} and {@code
   * batches.meta.txt}.
   */
  record Cifar10(String path) implements DataSource {}

  /**
   * A table in CSV (with a header) or Parquet: one file, a folder of files or a glob.
   *
   * @param label the column to predict
   * @param features input columns; empty for all but the label
   * @param categorical input columns to encode one-hot, besides those that hold text
   * @param regression whether the label is a number to predict rather than a class
   * @param separator column separator of CSV
   * @param testPath a table of the same form for the test part; empty for none
   */
  record Table(
      Format format,
      String path,
      String label,
      List<String> features,
      List<String> categorical,
      boolean regression,
      char separator,
      String testPath)
      implements DataSource {
    /** The files' format. */
    public enum Format {
      CSV,
      PARQUET
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
  record ImageFolder(String path, int height, int width, int channels) implements DataSource {}

  /** The 150 flowers that come with DL4J: 4 features, 3 classes. */
  record Iris() implements DataSource {}

  /**
   * Digits drawn with strokes, 28×28 grey: hard enough that a linear model stays well below a
   * convolutional one.
   */
  record Digits(int train, int test) implements DataSource {}

  /** Gaussian blobs around random centres. */
  record Blobs(int examples, int features, int centres, double spread) implements DataSource {}

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
  }
}
