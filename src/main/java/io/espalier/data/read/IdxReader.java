package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.download.PublishedSets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** The four files of the MNIST family in one folder. */
final class IdxReader {
  private final DataFiles files;

  IdxReader(DataFiles files) {
    this.files = files;
  }

  Dataset read(DataSource.Idx source) {
    Path folder = DataFiles.path(source.path());
    Path trainImagesPath = find(folder, "train-images", "idx3");
    Path trainLabelsPath = find(folder, "train-labels", "idx1");
    Path testImagesPath = find(folder, "t10k-images", "idx3");
    Path testLabelsPath = find(folder, "t10k-labels", "idx1");
    IdxFile.Images train = IdxFile.images(files, trainImagesPath);
    IdxFile.Labels trainLabels = IdxFile.labels(files, trainLabelsPath);
    IdxFile.Images test = IdxFile.images(files, testImagesPath);
    IdxFile.Labels testLabels = IdxFile.labels(files, testLabelsPath);
    sameCount(trainImagesPath, train, trainLabelsPath, trainLabels);
    sameCount(testImagesPath, test, testLabelsPath, testLabels);
    sameShape(trainImagesPath, train, testImagesPath, test);
    List<String> names =
        source.classNames().isEmpty() ? namesOf(trainLabelsPath, trainLabels) : source.classNames();
    inRange(trainLabelsPath, trainLabels, names.size());
    inRange(testLabelsPath, testLabels, names.size());
    byte[] pixels = Joined.bytes(List.of(train.pixels(), test.pixels()), DataFiles.name(folder));
    short[] labels = shorts(trainLabels.values(), testLabels.values());
    return new Dataset(
        train.shape(),
        new Features.Bytes(pixels),
        new Targets.Classes(labels, names),
        List.of(),
        test.count());
  }

  private Path find(Path folder, String part, String kind) {
    List<Path> candidates =
        Stream.of("-", ".")
            .map(joint -> part + joint + kind + "-ubyte")
            .flatMap(name -> Stream.of(name, name + ".gz"))
            .map(name -> new Path(folder, name))
            .toList();
    return candidates.stream()
        .filter(files::isFile)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    DataFiles.name(folder)
                        + ": no file "
                        + part
                        + "-"
                        + kind
                        + "-ubyte (or .gz); set ESPALIER_DATA to the folder that data paths start"
                        + " from, or run: espalier data get "
                        + PublishedSets.nameForFolder(folder.getName()).orElse("mnist")));
  }

  private static void sameCount(
      Path imagesPath, IdxFile.Images images, Path labelsPath, IdxFile.Labels labels) {
    if (images.count() != labels.values().length) {
      throw new DataException(
          DataFiles.name(labelsPath)
              + ": byte 4: expected "
              + images.count()
              + " labels, as many as "
              + imagesPath.getName()
              + " has images, found "
              + labels.values().length);
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

  /** Names 0 to the highest training label; a gap below it means a damaged label. */
  private static List<String> namesOf(Path path, IdxFile.Labels labels) {
    int[] firstAt = new int[256];
    int highest = 0;
    for (int i = labels.values().length - 1; i >= 0; i--) {
      firstAt[labels.label(i)] = i + 1;
      highest = Math.max(highest, labels.label(i));
    }
    for (int label = 0; label < highest; label++) {
      if (firstAt[label] == 0) {
        throw IdxFile.labelOutOfRange(
            path,
            firstAt[highest] - 1,
            highest,
            "labels without gaps (name all classes if some have no examples), but no example has"
                + " label "
                + label);
      }
    }
    return IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList();
  }

  private static void inRange(Path path, IdxFile.Labels labels, int classes) {
    for (int i = 0; i < labels.values().length; i++) {
      if (labels.label(i) >= classes) {
        throw IdxFile.labelOutOfRange(
            path, i, labels.label(i), "a label from 0 to " + (classes - 1));
      }
    }
  }

  private static short[] shorts(byte[] first, byte[] second) {
    short[] all = new short[first.length + second.length];
    for (int i = 0; i < first.length; i++) {
      all[i] = (short) (first[i] & 0xff);
    }
    for (int i = 0; i < second.length; i++) {
      all[first.length + i] = (short) (second[i] & 0xff);
    }
    return all;
  }
}
