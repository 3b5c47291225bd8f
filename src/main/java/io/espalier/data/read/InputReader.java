package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.TuGraphs;
import io.espalier.data.Inputs;
import io.espalier.data.files.DataFiles;
import io.espalier.wire.InputShape;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a trained model is to predict, unless that is a table: for images, a picture file, a
 * folder of them (plain or one folder per class), an IDX file of images, a {@code .bin} file of
 * CIFAR or an array of NumPy; for graphs, a folder in the form of the training data, with or
 * without labels.
 */
public final class InputReader {
  private static final Logger LOG = LoggerFactory.getLogger(InputReader.class);

  private final DataFiles files;
  private final Consumer<String> notices;

  /** A reader whose notices go to the log. */
  public InputReader(Configuration hadoop) {
    this(hadoop, LOG::warn);
  }

  /**
   * A reader that finds file systems in the given configuration.
   *
   * @param notices takes what a user should know of the files, a line each
   */
  public InputReader(Configuration hadoop, Consumer<String> notices) {
    this.files = new DataFiles(hadoop);
    this.notices = notices;
  }

  /**
   * New examples in the form the model was trained on.
   *
   * @param trainedOn the source of the training data
   * @param shape the model's input; images are turned to grey or colour and scaled to it
   * @param featureNames the model's inputs in order, for graphs that are examples as a whole
   * @throws DataException in one line, if the file is missing, damaged or does not fit the model
   */
  public Inputs read(
      DataSource trainedOn, String path, InputShape shape, List<String> featureNames) {
    if (shape instanceof InputShape.Graph graph) {
      return graph.example() == InputShape.Graph.Example.GRAPH
          ? new GraphInputs(files).graphs(path, featureNames, target(trainedOn))
          : new GraphInputs(files).papers(path, shape.size());
    }
    if (NumpyFiles.isArray(DataFiles.path(path))) {
      return new ArrayInputs(files).read(DataFiles.path(path), shape);
    }
    return new ImageInputs(files, notices).read(path, layout(trainedOn, shape), trainedOn);
  }

  /** What a model of graphs predicts; drawn graphs have labels. */
  private static TuGraphs.Target target(DataSource trainedOn) {
    return trainedOn instanceof TuGraphs graphs ? graphs.target() : TuGraphs.Target.LABELS;
  }

  /** The images' layout, also for a model that takes them flattened. */
  private static InputShape.Image layout(DataSource trainedOn, InputShape shape) {
    if (shape instanceof InputShape.Image image) {
      return image;
    }
    if (trainedOn instanceof DataSource.Cifar10 || trainedOn instanceof DataSource.Cifar100) {
      return CifarFile.SHAPE;
    }
    if (trainedOn instanceof DataSource.ImageFolder folder) {
      return layout(folder, shape.size());
    }
    return trainedOn instanceof DataSource.ImageTable table
        ? layout(table.pictures(), shape.size())
        : square(1, shape.size());
  }

  private static InputShape.Image layout(DataSource.ImageFolder folder, int size) {
    return folder.height() > 0
        ? new InputShape.Image(folder.channels(), folder.height(), folder.width())
        : square(folder.channels(), size);
  }

  /** Flattened images of which nobody wrote down height and width. */
  private static InputShape.Image square(int channels, int size) {
    int side = (int) Math.round(Math.sqrt((double) size / channels));
    if (channels * side * side != size) {
      throw new DataException(
          "the model takes "
              + size
              + " numbers, which are no square image; train it with data.height and data.width, or"
              + " with flatten = false");
    }
    return new InputShape.Image(channels, side, side);
  }
}
