package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Images in one folder per class, in the order of classes, then file names. */
final class ImageFolderReader {
  private final DataFiles files;
  private final ImageFiles images;

  ImageFolderReader(DataFiles files) {
    this.files = files;
    this.images = new ImageFiles(files);
  }

  /** One image and the folder it lies in. */
  private record Labelled(Path path, String className) {}

  Dataset read(DataSource.ImageFolder source) {
    Path root = DataFiles.path(source.path());
    if (!files.isFolder(root)) {
      throw DataFiles.missing(root, "folder of images");
    }
    Path train = new Path(root, "train");
    Path test = new Path(root, "test");
    boolean official = files.isFolder(train) && files.isFolder(test);
    List<Labelled> learned = labelled(official ? train : root);
    List<Labelled> tested = official ? labelled(test) : List.of();
    List<String> names =
        Numbers.sorted(learned.stream().map(Labelled::className).distinct().toList());
    List<Labelled> all = new ArrayList<>();
    for (String name : names) {
      learned.stream().filter(l -> l.className().equals(name)).forEach(all::add);
    }
    all.addAll(tested);
    short[] labels = new short[all.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = label(all.get(i), names);
    }
    List<Path> paths = all.stream().map(Labelled::path).toList();
    InputShape.Image shape = images.shape(source, paths.get(0));
    return new Dataset(
        shape,
        new Features.Bytes(images.read(paths, shape, source.height() == 0)),
        new Targets.Classes(labels, names),
        List.of(),
        tested.size());
  }

  private static short label(Labelled image, List<String> names) {
    int label = names.indexOf(image.className());
    if (label < 0) {
      throw new DataException(
          DataFiles.name(image.path())
              + ": expected one of the classes of the train folder ("
              + NameList.shown(names)
              + "), found \""
              + image.className()
              + "\"");
    }
    return (short) label;
  }

  private List<Labelled> labelled(Path folder) {
    List<Labelled> found = new ArrayList<>();
    for (FileStatus status : files.list(folder)) {
      Path path = status.getPath();
      if (status.isDirectory() && !DataFiles.hidden(path)) {
        List<Path> inClass = images.in(path);
        if (inClass.isEmpty()) {
          throw new DataException(
              DataFiles.name(path)
                  + ": the folder of a class holds no PNG, JPEG, GIF or BMP image");
        }
        inClass.forEach(image -> found.add(new Labelled(image, path.getName())));
      }
    }
    if (found.isEmpty()) {
      throw new DataException(
          DataFiles.name(folder) + ": expected one folder of images per class, found no folder");
    }
    return found;
  }
}
