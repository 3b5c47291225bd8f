package io.espalier.data.tables;

import io.espalier.data.CellRules;
import io.espalier.data.DataException;
import io.espalier.data.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes one row of all rows that are steps of one sequence. Sequences are in the order of their
 * first rows; those of the test part are others than those to learn from, whatever they are called.
 */
final class StepGroups {
  private final List<IdCells> ids;
  private final OrderCells order;

  StepGroups(TableSpec spec) {
    ids = spec.steps().by().stream().map(name -> new IdCells(name, cells(spec, name))).toList();
    order = new OrderCells(spec.steps().order(), cells(spec, spec.steps().order()));
  }

  private static CellRules cells(TableSpec spec, String name) {
    return spec.rules(name).cells();
  }

  /** What takes the cells that say of which sequence a row is, and where in it. */
  Map<String, CellSink> sinks() {
    Map<String, CellSink> sinks = new LinkedHashMap<>();
    ids.forEach(id -> sinks.put(id.name(), id));
    sinks.put(order.name(), order);
    return sinks;
  }

  /**
   * The sequences.
   *
   * @param rows the steps, all of whose keys have gone into {@link #sinks}
   * @throws DataException in one line, if a key is missing, two steps have the same place, labels
   *     differ within a sequence, or nothing can be made of a column
   */
  TableRows grouped(TableRows rows) {
    ids.forEach(id -> id.check(rows.names()));
    order.check(rows.names());
    int[] groups = groups(rows);
    int[][] steps = steps(groups);
    int[] first = new int[steps.length];
    List<String> names = new ArrayList<>();
    int tests = 0;
    for (int group = 0; group < steps.length; group++) {
      first[group] = steps[group][0];
      tests += first[group] >= rows.toLearnFrom() ? 1 : 0;
      names.add(name(first[group]));
    }
    RowNames named = rows.names().of(first).withSequences(names);
    for (int group = 0; group < steps.length; group++) {
      order(steps[group], named.text(group), rows.names());
    }
    return new TableRows(
        rows.features().stream().map(column -> sequences(column, steps)).toList(),
        rows.labels().stream().map(label -> once(label, steps, named)).toList(),
        tests,
        steps.length,
        named);
  }

  private String name(int row) {
    return ids.stream().map(id -> id.text(row)).collect(Collectors.joining("/"));
  }

  /** Per row the number of its sequence, which count from 0 in the order of their first rows. */
  private int[] groups(TableRows rows) {
    int[] groups = new int[rows.rows()];
    for (int row = rows.toLearnFrom(); row < groups.length; row++) {
      groups[row] = 1;
    }
    for (IdCells id : ids) {
      Map<Long, Integer> numbers = new HashMap<>();
      for (int row = 0; row < groups.length; row++) {
        long pair = ((long) groups[row] << Integer.SIZE) | id.code(row);
        Integer known = numbers.putIfAbsent(pair, numbers.size());
        groups[row] = known == null ? numbers.size() - 1 : known;
      }
    }
    return groups;
  }

  /** The rows of each sequence, ascending. */
  private static int[][] steps(int[] groups) {
    int count = IntStream.of(groups).max().orElse(-1) + 1;
    int[] sizes = new int[count];
    for (int group : groups) {
      sizes[group]++;
    }
    int[][] steps = new int[count][];
    for (int group = 0; group < count; group++) {
      steps[group] = new int[sizes[group]];
    }
    int[] next = new int[count];
    for (int row = 0; row < groups.length; row++) {
      steps[groups[row]][next[groups[row]]++] = row;
    }
    return steps;
  }

  /** Puts the rows of a sequence into the order of its steps. */
  private void order(int[] steps, String sequence, RowNames names) {
    if (!isOrdered(steps)) {
      int[] sorted =
          IntStream.of(steps)
              .boxed()
              .sorted((a, b) -> Double.compare(order.value(a), order.value(b)))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, steps, 0, steps.length);
    }
    for (int i = 1; i < steps.length; i++) {
      if (order.value(steps[i - 1]) == order.value(steps[i])) {
        throw new DataException(
            sequence
                + ": expected steps of different "
                + order.name()
                + ", found "
                + order.text(steps[i])
                + " twice, in "
                + names.text(steps[i - 1])
                + " and "
                + names.text(steps[i])
                + "; sequences are told apart by data.sequence.by");
      }
    }
  }

  private boolean isOrdered(int[] steps) {
    for (int i = 1; i < steps.length; i++) {
      if (order.value(steps[i - 1]) >= order.value(steps[i])) {
        return false;
      }
    }
    return true;
  }

  private static RawColumn sequences(RawColumn column, int[][] steps) {
    if (column instanceof RawColumn.Numbers numbers) {
      return numbers(new RawColumn.Vectors(column.name(), 1, numbers.values()), steps);
    }
    if (column instanceof RawColumn.Vectors vectors) {
      return numbers(vectors, steps);
    }
    if (column instanceof RawColumn.Texts texts) {
      int[][] codes = new int[steps.length][];
      for (int group = 0; group < codes.length; group++) {
        codes[group] =
            complete(column, steps[group])
                ? IntStream.of(steps[group]).map(row -> texts.codes()[row]).toArray()
                : new int[0];
      }
      return new RawColumn.TextSequences(column.name(), codes, texts.dictionary());
    }
    throw new DataException(
        "column \""
            + column.name()
            + "\": expected a number, a text or an array of numbers in each step of data.sequence,"
            + " found "
            + (column instanceof RawColumn.Dates ? "dates" : "sequences")
            + "; leave it out with data.except = [\""
            + column.name()
            + "\"]");
  }

  private static RawColumn numbers(RawColumn.Vectors column, int[][] steps) {
    int width = column.width();
    float[][] values = new float[steps.length][];
    for (int group = 0; group < values.length; group++) {
      values[group] =
          complete(column, steps[group]) ? column.kept(steps[group]).values() : new float[0];
    }
    return new RawColumn.Sequences(column.name(), width, values);
  }

  /** Whether no step is a hole: a sequence with one is a hole as a whole. */
  private static boolean complete(RawColumn column, int[] steps) {
    return IntStream.of(steps).noneMatch(column::isHole);
  }

  /** The label that all steps of a sequence have. */
  private static RawColumn once(RawColumn label, int[][] steps, RowNames names) {
    int[] first = new int[steps.length];
    for (int group = 0; group < steps.length; group++) {
      first[group] = steps[group][0];
      for (int row : steps[group]) {
        if (!same(label, row, first[group])) {
          throw new DataException(
              names.text(group)
                  + ": expected the same \""
                  + label.name()
                  + "\" in all steps, found "
                  + cell(label, first[group])
                  + " and "
                  + cell(label, row));
        }
      }
    }
    return label.kept(first);
  }

  private static boolean same(RawColumn label, int row, int other) {
    if (label instanceof RawColumn.Numbers numbers) {
      return Float.compare(numbers.values()[row], numbers.values()[other]) == 0;
    }
    if (label instanceof RawColumn.Dates dates) {
      return Double.compare(dates.days()[row], dates.days()[other]) == 0;
    }
    return !(label instanceof RawColumn.Texts texts) || texts.codes()[row] == texts.codes()[other];
  }

  private static String cell(RawColumn label, int row) {
    if (label.isHole(row)) {
      return "a hole";
    }
    if (label instanceof RawColumn.Texts texts) {
      return "\"" + texts.dictionary().get(texts.codes()[row]) + "\"";
    }
    if (label instanceof RawColumn.Dates dates) {
      return DateForm.text(dates.days()[row]);
    }
    return label instanceof RawColumn.Numbers numbers
        ? Float.toString(numbers.values()[row])
        : label.name();
  }
}
