package io.espalier.driver.tables;

import io.espalier.search.history.Event.Retrained;
import io.espalier.wire.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * {@code classes} and {@code confusion}: how each retrained classifier did on the test part, class
 * by class (indexes from 0, and names).
 */
final class ClassTables {
  private ClassTables() {}

  /** A class of a model. */
  record ClassRow(Retrained model, int index, ClassScores.OneClass scores) {}

  /** A cell of a model's confusion matrix. */
  record ConfusionRow(Retrained model, int actual, int predicted, int examples) {}

  static Table<ClassRow> classes(Recorded recorded) {
    List<TableColumn<ClassRow>> columns =
        new ArrayList<>(RetrainedTable.keys(recorded.opened(), ClassRow::model));
    columns.add(TableColumn.whole("class", ClassRow::index));
    columns.add(name(recorded, "class_name", ClassRow::index));
    columns.add(TableColumn.realOrNull("precision", row -> Optional.of(row.scores().precision())));
    columns.add(TableColumn.realOrNull("recall", row -> Optional.of(row.scores().recall())));
    columns.add(TableColumn.realOrNull("f1", row -> Optional.of(row.scores().f1())));
    columns.add(TableColumn.longOrNull("support", row -> Optional.of(row.scores().support())));
    return table(recorded, "classes", columns, ClassTables::classRows);
  }

  static Table<ConfusionRow> confusion(Recorded recorded) {
    List<TableColumn<ConfusionRow>> columns =
        new ArrayList<>(RetrainedTable.keys(recorded.opened(), ConfusionRow::model));
    columns.add(TableColumn.whole("actual", ConfusionRow::actual));
    columns.add(TableColumn.whole("predicted", ConfusionRow::predicted));
    columns.add(name(recorded, "actual_name", ConfusionRow::actual));
    columns.add(name(recorded, "predicted_name", ConfusionRow::predicted));
    columns.add(TableColumn.whole("examples", ConfusionRow::examples));
    return table(recorded, "confusion", columns, ClassTables::confusionRows);
  }

  private static <R> TableColumn<R> name(
      Recorded recorded, String column, Function<R, Integer> index) {
    List<String> names = recorded.opened().classes();
    return TableColumn.textOrNull(
        column, row -> index.apply(row) < names.size() ? names.get(index.apply(row)) : "");
  }

  private static <R> Table<R> table(
      Recorded recorded,
      String name,
      List<TableColumn<R>> columns,
      Function<Retrained, List<R>> rows) {
    List<Retrained> all = recorded.retrained();
    return new Table<>(
        name,
        columns,
        all.size(),
        from ->
            all.subList(from, all.size()).stream()
                .sorted(RetrainedTable.ORDER)
                .flatMap(model -> rows.apply(model).stream())
                .toList());
  }

  private static List<ClassRow> classRows(Retrained model) {
    List<ClassScores.OneClass> classes = ClassScores.of(matrix(model)).classes();
    return IntStream.range(0, classes.size())
        .mapToObj(i -> new ClassRow(model, i, classes.get(i)))
        .toList();
  }

  private static List<ConfusionRow> confusionRows(Retrained model) {
    List<List<Integer>> matrix = matrix(model);
    List<ConfusionRow> rows = new ArrayList<>();
    for (int actual = 0; actual < matrix.size(); actual++) {
      for (int predicted = 0; predicted < matrix.size(); predicted++) {
        rows.add(new ConfusionRow(model, actual, predicted, matrix.get(actual).get(predicted)));
      }
    }
    return rows;
  }

  private static List<List<Integer>> matrix(Retrained model) {
    return RetrainedTable.test(model).map(Evaluation::confusion).orElseGet(List::of);
  }
}
