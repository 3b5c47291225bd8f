package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.Features;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** New images for a trained model. */
final class ImageInputs {
  private final DataFiles files;
  private final ImageFiles images;

  ImageInputs(DataFiles files) {
    this.files = files;
    this.images = new ImageFiles(files);
  }

  Inputs read(String text, InputShape.Image shape) {
    Path path = DataFiles.path(text);
    FileStatus status =
        files
            .status(path)
            .orElseThrow(() -> DataFiles.missing(path, "image, folder of images or data file"));
    if (status.isDirectory()) {
      return folder(path, shape);
    }
    if (ImageFiles.isImage(path)) {
      return pictures(List.of(path), List.of(), shape);
    }
    return path.getName().endsWith(".bin") ? cifar(path, shape) : idx(path, shape);
  }

  /** A folder of images, or of one folder per class: then the folders' names are the labels. */
  private Inputs folder(Path folder, InputShape.Image shape) {
    List<Path> paths = new ArrayList<>(images.in(folder));
    List<String> labels = new ArrayList<>();
    if (paths.isEmpty()) {
      for (FileStatus status : files.list(folder)) {
        if (status.isDirectory() && !DataFiles.hidden(status.getPath())) {
          for (Path image : images.in(status.getPath())) {
            paths.add(image);
            labels.add(status.getPath().getName());
          }
        }
      }
    }
    if (paths.isEmpty()) {
      throw new DataException(
          DataFiles.name(folder) + ": the folder holds no PNG, JPEG, GIF or BMP image");
    }
    return pictures(paths, labels, shape);
  }

  private Inputs pictures(List<Path> paths, List<String> labels, InputShape.Image shape) {
    byte[] pixels = images.read(paths, shape, false);
    return new Inputs(
        new Features.Bytes(pixels), paths.stream().map(Path::getName).toList(), labels);
  }

  private Inputs cifar(Path path, InputShape.Image shape) {
    sameShape(path, CifarReader.SHAPE, shape);
    CifarReader reader = new CifarReader(files);
    List<String> classes = reader.names(path.getParent());
    CifarReader.Batch batch = reader.batch(path, classes.size());
    List<String> labels =
        IntStream.range(0, batch.labels().length)
            .mapToObj(i -> classes.get(batch.labels()[i]))
            .toList();
    return new Inputs(new Features.Bytes(batch.pixels()), numbered(path, labels.size()), labels);
  }

  private Inputs idx(Path path, InputShape.Image shape) {
    IdxFile.Images found = IdxFile.images(files, path);
    sameShape(path, found.shape(), shape);
    return new Inputs(new Features.Bytes(found.pixels()), numbered(path, found.count()), List.of());
  }

  private static List<String> numbered(Path path, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> path.getName() + " image " + i).toList();
  }

  private static void sameShape(Path path, InputShape.Image found, InputShape.Image expected) {
    if (!found.equals(expected)) {
      throw new DataException(
          DataFiles.name(path) + ": expected images of " + expected + ", found " + found);
    }
  }
}
