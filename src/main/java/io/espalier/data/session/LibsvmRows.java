package io.espalier.data.session;

import io.espalier.data.DataException;
import io.espalier.data.Relation;
import io.espalier.data.TableEncoding;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Files of LIBSVM and SVMlight as a table of {@code label} and {@code features}, an array in which
 * what is not written is 0. Spark's own reader of them is part of its machine learning, which need
 * not be there, and knows no comments behind a line.
 */
final class LibsvmRows {
  /** What Spark calls such files. */
  static final String FORMAT = "libsvm";

  private static final String FEATURES = "features";

  /** The option, named as Spark does, that says how many features there are. */
  private static final String WIDTH = "numFeatures";

  private LibsvmRows() {}

  static boolean are(Relation relation) {
    return relation instanceof Relation.Files files && files.format().equalsIgnoreCase(FORMAT);
  }

  /** Such files, of which nobody has said how many features there are; empty for anything else. */
  static Optional<Relation.Files> unsized(Relation relation) {
    return are(relation) && !((Relation.Files) relation).options().containsKey(WIDTH)
        ? Optional.of((Relation.Files) relation)
        : Optional.empty();
  }

  /** The same files with so many features. */
  static Relation.Files sized(Relation.Files files, int width) {
    TreeMap<String, String> options = new TreeMap<>(files.options());
    options.put(WIDTH, Integer.toString(width));
    return new Relation.Files(files.format(), files.path(), options);
  }

  /** How many features there are: as many as somebody said, or as the highest index says. */
  static int width(SparkSession session, Relation.Files files) {
    if (unsized(files).isPresent()) {
      return lines(session, files).map(LibsvmLine::width).fold(0, Math::max);
    }
    String width = files.options().get(WIDTH);
    try {
      return Integer.parseInt(width);
    } catch (NumberFormatException noNumber) {
      throw new DataException(
          "data.options." + WIDTH + ": expected a whole number, found \"" + width + "\"", noNumber);
    }
  }

  static Dataset<Row> rows(SparkSession session, Relation.Files files) {
    int width = width(session, files);
    JavaRDD<Row> rows =
        lines(session, files)
            .map(
                line -> {
                  if (line.width() > width) {
                    throw new DataException(
                        "expected features 1 to "
                            + width
                            + ", found index "
                            + line.width()
                            + "; set data.options."
                            + WIDTH
                            + " to the highest index of all files");
                  }
                  return RowFactory.create(line.label(), line.dense(width));
                });
    StructType schema = new StructType().add("label", "double").add(FEATURES, "array<float>");
    return session.createDataFrame(rows, schema);
  }

  /** How many features a model was trained on. */
  static int width(TableEncoding encoding) {
    return encoding.columns().stream()
        .filter(column -> column.name().equals(FEATURES))
        .mapToInt(TableEncoding.Column::width)
        .sum();
  }

  private static JavaRDD<LibsvmLine> lines(SparkSession session, Relation.Files files) {
    TreeMap<String, String> options = new TreeMap<>(files.options());
    options.remove(WIDTH);
    return session
        .read()
        .options(options)
        .text(files.path())
        .javaRDD()
        .flatMap(row -> LibsvmLine.of(row.getString(0)).stream().iterator());
  }
}
