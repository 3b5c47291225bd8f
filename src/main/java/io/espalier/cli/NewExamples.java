package io.espalier.cli;

import io.espalier.data.DataSource;
import io.espalier.data.Inputs;
import io.espalier.data.Relation;
import io.espalier.data.TableSpec;
import io.espalier.data.read.InputReader;
import io.espalier.data.session.SessionReader;
import io.espalier.data.tables.TableInputs;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.run.ModelCard;
import io.espalier.wire.InputShape;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** What is to be predicted where it is no file: a table or the rows of a query. */
final class NewExamples {
  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Instead of INPUT, a table or view that Spark knows, for a model of tables.")
  private String table = "";

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "Instead of INPUT, the rows of a Spark SQL query, for a model of tables.")
  private String query = "";

  /** What messages call it. */
  String inWords(String path) {
    return path.isEmpty() ? relation().inWords() : path;
  }

  /**
   * Reads examples in the form that a model takes.
   *
   * @param path of a file or folder; empty where a table or query is asked for
   */
  Inputs read(String path, ModelCard card, Configuration hadoop, Consumer<String> notices) {
    if (Stream.of(path, table, query).filter(given -> !given.isEmpty()).count() != 1) {
      throw new UsageException("give one of INPUT, --table and --query");
    }
    if (card.source() instanceof DataSource.SparkTable trainedOn) {
      Relation rows = path.isEmpty() ? relation() : files(path, trainedOn);
      return read(rows, trainedOn.spec(), card, notices);
    }
    if (!path.isEmpty()) {
      return files(path, card, hadoop, notices);
    }
    if (card.source() instanceof DataSource.Table trainedOn) {
      return read(relation(), trainedOn.spec(), card, notices);
    }
    throw new UsageException("--table and --query are for models of tables; give INPUT");
  }

  private Relation relation() {
    return table.isEmpty() ? new Relation.Query(query) : new Relation.Named(table);
  }

  private static Inputs read(
      Relation rows, TableSpec trainedOn, ModelCard card, Consumer<String> notices) {
    return new SessionReader(SparkSessions.reading(), notices)
        .read(rows, trainedOn, card.encoding());
  }

  /** The path with the format and the options of the files that the model was trained on. */
  private static Relation files(String path, DataSource.SparkTable trainedOn) {
    return Stream.of(trainedOn.relation(), trainedOn.test())
        .filter(Relation.Files.class::isInstance)
        .map(files -> (Relation) ((Relation.Files) files).at(path))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "the model was trained on "
                        + trainedOn.relation().inWords()
                        + ", so that nobody knows the format of "
                        + path
                        + "; give --table, or --query \"select * from parquet.`"
                        + path
                        + "`\""));
  }

  private static Inputs files(
      String path, ModelCard card, Configuration hadoop, Consumer<String> notices) {
    TableInputs tables = new TableInputs(hadoop, notices);
    if (card.source() instanceof DataSource.Table trainedOn) {
      return tables.read(trainedOn, card.encoding(), path);
    }
    List<String> inputs = card.featureNames();
    return card.input() instanceof InputShape.Graph || inputs.isEmpty()
        ? new InputReader(hadoop, notices).read(card.source(), path, card.input(), inputs)
        : tables.readNumbers(inputs, path);
  }
}
