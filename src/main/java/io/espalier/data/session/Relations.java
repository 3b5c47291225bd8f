package io.espalier.data.session;

import io.espalier.data.DataException;
import io.espalier.data.Relation;
import io.espalier.data.TableEncoding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalog.Table;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.execution.datasources.DataSource;

/** Finds in a session what it is asked for. */
final class Relations {
  private static final int MOST_SHOWN = 20;

  private final SparkSession session;

  Relations(SparkSession session) {
    this.session = session;
  }

  /**
   * The rows.
   *
   * @throws DataException in one line, if there is no such thing
   */
  Dataset<Row> open(Relation relation) {
    return SparkFailures.inOneLine(
        relation.inWords(),
        () -> {
          if (relation instanceof Relation.Files files) {
            return files(files);
          }
          if (relation instanceof Relation.Named named) {
            return named(named);
          }
          if (relation instanceof Relation.Query query) {
            return query(query);
          }
          throw new IllegalArgumentException("there is nothing to read");
        });
  }

  /**
   * The test part as it goes with what is there to learn from: files of LIBSVM, in which nobody
   * says how many features there are, have as many.
   */
  Relation alike(Relation test, Relation train) {
    return LibsvmRows.unsized(test)
        .filter(files -> LibsvmRows.are(train))
        .map(files -> LibsvmRows.sized(files, width((Relation.Files) train)))
        .map(Relation.class::cast)
        .orElse(test);
  }

  private int width(Relation.Files files) {
    return SparkFailures.inOneLine(files.inWords(), () -> LibsvmRows.width(session, files));
  }

  /** New rows as a model takes them: files of LIBSVM have as many features as it has inputs. */
  static Relation fitting(Relation rows, TableEncoding encoding) {
    return LibsvmRows.unsized(rows)
        .map(files -> LibsvmRows.sized(files, LibsvmRows.width(encoding)))
        .map(Relation.class::cast)
        .orElse(rows);
  }

  private Dataset<Row> files(Relation.Files files) {
    if (!LibsvmRows.are(files)) {
      requireInstalled(files.format());
    }
    try {
      if (LibsvmRows.are(files)) {
        return LibsvmRows.rows(session, files);
      }
      return files.path().isEmpty()
          ? session.read().format(files.format()).options(files.options()).load()
          : session.read().format(files.format()).options(files.options()).load(files.path());
    } catch (Exception failure) { // Scala throws checked exceptions undeclared
      if (SparkFailures.is(failure, "PATH_NOT_FOUND")) {
        throw new DataException(
            files.path()
                + ": no such file; paths are looked up below data.root, which ESPALIER_DATA sets",
            failure);
      }
      if (SparkFailures.is(failure, "UNABLE_TO_INFER_SCHEMA")) {
        throw new DataException(
            files.path() + ": there are no files of format " + files.format(), failure);
      }
      throw failure;
    }
  }

  private void requireInstalled(String format) {
    try {
      DataSource.lookupDataSource(format, session.sessionState().conf());
    } catch (Exception | LinkageError missing) { // Scala throws checked exceptions undeclared
      throw new DataException(
          "data.format: Spark has no format \"" + format + "\"; " + howToBring(format), missing);
    }
  }

  private String howToBring(String format) {
    return format.toLowerCase(Locale.ROOT).equals("avro")
        ? "start with spark-submit --packages org.apache.spark:spark-avro_"
            + scala.util.Properties.versionNumberString().replaceFirst("\\.\\d+$", "")
            + ":"
            + session.version()
        : "csv, json, libsvm, orc, parquet and text are always there; others come with spark-submit"
            + " --packages GROUP:ARTIFACT:VERSION";
  }

  private Dataset<Row> named(Relation.Named named) throws AnalysisException {
    try {
      return session.table(named.table());
    } catch (Exception failure) { // Scala throws checked exceptions undeclared
      if (SparkFailures.is(failure, "TABLE_OR_VIEW_NOT_FOUND")
          || SparkFailures.is(failure, "SCHEMA_NOT_FOUND")) {
        throw new DataException(
            "data.table: there is no table \"" + named.table() + "\"" + others(named.table()),
            failure);
      }
      throw failure;
    }
  }

  /** The tables of the same database, nearest first. */
  private String others(String name) throws AnalysisException {
    int dot = name.lastIndexOf('.');
    String database = dot < 0 ? session.catalog().currentDatabase() : name.substring(0, dot);
    if (!session.catalog().databaseExists(database)) {
      return ", as there is no database \"" + database + "\"";
    }
    String prefix = dot < 0 ? "" : database + ".";
    List<String> near =
        Arrays.stream((Table[]) session.catalog().listTables(database).collect())
            .map(table -> prefix + table.name())
            .sorted(
                Comparator.comparing((String other) -> distance(name, other))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST_SHOWN)
            .toList();
    return near.isEmpty()
        ? "; database \"" + database + "\" has none"
        : "; the nearest are " + String.join(", ", near);
  }

  private static int distance(String name, String other) {
    return LevenshteinDistance.getDefaultInstance().apply(name, other);
  }

  /** Only what reads: Spark would carry out a command at once. */
  private Dataset<Row> query(Relation.Query query) throws ParseException {
    session.sessionState().sqlParser().parseQuery(query.sql());
    return session.sql(query.sql());
  }
}
