package io.espalier.data.show;

import io.espalier.data.Augmentation;
import io.espalier.data.DataException;
import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.wire.InputShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A PNG of samples: a grid of images or graphs by class, or the points of a two-dimensional set.
 */
public final class SamplePicture {
  /** What to tell a user when {@link #write} wrote nothing. */
  public static final String NO_PICTURE =
      "no picture: samples are drawn for images, graphs and tables with two inputs (or x1 and x2)";

  private SamplePicture() {}

  /**
   * Draws samples of the training part, as they are before normalisation.
   *
   * @param png the file to write; folders above are made
   * @return the file, or empty if there is no picture of such data ({@link #NO_PICTURE})
   */
  public static Optional<Path> write(PreparedData data, Path png) {
    return draw(data).map(picture -> write(picture, png));
  }

  /**
   * Draws an image of each class of the training part, as it is and as it is trained on in the
   * first nine epochs.
   *
   * @param experimentSeed of which the changes are drawn
   * @param png the file to write; folders above are made
   * @throws DataException if the data have no augmentation
   */
  public static Path writeAugmented(PreparedData data, long experimentSeed, Path png) {
    if (!(data.dataset().layout() instanceof InputShape.Image image)
        || data.augmentation().equals(Augmentation.NONE)) {
      throw new DataException(
          "nothing is changed while it is trained on; set data.augment of an experiment with"
              + " images");
    }
    ImageCell cell = new ImageCell(data, image, experimentSeed);
    return write(new SampleGrid(data, cell, true).draw(), png);
  }

  private static Path write(BufferedImage picture, Path png) {
    try {
      Files.createDirectories(png.toAbsolutePath().getParent());
      ImageIO.write(picture, "png", png.toFile());
      return png;
    } catch (IOException e) {
      throw new DataException(png + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static Optional<BufferedImage> draw(PreparedData data) {
    Dataset dataset = data.dataset();
    if (dataset.layout() instanceof InputShape.Image image) {
      return Optional.of(new SampleGrid(data, new ImageCell(data, image, 0), false).draw());
    }
    if (dataset.layout() instanceof InputShape.Graph graph) {
      return Optional.of(new SampleGrid(data, new GraphCell(dataset, graph), false).draw());
    }
    int x1 = Math.max(0, dataset.featureNames().indexOf("x1"));
    int x2 = dataset.featureNames().indexOf("x2");
    if (x2 > 0 || dataset.shape().size() == 2) {
      return Optional.of(new Scatter(data, x1, Math.max(1, x2)).draw());
    }
    return Optional.empty();
  }
}
