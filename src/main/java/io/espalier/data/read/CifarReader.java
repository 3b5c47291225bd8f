package io.espalier.data.read;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.Joined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** CIFAR-10: any number of training batches and the test batch. */
final class CifarReader {
  private static final Pattern BATCH = Pattern.compile("data_batch_(\\d{1,9})\\.bin");

  private static final String GET = ", or run: espalier data get cifar10";

  /** The published names, for folders without {@code batches.meta.txt}. */
  private static final List<String> NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private final DataFiles files;

  CifarReader(DataFiles files) {
    this.files = files;
  }

  Dataset read(DataSource.Cifar10 source) {
    Path folder = DataFiles.path(source.path());
    Path test = new Path(folder, "test_batch.bin");
    if (!files.isFolder(folder) || batches(folder).isEmpty()) {
      throw CifarFile.missing(folder, "data_batch_1.bin", GET);
    }
    if (!files.isFile(test)) {
      throw CifarFile.missing(folder, test.getName(), GET);
    }
    List<String> names = names(folder);
    List<CifarFile.Batch> all = new ArrayList<>();
    for (Path batch : batches(folder)) {
      all.add(batch(batch, names.size()));
    }
    CifarFile.Batch testBatch = batch(test, names.size());
    all.add(testBatch);
    String where = DataFiles.name(folder);
    byte[] labels = Joined.bytes(all.stream().map(CifarFile.Batch::labels).toList(), where);
    return new Dataset(
        CifarFile.SHAPE,
        new Features.Bytes(Joined.bytes(all.stream().map(CifarFile.Batch::pixels).toList(), where)),
        new Targets.Classes(CifarFile.classes(labels), names),
        List.of(),
        testBatch.labels().length);
  }

  /** The class names listed in the folder, else the published ones. */
  List<String> names(Path folder) {
    return CifarFile.names(files, new Path(folder, "batches.meta.txt"), NAMES);
  }

  CifarFile.Batch batch(Path path, int classes) {
    return new CifarFile(files, path, 1, 0).read(classes);
  }

  private List<Path> batches(Path folder) {
    return files.list(folder).stream()
        .map(FileStatus::getPath)
        .filter(p -> BATCH.matcher(p.getName()).matches())
        .sorted(Comparator.comparingInt(CifarReader::number).thenComparing(Path::getName))
        .toList();
  }

  private static int number(Path path) {
    return Integer.parseInt(BATCH.matcher(path.getName()).replaceFirst("$1"));
  }
}
