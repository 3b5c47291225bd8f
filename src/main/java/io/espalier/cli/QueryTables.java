package io.espalier.cli;

import io.espalier.driver.tables.RunTables;
import io.espalier.search.space.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables of some runs, asked with Spark SQL. */
final class QueryTables {
  private static final Pattern QUESTION =
      Pattern.compile("\\s*(select|with|from)\\b.*", Pattern.DOTALL);

  private final SparkSession spark;
  private List<String> runs = List.of();
  private Set<String> views = Set.of();

  /**
   * @param runs folders of runs, or above some
   * @throws io.espalier.driver.tables.TableException if a folder has no run with tables
   */
  QueryTables(SparkSession spark, List<String> runs) {
    this.spark = spark;
    // A query that fails while it runs is answered in one line; Spark would log each task's
    // failure.
    spark.sparkContext().setLogLevel("OFF");
    use(runs);
  }

  /** What a query gave: a header, and a cell of {@link SparkCells} for each column. */
  record Rows(List<String> header, List<List<Object>> rows) {}

  /** A column, or a field of one by its path: {@code hp.units}. */
  record Column(String name, String type) {}

  /** Asks other runs from here on. */
  void use(List<String> others) {
    RunTables.register(spark, others, Set.of());
    runs = List.copyOf(others);
    views = Set.of();
  }

  /** Makes the views that a statement may see: a question those whose names are among its words. */
  private void prepare(String sql) {
    String text = sql.toLowerCase(Locale.ROOT);
    boolean question = QUESTION.matcher(text).matches();
    prepare(RunTables.NAMES.stream().filter(name -> !question || text.contains(name)).toList());
  }

  private void prepare(Collection<String> names) {
    if (!views.containsAll(names)) {
      Set<String> wanted = new LinkedHashSet<>(views);
      wanted.addAll(names);
      RunTables.register(spark, runs, wanted);
      views = wanted;
    }
  }

  /**
   * Answers a query.
   *
   * @throws UsageException if it is wrong, in Spark's own words
   */
  Rows ask(String sql) {
    prepare(sql);
    try {
      return rows(spark.sql(sql));
    } catch (Exception failure) { // Scala throws checked exceptions undeclared
      if (failure instanceof SparkThrowable wrong) {
        throw new UsageException("the query is wrong: " + firstLine(failure) + hint(wrong));
      }
      throw failure;
    }
  }

  /** Our name for a column that the query asks for by another; empty where nothing is near. */
  private String hint(SparkThrowable wrong) {
    String asked = wrong.getMessageParameters().getOrDefault("objectName", "");
    String name = lastName(asked.replace("`", ""));
    Map<String, String> columns = new LinkedHashMap<>();
    for (String table : name.isEmpty() ? List.<String>of() : names()) {
      columns(table).forEach(one -> columns.putIfAbsent(lastName(one.name()), one.name()));
    }
    return NearestWord.of(name, columns.keySet())
        .map(near -> "; did you mean '" + columns.get(near) + "'?")
        .orElse("");
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Rows rows(Dataset<Row> answer) {
    List<List<Object>> rows = new ArrayList<>();
    for (Row row : answer.collectAsList()) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(SparkCells.plain(row.get(i)));
      }
      rows.add(cells);
    }
    return new Rows(List.of(answer.columns()), rows);
  }

  /** The tables that these runs have. */
  List<String> names() {
    prepare(RunTables.NAMES);
    return RunTables.NAMES.stream().filter(name -> spark.catalog().tableExists(name)).toList();
  }

  /**
   * The columns of a table, and the fields within them.
   *
   * @throws UsageException if there is no such table
   */
  List<Column> columns(String table) {
    if (!names().contains(table)) {
      throw new UsageException(
          "there is no table '" + table + "', but " + String.join(", ", names()));
    }
    return Stream.of(spark.table(table).schema().fields())
        .flatMap(field -> columns("", field))
        .toList();
  }

  private static Stream<Column> columns(String before, StructField field) {
    String name = before + field.name();
    return field.dataType() instanceof StructType struct
        ? Stream.of(struct.fields()).flatMap(inner -> columns(name + ".", inner))
        : Stream.of(new Column(name, field.dataType().catalogString()));
  }

  /** Spark's own words without the plans that follow them. */
  private static String firstLine(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return message
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(message)
        .replaceAll(";$", "")
        .replaceFirst("^Job aborted.*\\(TID \\d+\\) \\([^)]*\\): ", "");
  }
}
