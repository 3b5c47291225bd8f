package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.NameList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The names of a set's arrays in an archive; those of parts it does not have are empty.
 *
 * @param validation pictures and classes of the published validation part
 */
record ArchiveNames(Pair train, Pair validation, Pair test) {
  private static final Pair NONE = new Pair("", "");

  /** As Keras publishes sets, as MedMNIST does, and as arrays without names are saved. */
  private static final List<ArchiveNames> USUAL =
      List.of(
          new ArchiveNames(
              new Pair("x_train", "y_train"),
              new Pair("x_val", "y_val"),
              new Pair("x_test", "y_test")),
          new ArchiveNames(
              new Pair("train_images", "train_labels"),
              new Pair("val_images", "val_labels"),
              new Pair("test_images", "test_labels")),
          new ArchiveNames(new Pair("arr_0", "arr_1"), NONE, new Pair("arr_2", "arr_3")));

  /** The names of pictures and of their classes. */
  record Pair(String images, String labels) {
    boolean isNone() {
      return images.isEmpty();
    }

    private Pair among(List<String> names) {
      return names.contains(images) && names.contains(labels) ? this : NONE;
    }
  }

  /** Names that somebody chose. */
  static ArchiveNames given(Pair train, Pair test) {
    return new ArchiveNames(train, NONE, test);
  }

  /** The usual names that an archive has. */
  static ArchiveNames of(Path archive, List<String> names) {
    return find(names)
        .orElseThrow(
            () ->
                new DataException(
                    DataFiles.name(archive)
                        + ": expected arrays x_train and y_train, train_images and train_labels, or"
                        + " arr_0 and arr_1, found "
                        + NameList.shown(names)
                        + "; set data.images and data.labels to the names of two of them"));
  }

  static Optional<ArchiveNames> find(List<String> names) {
    return USUAL.stream()
        .filter(usual -> !usual.train.among(names).isNone())
        .findFirst()
        .map(
            usual ->
                new ArchiveNames(
                    usual.train, usual.validation.among(names), usual.test.among(names)));
  }
}
