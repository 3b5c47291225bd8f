package io.espalier.driver.draft;

import io.espalier.ConfigurationException;
import io.espalier.data.DataException;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Relation;
import io.espalier.data.session.SessionReader;
import io.espalier.driver.hocon.Quoted;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Says by the names of files what lies at a path. */
final class PathLook {
  private static final Pattern CSV =
      Pattern.compile(".*\\.(csv|tsv|tab|txt|data|dat)(\\.(gz|bz2|zst|lz4|snappy|deflate))?");
  private static final Pattern SPARK =
      Pattern.compile(".*\\.(orc|json|jsonl|ndjson|libsvm|svm|avro)(\\.(gz|bz2|zst|lz4|snappy))?");
  private static final Pattern PARQUET = Pattern.compile(".*\\.parquet");
  private static final Pattern IDX = Pattern.compile("(.*-)?images[-.]idx3-ubyte(\\.gz)?");
  private static final Pattern CIFAR = Pattern.compile("data_batch_\\d+\\.bin");
  private static final Pattern CIFAR_100 = Pattern.compile("fine_label_names\\.txt");
  private static final Pattern NPZ = Pattern.compile(".*\\.npz");

  /** What other programs keep tables in, and nothing here reads. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          ".*\\.(xlsx?|ods|arff|h5|hdf5|mat|sav|dta|sas7bdat|rds|rdata|pkl|pickle|feather|arrow"
              + "|sqlite3?|db|zip|tar|tgz|7z)");

  /** Pairs of arrays as people call them: pictures, and their classes. */
  private static final List<List<String>> ARRAYS =
      List.of(
          List.of("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"),
          List.of("train_images.npy", "train_labels.npy", "test_images.npy", "test_labels.npy"),
          List.of("x.npy", "y.npy"),
          List.of("images.npy", "labels.npy"));

  private static final Pattern TU = Pattern.compile("(.+)_graph_indicator\\.txt");
  private static final Pattern PAPERS = Pattern.compile("(.+)\\.content");
  private static final Pattern ENDINGS = Pattern.compile("(\\.[A-Za-z][A-Za-z0-9]{0,7}){1,2}$");

  private final Configuration hadoop;
  private final SessionReader session;
  private final Optional<String> label;

  /**
   * @param session reads what only Spark reads
   * @param label the column of a table that is to be predicted; empty if nobody said
   */
  PathLook(Configuration hadoop, SessionReader session, Optional<String> label) {
    this.hadoop = hadoop;
    this.session = session;
    this.label = label;
  }

  /**
   * Looks at a file or folder.
   *
   * @throws DataException in one line, if it is not there or nothing here reads it
   * @throws ConfigurationException if it is not plain what is to be predicted
   */
  Found look(String said) {
    Path path = new Path(said);
    try {
      FileSystem files = path.getFileSystem(hadoop);
      return files.getFileStatus(path).isFile()
          ? file(path, siblings(path, files))
          : folder(path, siblings(new Path(path, "any"), files));
    } catch (FileNotFoundException e) {
      throw new DataException(said + ": there is no such file or folder", e);
    } catch (IOException e) {
      throw new DataException(said + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether a file is data by its name. */
  static boolean knows(String path) {
    String name = lower(new Path(path));
    return Stream.of(CSV, SPARK, PARQUET, NPZ, IDX, CIFAR, FOREIGN)
        .anyMatch(pattern -> pattern.matcher(name).matches());
  }

  /** What lies in the folder of a path, by name. */
  private static List<FileStatus> siblings(Path path, FileSystem files) throws IOException {
    Path folder = Optional.ofNullable(path.getParent()).orElse(new Path("."));
    return Arrays.stream(files.listStatus(folder))
        .filter(file -> !hidden(file))
        .sorted(Comparator.comparing(file -> file.getPath().getName()))
        .toList();
  }

  private static boolean hidden(FileStatus file) {
    return file.getPath().getName().startsWith(".") || file.getPath().getName().startsWith("_");
  }

  private Found file(Path path, List<FileStatus> beside) {
    String name = lower(path);
    Path folder = Optional.ofNullable(path.getParent()).orElse(new Path("."));
    if (CSV.matcher(name).matches()) {
      return table(Format.CSV, path, path, testBeside(path, beside));
    }
    if (PARQUET.matcher(name).matches()) {
      return table(Format.PARQUET, path, path, testBeside(path, beside));
    }
    Matcher spark = SPARK.matcher(name);
    if (spark.matches()) {
      return ofSpark(path, format(spark.group(1)));
    }
    if (NPZ.matcher(name).matches()) {
      return source(Found.Kind.PICTURES, path, "npy", "arrays of NumPy");
    }
    if (IDX.matcher(name).matches() || CIFAR.matcher(name).matches()) {
      return folder(folder, beside);
    }
    throw new DataException(
        path
            + ": nothing here reads such a file"
            + (FOREIGN.matcher(name).matches() ? "; save it as CSV or Parquet" : "")
            + "; read are tables (.csv, .tsv, .data,"
            + " .parquet, .orc, .json, .libsvm, .avro) and"
            + " folders of pictures, of IDX, CIFAR or NumPy files, of graphs");
  }

  /** A file that Spark reads. */
  private Found ofSpark(Path path, String format) {
    String file = absolute(path, hadoop);
    List<Entry> source = List.of(new Entry("format", format), new Entry("path", Quoted.text(file)));
    return session.look(
        new Relation.Files(format, file, new TreeMap<>()),
        table -> new TableLook(hadoop).look(table, source, stem(path), label));
  }

  private static String format(String ending) {
    return switch (ending) {
      case "jsonl", "ndjson" -> "json";
      case "svm" -> "libsvm";
      default -> ending;
    };
  }

  /** Looks at a table of Spark's catalog. */
  Found named(String table) {
    String name = table.substring(table.lastIndexOf('.') + 1);
    return session.look(
        new Relation.Named(table),
        rows ->
            new TableLook(hadoop)
                .look(rows, List.of(new Entry("table", Quoted.text(table))), name, label));
  }

  private Found folder(Path folder, List<FileStatus> inside) {
    Optional<Found> known =
        sole(inside, TU)
            .map(name -> source(Found.Kind.GRAPHS, folder, "tu", "graphs of " + name))
            .or(
                () ->
                    sole(inside, PAPERS)
                        .map(
                            name ->
                                source(
                                    Found.Kind.PAPERS, folder, "citations", "papers of " + name)))
            .or(() -> pictureFiles(folder, inside));
    return known.or(() -> tables(folder, inside)).orElseGet(() -> pictures(folder, inside));
  }

  private Optional<Found> pictureFiles(Path folder, List<FileStatus> inside) {
    if (any(inside, IDX)) {
      return Optional.of(source(Found.Kind.PICTURES, folder, "idx", "pictures in IDX files"));
    }
    if (any(inside, CIFAR_100)) {
      return Optional.of(source(Found.Kind.PICTURES, folder, "cifar100", "pictures of CIFAR-100"));
    }
    if (any(inside, NPZ)) {
      Path file =
          inside.stream()
              .map(FileStatus::getPath)
              .filter(f -> NPZ.matcher(lower(f)).matches())
              .findFirst()
              .orElseThrow();
      return Optional.of(source(Found.Kind.PICTURES, file, "npy", "arrays of NumPy"));
    }
    return any(inside, CIFAR)
        ? Optional.of(source(Found.Kind.PICTURES, folder, "cifar10", "pictures of CIFAR-10"))
        : arrays(folder, inside);
  }

  /** Arrays that lie side by side. */
  private Optional<Found> arrays(Path folder, List<FileStatus> inside) {
    List<String> keys = List.of("images", "labels", "test-images", "test-labels");
    List<String> names = inside.stream().map(file -> file.getPath().getName()).toList();
    for (List<String> wanted : ARRAYS) {
      List<String> there = wanted.stream().filter(names::contains).toList();
      if (there.size() == wanted.size() || there.equals(wanted.subList(0, 2))) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry("source", "npy"));
        for (String name : there) {
          String file = absolute(new Path(folder, name), hadoop);
          entries.add(new Entry(keys.get(wanted.indexOf(name)), Quoted.text(file)));
        }
        return Optional.of(
            new Found(
                Found.Kind.PICTURES,
                stem(folder),
                entries,
                List.of(folder.getName() + ": arrays of NumPy, " + String.join(", ", there))));
      }
    }
    return Optional.empty();
  }

  /** A folder of tables: one file, a training and a test file, or parts of one table. */
  private Optional<Found> tables(Path folder, List<FileStatus> inside) {
    for (Format format : Format.values()) {
      Pattern wanted = format == Format.CSV ? CSV : PARQUET;
      List<Path> files =
          inside.stream()
              .filter(FileStatus::isFile)
              .map(FileStatus::getPath)
              .filter(file -> wanted.matcher(lower(file)).matches())
              .toList();
      Optional<Path> train =
          files.stream().filter(file -> lower(file).contains("train")).findFirst();
      if (train.isPresent() || files.size() == 1) {
        Path file = train.orElseGet(() -> files.get(0));
        return Optional.of(table(format, file, file, testBeside(file, inside)));
      }
      if (!files.isEmpty()) {
        return Optional.of(table(format, folder, files.get(0), Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private Found table(Format format, Path path, Path first, Optional<Path> test) {
    return new TableLook(hadoop).look(format, path, first, test, stem(path), label);
  }

  private Found pictures(Path folder, List<FileStatus> inside) {
    return new PictureLook(hadoop)
        .look(
            folder,
            inside.stream().filter(FileStatus::isDirectory).map(FileStatus::getPath).toList())
        .orElseThrow(
            () ->
                new DataException(
                    folder
                        + ": the folder holds nothing that is read here: no table, no folders of"
                        + " pictures, no IDX, CIFAR or NumPy files, no graphs; it holds "
                        + (inside.isEmpty()
                            ? "nothing"
                            : String.join(
                                ", ",
                                inside.stream()
                                    .limit(10)
                                    .map(f -> f.getPath().getName())
                                    .toList()))));
  }

  private Found source(Found.Kind kind, Path folder, String word, String line) {
    return new Found(
        kind,
        stem(folder),
        List.of(
            new Entry("source", word), new Entry("path", Quoted.text(absolute(folder, hadoop)))),
        List.of(folder.getName() + ": " + line));
  }

  /** The file beside a training file whose name says test where that says train. */
  private static Optional<Path> testBeside(Path file, List<FileStatus> beside) {
    String name = lower(file);
    Predicate<Path> pair =
        other -> {
          String its = lower(other);
          return its.equals(name.replace("train", "test"))
              || its.equals(name.replace("training", "test"));
        };
    return name.contains("train")
        ? beside.stream().map(FileStatus::getPath).filter(pair).findFirst()
        : Optional.empty();
  }

  private static Optional<String> sole(List<FileStatus> inside, Pattern pattern) {
    return inside.stream()
        .map(file -> pattern.matcher(file.getPath().getName()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  private static boolean any(List<FileStatus> inside, Pattern pattern) {
    return inside.stream().anyMatch(file -> pattern.matcher(lower(file.getPath())).matches());
  }

  private static String lower(Path path) {
    return path.getName().toLowerCase(Locale.ROOT);
  }

  private static String stem(Path path) {
    return ENDINGS.matcher(path.getName()).replaceFirst("");
  }

  /** A path as it is found from anywhere: a local one without {@code file:}. */
  static String absolute(Path path, Configuration hadoop) {
    try {
      Path whole = path.getFileSystem(hadoop).makeQualified(path);
      return "file".equals(whole.toUri().getScheme()) ? whole.toUri().getPath() : whole.toString();
    } catch (IOException e) {
      throw new DataException(path + ": cannot be found: " + e.getMessage(), e);
    }
  }
}
