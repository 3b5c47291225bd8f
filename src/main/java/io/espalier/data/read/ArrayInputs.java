package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.Inputs;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.NameList;
import io.espalier.wire.InputShape;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** New examples for a trained model in arrays of NumPy, raw as they are. */
final class ArrayInputs {
  private final NumpyFiles files;

  ArrayInputs(DataFiles files) {
    this.files = new NumpyFiles(files);
  }

  /** The array of a file, or the test part of an archive with more than one. */
  Inputs read(Path path, InputShape shape) {
    List<String> names = NumpyFiles.isArchive(path) ? files.names(path) : List.of();
    if (names.size() < 2) {
      return inputs(path, files.array(path), shape, List.of());
    }
    ArchiveNames.Pair test = ArchiveNames.of(path, names).test();
    if (test.isNone()) {
      throw new DataException(
          DataFiles.name(path)
              + ": expected one array or a test part (x_test and y_test), found "
              + NameList.shown(names));
    }
    NpyArray images = files.array(path, test.images());
    ArrayClasses classes = ArrayClasses.of(files.array(path, test.labels()), images);
    List<String> labels = IntStream.of(classes.numbers()).mapToObj(Integer::toString).toList();
    return inputs(path, images, shape, labels);
  }

  private static Inputs inputs(Path path, NpyArray array, InputShape shape, List<String> labels) {
    ArrayExamples examples = ArrayExamples.of(array);
    boolean flattened = shape instanceof InputShape.Flat && examples.shape().size() == shape.size();
    if (!examples.shape().equals(shape) && !flattened) {
      throw new DataException(
          array.name() + ": expected examples of " + shape + ", found " + examples.shape());
    }
    return new Inputs(examples.features(), ImageInputs.numbered(path, array.examples()), labels);
  }
}
