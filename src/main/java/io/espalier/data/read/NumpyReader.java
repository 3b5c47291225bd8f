package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.Joined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** Arrays of NumPy: those to learn from, then a published validation part, then the test part. */
final class NumpyReader {
  private final NumpyFiles files;
  private final Consumer<String> notices;

  NumpyReader(DataFiles files, Consumer<String> notices) {
    this.files = new NumpyFiles(files);
    this.notices = notices;
  }

  /** Examples and their classes. */
  private record Part(ArrayExamples examples, ArrayClasses classes) {
    int count() {
      return examples.array().examples();
    }
  }

  SourceExamples read(DataSource.NumpyArrays source) {
    ArchiveNames names = names(source);
    Function<String, NpyArray> open =
        source.archive().isEmpty()
            ? file -> files.array(DataFiles.path(file))
            : name -> files.array(DataFiles.path(source.archive()), name);
    Part train = part(open, names.train()).orElseThrow();
    Optional<Part> validation = part(open, names.validation());
    Optional<Part> test = part(open, names.test());
    List<Part> parts = new ArrayList<>(List.of(train));
    validation.ifPresent(parts::add);
    test.ifPresent(parts::add);
    parts.forEach(part -> requireAlike(train, part));
    List<Integer> known = train.classes().known();
    tell(train.classes(), known);
    int tested = test.map(Part::count).orElse(0);
    Dataset dataset =
        new Dataset(
            train.examples().shape(),
            features(parts),
            new Targets.Classes(labels(parts, known), known.stream().map(String::valueOf).toList()),
            List.of(),
            tested);
    return new SourceExamples(
        dataset, validation.map(part -> split(train.count(), part.count(), tested)));
  }

  private ArchiveNames names(DataSource.NumpyArrays source) {
    if (!source.images().isEmpty()) {
      return ArchiveNames.given(
          new ArchiveNames.Pair(source.images(), source.labels()),
          new ArchiveNames.Pair(source.testImages(), source.testLabels()));
    }
    Path archive = DataFiles.path(source.archive());
    return ArchiveNames.of(archive, files.names(archive));
  }

  private static Optional<Part> part(Function<String, NpyArray> open, ArchiveNames.Pair names) {
    if (names.isNone()) {
      return Optional.empty();
    }
    NpyArray images = open.apply(names.images());
    NpyArray labels = open.apply(names.labels());
    ArrayClasses classes = ArrayClasses.of(labels, images);
    return Optional.of(new Part(ArrayExamples.of(images), classes));
  }

  private static void requireAlike(Part train, Part other) {
    NpyArray expected = train.examples().array();
    NpyArray found = other.examples().array();
    if (!train.examples().shape().equals(other.examples().shape())
        || !expected.type().equals(found.type())) {
      throw new DataException(
          found.name()
              + ": expected examples of "
              + train.examples().shape()
              + " and values of type "
              + expected.type()
              + " as in "
              + expected.name()
              + ", found "
              + other.examples().shape()
              + " and "
              + found.type());
    }
  }

  private void tell(ArrayClasses classes, List<Integer> known) {
    if (known.get(0) != 0 || known.get(known.size() - 1) != known.size() - 1) {
      notices.accept(
          classes.array().name()
              + ": labels are not 0, 1, … without gaps; the classes are the "
              + known.size()
              + " that occur, "
              + known.get(0)
              + " to "
              + known.get(known.size() - 1));
    }
  }

  private static Features features(List<Part> parts) {
    List<Features> pieces = parts.stream().map(part -> part.examples().features()).toList();
    String where = parts.get(0).examples().array().name();
    if (pieces.get(0) instanceof Features.Bytes) {
      return new Features.Bytes(
          Joined.bytes(pieces.stream().map(p -> ((Features.Bytes) p).values()).toList(), where));
    }
    float[] all =
        new float[Joined.length(pieces.stream().mapToLong(Features::length).sum(), where)];
    int at = 0;
    for (Features piece : pieces) {
      piece.copy(0, all, at, piece.length());
      at += piece.length();
    }
    return new Features.Floats(all);
  }

  private static short[] labels(List<Part> parts, List<Integer> known) {
    short[] all = new short[parts.stream().mapToInt(Part::count).sum()];
    int at = 0;
    for (Part part : parts) {
      System.arraycopy(part.classes().places(known), 0, all, at, part.count());
      at += part.count();
    }
    return all;
  }

  private static Split split(int train, int validation, int test) {
    int learned = train + validation;
    return new Split(
        IntStream.range(0, train).toArray(),
        IntStream.range(train, learned).toArray(),
        IntStream.range(learned, learned + test).toArray());
  }
}
