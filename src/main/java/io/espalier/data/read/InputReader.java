package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.wire.InputShape;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads what a trained model is to predict, unless that is a table: for images, an image file, a
 * folder of them (plain or one folder per class), an IDX file of images or a CIFAR-10 {@code .bin}
 * file; for graphs, a folder in the form of the training data, with or without labels.
 */
public final class InputReader {
  private final DataFiles files;

  /** A reader that finds file systems in the given configuration. */
  public InputReader(Configuration hadoop) {
    this.files = new DataFiles(hadoop);
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
          ? new GraphInputs(files).graphs(path, featureNames)
          : new GraphInputs(files).papers(path, shape.size());
    }
    return new ImageInputs(files).read(path, layout(trainedOn, shape));
  }

  /** The images' layout, also for a model that takes them flattened. */
  private static InputShape.Image layout(DataSource trainedOn, InputShape shape) {
    if (shape instanceof InputShape.Image image) {
      return image;
    }
    if (trainedOn instanceof DataSource.Cifar10) {
      return CifarReader.SHAPE;
    }
    if (trainedOn instanceof DataSource.ImageFolder folder && folder.height() > 0) {
      return new InputShape.Image(folder.channels(), folder.height(), folder.width());
    }
    int side = (int) Math.round(Math.sqrt(shape.size()));
    if (side * side != shape.size()) {
      throw new DataException(
          "the model takes "
              + shape.size()
              + " numbers, which are no square image; read it with the images' own shape");
    }
    return new InputShape.Image(1, side, side);
  }
}
