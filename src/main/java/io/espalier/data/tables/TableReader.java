package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.ColumnRules.Kind;
import io.espalier.data.DataException;
import io.espalier.data.TableSpec;
import io.espalier.data.files.NameList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads files of a table into columns of one kind each. */
public final class TableReader {
  /** A column of which so many cells are numbers was meant to be one of numbers. */
  private static final double NEARLY_ALL = 0.9;

  private final TableSpec spec;
  private final Consumer<String> notices;

  /**
   * A reader for the columns that a specification wants.
   *
   * @param notices takes what a user should know of the table, a line each
   */
  public TableReader(TableSpec spec, Consumer<String> notices) {
    this.spec = spec;
    this.notices = notices;
  }

  /**
   * Reads the columns that the specification chooses.
   *
   * @param train at least one; all have the same columns, in any order
   * @param test files of the test part, which have those columns too; may be empty
   * @throws DataException in one line, if a file is damaged or a column is not there
   */
  public TableRows read(List<TableFile> train, List<TableFile> test) {
    TableFile first = train.get(0);
    ColumnChoice choice = ColumnChoice.of(first, spec);
    train.forEach(file -> sameColumns(first, file));
    train.stream().flatMap(file -> file.header().notices().stream()).distinct().forEach(notices);
    Map<String, ColumnBuilder> columns = new LinkedHashMap<>();
    choice.inputs().forEach(name -> columns.put(name, builder(name)));
    choice
        .labels()
        .forEach(
            name ->
                columns.put(name, new ColumnBuilder(name, ColumnChoice.labelRules(spec, name))));
    Optional<StepGroups> groups = groups();
    TableRows rows = read(train, test, columns, choice, groups);
    if (rows.toLearnFrom() == 0) {
      throw new DataException(first.name() + ": the table has no rows");
    }
    first.header().rowIndexes().stream()
        .filter(name -> spec.features().isEmpty() && !choice.labels().contains(name))
        .forEach(name -> notices.accept(Untold.rowIndex(name)));
    TableRows told = Untold.leftOut(rows, first.header(), spec, notices);
    return groups.map(steps -> steps.grouped(told)).orElse(told);
  }

  /**
   * Reads new rows for a model.
   *
   * @param inputs the columns that the model takes
   * @param labels the columns that it predicts; they may be missing from the files
   */
  public TableRows read(List<TableFile> files, List<String> inputs, List<String> labels) {
    TableFile first = files.get(0);
    inputs.forEach(name -> ColumnChoice.require(first, name));
    ColumnChoice.requireKeys(first, spec.steps());
    files.forEach(file -> sameColumns(first, file));
    Map<String, ColumnBuilder> columns = new LinkedHashMap<>();
    inputs.forEach(name -> columns.put(name, builder(name)));
    List<String> there = labels.stream().filter(first.header().names()::contains).toList();
    List<String> known = there.size() == labels.size() ? labels : List.of();
    known.forEach(
        name ->
            columns.put(name, new ColumnBuilder(name, ColumnRules.USUAL.withKind(Kind.CATEGORY))));
    Optional<StepGroups> groups = groups();
    TableRows rows = read(files, List.of(), columns, new ColumnChoice(inputs, known), groups);
    if (rows.rows() == 0) {
      throw new DataException(first.name() + ": the table has no rows");
    }
    return groups.map(steps -> steps.grouped(rows)).orElse(rows);
  }

  private Optional<StepGroups> groups() {
    return spec.steps().asked() ? Optional.of(new StepGroups(spec)) : Optional.empty();
  }

  private ColumnBuilder builder(String name) {
    ColumnRules rules = ColumnChoice.rules(spec, name);
    boolean word = spec.steps().asked() && rules.kind() == Kind.TOKENS; // each cell is one
    return new ColumnBuilder(name, word ? rules.withKind(Kind.CATEGORY) : rules);
  }

  private TableRows read(
      List<TableFile> train,
      List<TableFile> test,
      Map<String, ColumnBuilder> columns,
      ColumnChoice choice,
      Optional<StepGroups> groups) {
    List<TableFile> all = new ArrayList<>(train);
    all.addAll(test);
    int[] firstRow = new int[all.size()];
    Map<String, CellSink> sinks = new LinkedHashMap<>(columns);
    groups.ifPresent(steps -> sinks.putAll(steps.sinks()));
    int[] rows = fill(all, sinks, firstRow);
    int total = 0;
    int learned = 0;
    for (int i = 0; i < rows.length; i++) {
      total += rows[i];
      learned += i < train.size() ? rows[i] : 0;
    }
    RowNames names = new RowNames(all.stream().map(TableFile::name).toList(), firstRow, new int[0]);
    Map<String, ColumnBuilder> again = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> {
          check(column, names);
          if (column.strangers().count() > 0) {
            again.put(name, new ColumnBuilder(name, column.rules().withKind(Kind.CATEGORY)));
          }
        });
    if (!again.isEmpty()) {
      fill(all, new LinkedHashMap<>(again), firstRow);
      columns.putAll(again);
    }
    return new TableRows(
        built(columns, choice.inputs()),
        built(columns, choice.labels()),
        total - learned,
        total,
        names);
  }

  private static List<RawColumn> built(Map<String, ColumnBuilder> columns, List<String> names) {
    List<RawColumn> built = new ArrayList<>();
    for (String name : names) {
      ColumnBuilder column = columns.remove(name);
      if (column != null) {
        built.add(column.build());
      }
    }
    return built;
  }

  /** Reads all files; returns how many rows each has. */
  private static int[] fill(List<TableFile> files, Map<String, CellSink> columns, int[] firstRow) {
    int[] rows = new int[files.size()];
    int total = 0;
    for (int i = 0; i < rows.length; i++) {
      TableFile file = files.get(i);
      columns.keySet().forEach(name -> ColumnChoice.require(file, name));
      firstRow[i] = total;
      rows[i] = file.read(new HashMap<>(columns));
      total += rows[i];
    }
    return rows;
  }

  private static void check(ColumnBuilder column, RowNames names) {
    Strangers strangers = column.strangers();
    if (strangers.firstInfinite() >= 0) {
      throw damage(
          names.text(strangers.firstInfinite()),
          column.name(),
          "a finite number",
          "\"" + strangers.infiniteText() + "\"",
          "if it stands for a hole, add it to data.holes");
    }
    if (strangers.count() == 0) {
      return;
    }
    Kind declared = column.rules().kind();
    if (declared == Kind.SEQUENCE || declared == Kind.TOKENS) {
      throw damage(
          names.text(strangers.firstRow()),
          column.name(),
          column.expectedSequence(),
          "\"" + strangers.texts().get(0) + "\"" + others(strangers),
          "if it stands for a hole, add it to data.holes");
    }
    boolean meant =
        declared == Kind.AUTO
            && column.values() >= NEARLY_ALL * (column.values() + strangers.count());
    if (meant || declared != Kind.AUTO) {
      throw damage(
          names.text(strangers.firstRow()),
          column.name(),
          declared == Kind.DATE ? "a date" : "a number as in " + column.values() + " other rows",
          "\"" + strangers.texts().get(0) + "\"" + others(strangers),
          declared == Kind.DATE
              ? "set data.dates to the pattern of such dates, or add it to data.holes"
              : "if it stands for a hole, add it to data.holes; if these are names, add the column"
                  + " to data.categorical");
    }
  }

  private static String others(Strangers strangers) {
    return strangers.count() == 1 ? "" : " and " + (strangers.count() - 1) + " more";
  }

  static DataException damage(
      String row, String column, String expected, String found, String help) {
    return new DataException(
        row
            + ", column \""
            + column
            + "\": expected "
            + expected
            + ", found "
            + found
            + "; "
            + help);
  }

  private static void sameColumns(TableFile expected, TableFile found) {
    List<String> columns = expected.header().names();
    List<String> others = found.header().names();
    if (columns.size() != others.size() || !new HashSet<>(columns).containsAll(others)) {
      throw new DataException(
          found.name()
              + ": expected the columns of "
              + expected.name()
              + " ("
              + NameList.shown(columns)
              + "), found "
              + NameList.shown(others));
    }
  }
}
