package io.espalier.data.tables;

import io.espalier.data.DataException;
import io.espalier.data.Targets;
import io.espalier.data.files.Numbers;
import java.util.List;
import java.util.TreeSet;

/** Labels as targets: classes in the order of their names, or numbers. */
public final class TableTargets {
  private TableTargets() {}

  /**
   * The targets of rows that all have a label.
   *
   * @param regression whether labels are numbers, which may be several, rather than one class
   */
  public static Targets of(TableRows rows, boolean regression) {
    return regression ? numbers(rows.labels(), rows.rows()) : classes(rows.labels().get(0));
  }

  private static Targets.Numbers numbers(List<RawColumn> labels, int rows) {
    float[] values = new float[rows * labels.size()];
    for (int i = 0; i < labels.size(); i++) {
      RawColumn label = labels.get(i);
      for (int row = 0; row < rows; row++) {
        values[row * labels.size() + i] = number(label, row);
      }
    }
    return new Targets.Numbers(values, labels.size());
  }

  private static float number(RawColumn label, int row) {
    if (label instanceof RawColumn.Numbers numbers) {
      return numbers.values()[row];
    }
    if (label instanceof RawColumn.Dates dates) {
      return (float) dates.days()[row];
    }
    throw new DataException("the label \"" + label.name() + "\" is no number");
  }

  private static Targets.Classes classes(RawColumn label) {
    if (!(label instanceof RawColumn.Texts texts)) {
      throw new DataException("the label \"" + label.name() + "\" is no class");
    }
    TreeSet<String> used = new TreeSet<>();
    for (int code : texts.codes()) {
      used.add(texts.dictionary().get(code));
    }
    List<String> names = Numbers.sorted(used);
    check(label.name(), names.size(), texts.rows());
    int[] places = texts.dictionary().stream().mapToInt(names::indexOf).toArray();
    short[] labels = new short[texts.rows()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (short) places[texts.codes()[row]];
    }
    return new Targets.Classes(labels, names);
  }

  private static void check(String label, int classes, int rows) {
    if (classes == 1) {
      throw new DataException(
          "the label \""
              + label
              + "\": expected two classes or more, found one in all "
              + rows
              + " rows; is data.label another column?");
    }
    if (classes == rows || classes > EncodingFit.MOST_CATEGORIES) {
      throw new DataException(
          "the label \""
              + label
              + "\": expected classes of several rows each, found "
              + classes
              + " different ones in "
              + rows
              + " rows; for numbers to predict set data.regression = true");
    }
  }
}
