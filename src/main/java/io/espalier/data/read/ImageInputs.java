package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Features;
import io.espalier.data.Inputs;
import io.espalier.data.files.DataFiles;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** New pictures for a trained model. */
final class ImageInputs {
  private final DataFiles files;
  private final Consumer<String> notices;

  ImageInputs(DataFiles files, Consumer<String> notices) {
    this.files = files;
    this.notices = notices;
  }

  /**
   * A picture, a folder of pictures, or a file of the form that the model was trained on.
   *
   * @param shape the model's input before it was flattened
   */
  Inputs read(String text, InputShape.Image shape, DataSource trainedOn) {
    Path path = DataFiles.path(text);
    FileStatus status =
        files
            .status(path)
            .orElseThrow(() -> DataFiles.missing(path, "picture, folder of pictures or data file"));
    if (status.isDirectory()) {
      return folder(path, shape, trainedOn);
    }
    if (PictureFormats.isPicture(path)) {
      return pictures(
          new ImageFiles(files, path.getParent(), notices),
          List.of(path),
          List.of(),
          shape,
          trainedOn);
    }
    return path.getName().endsWith(".bin") ? cifar(path, shape, trainedOn) : idx(path, shape);
  }

  /** A folder of pictures, or of one folder per class: then the folders' names are the labels. */
  private Inputs folder(Path folder, InputShape.Image shape, DataSource trainedOn) {
    ImageFiles images = new ImageFiles(files, folder, notices);
    ImageFiles.Listing listing = images.list(folder);
    List<Path> paths = new ArrayList<>(listing.pictures());
    List<String> labels = new ArrayList<>();
    images.leaveOut(listing.others());
    if (paths.isEmpty()) {
      for (Path classFolder : listing.folders()) {
        for (Path image : images.in(classFolder)) {
          paths.add(image);
          labels.add(classFolder.getName());
        }
      }
    } else {
      images.leaveOut(listing.folders());
    }
    if (paths.isEmpty()) {
      throw new DataException(
          DataFiles.name(folder) + ": the folder holds no " + PictureFormats.NAMES + " picture");
    }
    images.tellLeftOut();
    return pictures(images, paths, labels, shape, trainedOn);
  }

  private static Inputs pictures(
      ImageFiles images,
      List<Path> paths,
      List<String> labels,
      InputShape.Image shape,
      DataSource trainedOn) {
    byte[] pixels = images.read(paths, shape, asTrained(trainedOn, shape));
    return new Inputs(
        new Features.Bytes(pixels), paths.stream().map(Path::getName).toList(), labels);
  }

  /** Pictures of another size are treated as those that the model was trained on. */
  private static DataSource.ImageFolder asTrained(DataSource trainedOn, InputShape.Image shape) {
    DataSource.Resize resize = DataSource.Resize.STRETCH;
    if (trainedOn instanceof DataSource.ImageFolder folder) {
      resize = folder.resize();
    } else if (trainedOn instanceof DataSource.ImageTable table) {
      resize = table.resize();
    }
    return new DataSource.ImageFolder(
        "", shape.height(), shape.width(), shape.channels() == 1 ? 1 : 3, resize);
  }

  private Inputs cifar(Path path, InputShape.Image shape, DataSource trainedOn) {
    sameShape(path, CifarFile.SHAPE, shape);
    List<String> classes;
    CifarFile.Batch batch;
    if (trainedOn instanceof DataSource.Cifar100 cifar) {
      Cifar100Reader reader = new Cifar100Reader(files);
      classes = reader.names(path.getParent(), cifar.labels());
      batch = reader.batch(path, cifar.labels(), classes.size());
    } else {
      CifarReader reader = new CifarReader(files);
      classes = reader.names(path.getParent());
      batch = reader.batch(path, classes.size());
    }
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

  static List<String> numbered(Path path, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> path.getName() + " image " + i).toList();
  }

  private static void sameShape(Path path, InputShape.Image found, InputShape.Image expected) {
    if (!found.equals(expected)) {
      throw new DataException(
          DataFiles.name(path) + ": expected images of " + expected + ", found " + found);
    }
  }
}
