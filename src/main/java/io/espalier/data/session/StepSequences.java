package io.espalier.data.session;

import io.espalier.data.DataException;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableSpec;
import io.espalier.data.tables.ColumnChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that are steps as rows that are sequences, made by Spark: the columns that tell sequences
 * apart, then the model's columns, an array of as many elements as there are steps in each. A
 * column with a null or NaN in a step is null. Lazy; a null among the keys, or two steps of a
 * sequence in the same place, end the job that asks for the rows.
 */
public final class StepSequences {
  private static final String NAME = "the rows";
  private static final String STEPS = "__steps"; // no column of anybody's
  private static final String PLACE = "place";

  private final TableSpec spec;
  private final List<SparkColumn> keys;
  private final List<SparkColumn> features;
  private final SparkColumn order;

  /**
   * Finds the columns.
   *
   * @param schema of the rows
   * @param spec how they make sequences, of the table that the model was trained on
   * @param encoding what became of the columns of the training data
   * @throws DataException in one line, if a column is not there or nothing orders the steps
   */
  public StepSequences(StructType schema, TableSpec spec, TableEncoding encoding) {
    this.spec = spec;
    List<SparkColumn> columns = SparkColumn.of(schema);
    keys = spec.steps().by().stream().map(name -> named(columns, name)).toList();
    order = named(columns, spec.steps().order());
    features = encoding.columns().stream().map(column -> named(columns, column.name())).toList();
    if (order.type() instanceof StringType) {
      throw new DataException(
          NAME
              + ": column \""
              + order.name()
              + "\": expected numbers or dates, by which steps are ordered, found text; cast it");
    }
  }

  private static SparkColumn named(List<SparkColumn> columns, String name) {
    ColumnChoice.require(new RowBatch(NAME, columns, new GatheredRows(Map.of(), new int[0])), name);
    SparkColumn found =
        columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
    found.require(NAME);
    return found;
  }

  /** The columns that tell sequences apart. */
  public StructType keys() {
    StructType schema = new StructType();
    for (SparkColumn key : keys) {
      schema = schema.add(key.name(), key.type());
    }
    return schema;
  }

  /** The names of the model's columns. */
  public String[] features() {
    return features.stream().map(SparkColumn::name).toArray(String[]::new);
  }

  /** One row for each sequence, in no order. */
  public Dataset<Row> of(Dataset<?> rows) {
    Column[] by = keys.stream().map(SparkColumn::column).toArray(Column[]::new);
    List<Column> parts = new ArrayList<>(List.of(place().as(PLACE)));
    for (int i = 0; i < features.size(); i++) {
      parts.add(features.get(i).column().as(part(i)));
    }
    Dataset<Row> gathered =
        rows.groupBy(by)
            .agg(functions.collect_list(functions.struct(parts.toArray(Column[]::new))).as(STEPS))
            .withColumn(STEPS, functions.expr(ordered()))
            .withColumn(STEPS, functions.expr(checked()));
    List<Column> sequences = new ArrayList<>();
    for (String key : keys().fieldNames()) {
      sequences.add(functions.col("`" + key.replace("`", "``") + "`"));
    }
    for (int i = 0; i < features.size(); i++) {
      sequences.add(functions.expr(whole(i)).as(features.get(i).name()));
    }
    return gathered.select(sequences.toArray(Column[]::new));
  }

  private static String part(int feature) {
    return "f" + feature;
  }

  /** What orders a step; none of the keys may be missing. */
  private Column place() {
    Column missing =
        Stream.concat(keys.stream(), Stream.of(order))
            .map(key -> key.column().isNull())
            .reduce(Column::or)
            .orElseThrow();
    String why = "expected a value in each of the columns of data.sequence, found a null";
    return functions
        .when(missing, functions.raise_error(functions.lit(why)))
        .otherwise(order.column());
  }

  private static String ordered() {
    return "array_sort("
        + STEPS
        + ", (a, b) ->"
        + " case when a.place < b.place then -1 when a.place > b.place then 1 else 0 end)";
  }

  private String checked() {
    String why =
        "expected steps of different "
            + order.name()
            + " in each sequence, found one twice; sequences are told apart by data.sequence.by";
    String places = "size(array_distinct(" + STEPS + "." + PLACE + "))";
    return "if("
        + places
        + " < size("
        + STEPS
        + "), raise_error("
        + quoted(why)
        + "), "
        + STEPS
        + ")";
  }

  /** A column's numbers or texts in order; nothing where one is missing. */
  private String whole(int feature) {
    DataType type = features.get(feature).type();
    String cells = STEPS + "." + part(feature);
    String hole = "x is null";
    if (type instanceof DoubleType || type instanceof FloatType) {
      hole += " or isnan(x)";
    } else if (type instanceof StringType) {
      List<String> holes = spec.rules(features.get(feature).name()).cells().holes();
      hole +=
          " or array_contains(array("
              + holes.stream().map(StepSequences::quoted).collect(Collectors.joining(", "))
              + "), x)";
      cells = "transform(" + cells + ", x -> trim(x))";
    }
    return "if(exists(" + cells + ", x -> " + hole + "), null, " + cells + ")";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
