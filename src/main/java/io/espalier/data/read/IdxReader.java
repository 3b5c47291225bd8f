package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.Joined;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** The four files of a set of the MNIST family in one folder. */
final class IdxReader {
  private final DataFiles files;
  private final Consumer<String> notices;

  IdxReader(DataFiles files, Consumer<String> notices) {
    this.files = files;
    this.notices = notices;
  }

  /** The classes of a set: label {@code first} is the first of the names. */
  private record Naming(int first, List<String> names) {}

  Dataset read(DataSource.Idx source) {
    return read(IdxSet.only(files, DataFiles.path(source.path())), source.classNames());
  }

  Dataset read(DataSource.Emnist source) {
    Path folder = DataFiles.path(source.path());
    return read(IdxSet.named(files, folder, "emnist-" + source.set()), List.of());
  }

  private Dataset read(IdxSet set, List<String> classNames) {
    IdxFile.Images train = IdxFile.images(files, set.trainImages());
    IdxFile.Labels trainLabels = IdxFile.labels(files, set.trainLabels());
    IdxFile.Images test = IdxFile.images(files, set.testImages());
    IdxFile.Labels testLabels = IdxFile.labels(files, set.testLabels());
    sameCount(set.trainImages(), train, set.trainLabels(), trainLabels);
    sameCount(set.testImages(), test, set.testLabels(), testLabels);
    sameShape(set.trainImages(), train, set.testImages(), test);
    Naming naming =
        classNames.isEmpty()
            ? naming(set.trainLabels(), trainLabels)
            : naming(trainLabels, classNames);
    inRange(set.trainLabels(), trainLabels, naming);
    inRange(set.testLabels(), testLabels, naming);
    tell(set, naming);
    String folder = DataFiles.name(set.trainImages().getParent());
    return new Dataset(
        train.shape(),
        new Features.Bytes(Joined.bytes(List.of(train.pixels(), test.pixels()), folder)),
        new Targets.Classes(classes(naming, trainLabels, testLabels), naming.names()),
        List.of(),
        test.count());
  }

  private void tell(IdxSet set, Naming naming) {
    if (IdxFile.transposed(set.trainImages())) {
      notices.accept(set.name() + ": its pictures are stored transposed and are turned upright");
    }
    if (naming.first() > 0) {
      notices.accept(
          set.trainLabels().getName()
              + ": labels begin at "
              + naming.first()
              + "; the classes are the "
              + naming.names().size()
              + " that occur, "
              + naming.names().get(0)
              + " to "
              + naming.names().get(naming.names().size() - 1));
    }
  }

  private static void sameCount(
      Path imagesPath, IdxFile.Images images, Path labelsPath, IdxFile.Labels labels) {
    if (images.count() != labels.count()) {
      throw new DataException(
          DataFiles.name(labelsPath)
              + ": byte 4: expected "
              + images.count()
              + " labels, as many as "
              + imagesPath.getName()
              + " has images, found "
              + labels.count());
    }
  }

  private static void sameShape(
      Path trainPath, IdxFile.Images train, Path testPath, IdxFile.Images test) {
    if (!train.shape().equals(test.shape())) {
      throw new DataException(
          DataFiles.name(testPath)
              + ": byte 8: expected images of "
              + train.shape()
              + " as in "
              + trainPath.getName()
              + ", found "
              + test.shape());
    }
  }

  /**
   * The labels themselves as names, from 0 or 1 to the highest training label; a gap below it means
   * a damaged label.
   */
  private static Naming naming(Path path, IdxFile.Labels labels) {
    int[] firstAt = new int[Short.MAX_VALUE + 1];
    int highest = 0;
    for (int i = labels.count() - 1; i >= 0; i--) {
      firstAt[labels.values()[i]] = i + 1;
      highest = Math.max(highest, labels.values()[i]);
    }
    int first = firstAt[0] == 0 && highest > 0 && firstAt[1] > 0 ? 1 : 0;
    for (int label = first; label < highest; label++) {
      if (firstAt[label] == 0) {
        throw IdxFile.labelOutOfRange(
            path,
            labels,
            firstAt[highest] - 1,
            highest,
            "labels without gaps (name all classes if some have no examples), but no example has"
                + " label "
                + label);
      }
    }
    return new Naming(
        first, IntStream.rangeClosed(first, highest).mapToObj(Integer::toString).toList());
  }

  /** Given names; they begin at label 1 where that is how all of them are used. */
  private static Naming naming(IdxFile.Labels labels, List<String> names) {
    int lowest = Short.MAX_VALUE;
    int highest = 0;
    for (short label : labels.values()) {
      lowest = Math.min(lowest, label);
      highest = Math.max(highest, label);
    }
    return new Naming(lowest == 1 && highest == names.size() ? 1 : 0, names);
  }

  private static void inRange(Path path, IdxFile.Labels labels, Naming naming) {
    int last = naming.first() + naming.names().size() - 1;
    for (int i = 0; i < labels.count(); i++) {
      if (labels.values()[i] < naming.first() || labels.values()[i] > last) {
        throw IdxFile.labelOutOfRange(
            path, labels, i, labels.values()[i], "a label from " + naming.first() + " to " + last);
      }
    }
  }

  private static short[] classes(Naming naming, IdxFile.Labels train, IdxFile.Labels test) {
    short[] all = Arrays.copyOf(train.values(), train.count() + test.count());
    System.arraycopy(test.values(), 0, all, train.count(), test.count());
    for (int i = 0; i < all.length; i++) {
      all[i] = (short) (all[i] - naming.first());
    }
    return all;
  }
}
