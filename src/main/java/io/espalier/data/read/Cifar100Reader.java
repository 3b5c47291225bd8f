package io.espalier.data.read;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.Joined;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** CIFAR-100: records of a coarse label, a fine label and the pixels. */
final class Cifar100Reader {
  private final DataFiles files;

  Cifar100Reader(DataFiles files) {
    this.files = files;
  }

  Dataset read(DataSource.Cifar100 source) {
    Path folder = DataFiles.path(source.path());
    for (String file : List.of("train.bin", "test.bin")) {
      if (!files.isFile(new Path(folder, file))) {
        throw CifarFile.missing(folder, file, "");
      }
    }
    List<String> names = names(folder, source.labels());
    CifarFile.Batch train = batch(new Path(folder, "train.bin"), source.labels(), names.size());
    CifarFile.Batch test = batch(new Path(folder, "test.bin"), source.labels(), names.size());
    String where = DataFiles.name(folder);
    byte[] labels = Joined.bytes(List.of(train.labels(), test.labels()), where);
    return new Dataset(
        CifarFile.SHAPE,
        new Features.Bytes(Joined.bytes(List.of(train.pixels(), test.pixels()), where)),
        new Targets.Classes(CifarFile.classes(labels), names),
        List.of(),
        test.labels().length);
  }

  /** The class names listed in the folder, else {@code 0, 1, …}. */
  List<String> names(Path folder, DataSource.Cifar100.Labels labels) {
    boolean fine = labels == DataSource.Cifar100.Labels.FINE;
    List<String> numbers = IntStream.range(0, fine ? 100 : 20).mapToObj(Integer::toString).toList();
    Path file = new Path(folder, fine ? "fine_label_names.txt" : "coarse_label_names.txt");
    return CifarFile.names(files, file, numbers);
  }

  CifarFile.Batch batch(Path path, DataSource.Cifar100.Labels labels, int classes) {
    int place = labels == DataSource.Cifar100.Labels.FINE ? 1 : 0;
    return new CifarFile(files, path, 2, place).read(classes);
  }
}
