package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.NameList;
import io.espalier.data.files.Numbers;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * Pictures in one folder per class, in the order of classes, then file names. Where the classes'
 * folders lie in folders of parts, these are the published parts.
 */
final class ImageFolderReader {
  private static final Set<String> TRAIN = Set.of("train", "training");
  private static final Set<String> VALIDATION = Set.of("val", "valid", "validation");
  private static final Set<String> TEST = Set.of("test", "testing");

  private final DataFiles files;
  private final Consumer<String> notices;

  ImageFolderReader(DataFiles files, Consumer<String> notices) {
    this.files = files;
    this.notices = notices;
  }

  /** One picture and the folder it lies in. */
  private record Labelled(Path path, String className) {}

  /** The pictures of each part. */
  private record Parts(List<Labelled> train, List<Labelled> validation, List<Labelled> test) {
    List<Labelled> all() {
      List<Labelled> all = new ArrayList<>(train);
      all.addAll(validation);
      all.addAll(test);
      return all;
    }

    /** The published split, if there is a part to validate on. */
    Optional<Split> split() {
      int learned = train.size() + validation.size();
      return validation.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Split(
                  IntStream.range(0, train.size()).toArray(),
                  IntStream.range(train.size(), learned).toArray(),
                  IntStream.range(learned, learned + test.size()).toArray()));
    }
  }

  SourceExamples read(DataSource.ImageFolder source) {
    Path root = DataFiles.path(source.path());
    if (!files.isFolder(root)) {
      throw DataFiles.missing(root, "folder of pictures");
    }
    ImageFiles images = new ImageFiles(files, root, notices);
    Parts parts = parts(images, root);
    images.tellLeftOut();
    List<String> names =
        Numbers.sorted(parts.train().stream().map(Labelled::className).distinct().toList());
    List<Labelled> all = parts.all();
    short[] labels = new short[all.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = label(all.get(i), names);
    }
    List<Path> paths = all.stream().map(Labelled::path).toList();
    InputShape.Image shape = images.shape(source, paths.get(0));
    Dataset dataset =
        new Dataset(
            shape,
            new Features.Bytes(images.read(paths, shape, source)),
            new Targets.Classes(labels, names),
            List.of(),
            parts.test().size());
    return new SourceExamples(dataset, parts.split());
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

  private Parts parts(ImageFiles images, Path root) {
    ImageFiles.Listing listing = images.list(root);
    Optional<Path> train = part(listing, TRAIN);
    Optional<Path> validation = part(listing, VALIDATION);
    Optional<Path> test = part(listing, TEST);
    if (train.isEmpty() || (validation.isEmpty() && test.isEmpty())) {
      return new Parts(byClass(labelled(images, root)), List.of(), List.of());
    }
    images.leaveOut(listing.others());
    images.leaveOut(listing.pictures());
    images.leaveOut(
        listing.folders().stream()
            .filter(f -> !List.of(train, validation, test).contains(Optional.of(f)))
            .toList());
    return new Parts(
        byClass(labelled(images, train.get())),
        validation.map(folder -> labelled(images, folder)).orElse(List.of()),
        test.map(folder -> tested(images, folder)).orElse(List.of()));
  }

  private static Optional<Path> part(ImageFiles.Listing listing, Set<String> names) {
    return listing.folders().stream()
        .filter(folder -> names.contains(folder.getName().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** In the order of the classes, which is that of numbers where all are numbers. */
  private static List<Labelled> byClass(List<Labelled> pictures) {
    List<Labelled> sorted = new ArrayList<>();
    for (String name :
        Numbers.sorted(pictures.stream().map(Labelled::className).distinct().toList())) {
      pictures.stream().filter(l -> l.className().equals(name)).forEach(sorted::add);
    }
    return sorted;
  }

  /** The test part; none if nobody tells the classes of its pictures, as in competitions. */
  private List<Labelled> tested(ImageFiles images, Path folder) {
    ImageFiles.Listing listing = images.list(folder);
    if (listing.folders().isEmpty() && !listing.pictures().isEmpty()) {
      notices.accept(
          DataFiles.name(folder)
              + ": "
              + listing.pictures().size()
              + " pictures lie in no folder of a class, so the test part is not used");
      return List.of();
    }
    return labelled(images, folder);
  }

  private static List<Labelled> labelled(ImageFiles images, Path folder) {
    ImageFiles.Listing listing = images.list(folder);
    List<Labelled> found = new ArrayList<>();
    for (Path classFolder : listing.folders()) {
      List<Path> inClass = images.in(classFolder);
      if (inClass.isEmpty()) {
        throw new DataException(
            DataFiles.name(classFolder)
                + ": the folder of a class holds no "
                + PictureFormats.NAMES
                + " picture");
      }
      inClass.forEach(image -> found.add(new Labelled(image, classFolder.getName())));
    }
    if (found.isEmpty()) {
      throw new DataException(
          DataFiles.name(folder)
              + ": expected one folder of pictures per class, found no folder; where a table tells"
              + " the classes, set data.labels");
    }
    images.leaveOut(listing.pictures());
    images.leaveOut(listing.others());
    return found;
  }
}
