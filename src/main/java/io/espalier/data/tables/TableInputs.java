package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Inputs;
import io.espalier.data.Missing.Policy;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableEncoding.Kind;
import io.espalier.data.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** New rows for a model that was trained on a table: read as that was, encoded as that was. */
public final class TableInputs {
  private final TableFiles files;
  private final Consumer<String> notices;

  /**
   * A reader that finds file systems in the given configuration.
   *
   * @param notices takes what a user should know of the rows, a line each
   */
  public TableInputs(Configuration hadoop, Consumer<String> notices) {
    this.files = new TableFiles(hadoop);
    this.notices = notices;
  }

  /**
   * New rows, with or without labels. Rows with a hole in a column whose policy is to drop them are
   * there, but {@link Inputs#incomplete}.
   *
   * @param trainedOn how the training data were read
   * @param encoding what their columns became
   * @throws DataException in one line, if the file is missing, damaged or does not fit the model
   */
  public Inputs read(DataSource.Table trainedOn, TableEncoding encoding, String path) {
    return read(
        files.open(trainedOn.format(), path, trainedOn.csv()), trainedOn.spec(), encoding, notices);
  }

  /**
   * The same with rows from anywhere.
   *
   * @param trainedOn what was done with the columns of the training data
   * @param notices takes what a user should know of the rows, a line each
   */
  public static Inputs read(
      List<TableFile> found,
      TableSpec trainedOn,
      TableEncoding encoding,
      Consumer<String> notices) {
    List<String> columns = encoding.columns().stream().map(Column::name).toList();
    TableSpec spec = trainedOn;
    for (Column column : encoding.columns()) {
      ColumnRules rules = ColumnChoice.rules(spec, column.name());
      ColumnRules.Kind kind = spec.steps().asked() ? stepKind(column) : kind(column.kind());
      spec = spec.withRules(column.name(), rules.withKind(kind));
    }
    TableRows rows = new TableReader(spec, notices).read(found, columns, spec.labels());
    List<Integer> incomplete = incomplete(rows, encoding, notices);
    int[] all = IntStream.range(0, rows.rows()).toArray();
    new UnseenCategories(rows, encoding).tell("new", all, notices);
    return new Inputs(
            new TableEncoder(encoding).encode(rows),
            IntStream.of(all).mapToObj(rows.names()::text).toList(),
            labels(rows))
        .without(incomplete);
  }

  /**
   * New rows for a model of plain numbers that was trained on no table: a CSV file with its inputs
   * as columns.
   */
  public Inputs readNumbers(List<String> inputs, String path) {
    return read(
        new DataSource.Table(
            DataSource.Table.Format.CSV, path, "", CsvForm.USUAL, TableSpec.unlabelled()),
        TableEncoding.ofNumbers(inputs),
        path);
  }

  private static ColumnRules.Kind kind(Kind kind) {
    return switch (kind) {
      case NUMBER -> ColumnRules.Kind.NUMBER;
      case CATEGORY -> ColumnRules.Kind.CATEGORY;
      case DATE -> ColumnRules.Kind.DATE;
      case VECTOR -> ColumnRules.Kind.AUTO;
      case SEQUENCE -> ColumnRules.Kind.SEQUENCE;
      case CATEGORY_SEQUENCE, TOKENS -> ColumnRules.Kind.TOKENS;
    };
  }

  /** What a column is read as whose cells are steps. */
  private static ColumnRules.Kind stepKind(Column column) {
    return switch (column.kind()) {
      case CATEGORY_SEQUENCE, TOKENS -> ColumnRules.Kind.CATEGORY;
      case NUMBER, CATEGORY, DATE, VECTOR, SEQUENCE ->
          column.categories().equals(List.of(column.name()))
              ? ColumnRules.Kind.NUMBER
              : ColumnRules.Kind.AUTO;
    };
  }

  private static List<Integer> incomplete(
      TableRows rows, TableEncoding encoding, Consumer<String> notices) {
    boolean[] holes = new boolean[rows.rows()];
    for (Column column : encoding.columns()) {
      Policy policy = column.missing().policy();
      RawColumn raw = TableEncoder.named(rows.features(), column.name());
      requireWidth(column, raw, rows);
      requireSteps(column, raw, rows);
      for (int row = 0; row < rows.rows(); row++) {
        if (raw.isHole(row) && policy == Policy.REFUSE) {
          throw TableReader.damage(
              rows.names().text(row),
              column.name(),
              "a value",
              "a hole",
              "the model was trained with missing = refuse");
        }
        holes[row] |= raw.isHole(row) && policy == Policy.DROP;
      }
    }
    SequenceFit.requireSteps(encoding.columns(), rows);
    List<Integer> incomplete =
        IntStream.range(0, holes.length).filter(row -> holes[row]).boxed().toList();
    if (!incomplete.isEmpty()) {
      notices.accept(
          incomplete.size()
              + " of "
              + rows.rows()
              + " new rows have holes and get no prediction, as the model was trained with"
              + " missing = drop");
    }
    return incomplete;
  }

  private static void requireWidth(Column column, RawColumn raw, TableRows rows) {
    boolean fits = !(raw instanceof RawColumn.Vectors found) || found.width() == column.width();
    if (column.kind() == Kind.VECTOR && raw.holes() < rows.rows() && !fits) {
      throw new DataException(
          rows.names().text(0)
              + ", column \""
              + column.name()
              + "\": expected arrays of "
              + column.width()
              + " numbers, as in training, found "
              + ((RawColumn.Vectors) raw).width());
    }
  }

  private static void requireSteps(Column column, RawColumn raw, TableRows rows) {
    if (!(raw instanceof RawColumn.Stepped found) || raw.holes() == rows.rows()) {
      return;
    }
    int features =
        found instanceof RawColumn.Sequences numbers
            ? numbers.features()
            : column.kind() == Kind.SEQUENCE ? 0 : column.features();
    for (int row = 0; row < rows.rows(); row++) {
      if (found.steps(row) > column.steps() || features != column.features()) {
        throw new DataException(
            rows.names().text(row)
                + ", column \""
                + column.name()
                + "\": expected at most "
                + column.steps()
                + " steps of "
                + column.features()
                + ", as in training, found "
                + found.steps(row)
                + " of "
                + features);
      }
    }
  }

  private static List<String> labels(TableRows rows) {
    List<String> labels = new ArrayList<>();
    for (RawColumn column : rows.labels()) {
      if (!(column instanceof RawColumn.Texts texts)
          || column.holes() > 0
          || rows.labels().size() > 1) {
        return List.of();
      }
      for (int code : texts.codes()) {
        labels.add(texts.dictionary().get(code));
      }
    }
    return labels;
  }
}
