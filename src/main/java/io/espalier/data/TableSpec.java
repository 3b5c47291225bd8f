package io.espalier.data;

import io.espalier.wire.Task;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is done with the columns of a table, wherever its rows come from. Patterns are names in
 * which {@code *} stands for any characters and {@code ?} for one.
 *
 * @param labels the columns to predict, each a name, a number from 1, or {@code last}; several for
 *     regression only; empty where nothing is to be predicted yet
 * @param regression whether labels are numbers to predict rather than classes
 * @param features patterns of input columns; empty for all but the labels
 * @param except patterns of columns that are no inputs
 * @param categorical patterns of input columns to encode one-hot, besides those that hold text
 * @param dropUnlabelled whether rows without a label are left out; they are refused otherwise
 * @param all what is said of every column
 * @param columns what is said of single ones in place of {@code all}, by name
 * @param steps how rows that are steps make sequences; {@link StepRows#NONE} where rows are
 *     examples
 */
public record TableSpec(
    List<String> labels,
    boolean regression,
    List<String> features,
    List<String> except,
    List<String> categorical,
    boolean dropUnlabelled,
    ColumnRules all,
    SortedMap<String, ColumnRules> columns,
    StepRows steps)
    implements Serializable {
  /** In the place of a label's name: the last column. */
  public static final String LAST = "last";

  public TableSpec {
    labels = List.copyOf(labels);
    features = List.copyOf(features);
    except = List.copyOf(except);
    categorical = List.copyOf(categorical);
    columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    if (labels.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("label: expected the name of a column, found none");
    }
    if (labels.size() > 1 && !regression) {
      throw new IllegalArgumentException(
          "label: expected one column, found "
              + labels.size()
              + "; several are accepted with regression = true");
    }
  }

  /** A table whose rows are examples. */
  public TableSpec(
      List<String> labels,
      boolean regression,
      List<String> features,
      List<String> except,
      List<String> categorical,
      boolean dropUnlabelled,
      ColumnRules all,
      SortedMap<String, ColumnRules> columns) {
    this(
        labels,
        regression,
        features,
        except,
        categorical,
        dropUnlabelled,
        all,
        columns,
        StepRows.NONE);
  }

  /** What a model of the table predicts. */
  public Task task() {
    return regression ? Task.REGRESSION : Task.CLASSIFICATION;
  }

  /** All columns are inputs; nothing is to be predicted yet. */
  public static TableSpec unlabelled() {
    return labelled(List.of());
  }

  /** All other columns predict the label's class; nothing else is said. */
  public static TableSpec of(String label) {
    return labelled(List.of(label));
  }

  private static TableSpec labelled(List<String> labels) {
    return new TableSpec(
        labels, false, List.of(), List.of(), List.of(), false, ColumnRules.USUAL, new TreeMap<>());
  }

  /** The same for numbers to predict. */
  public TableSpec predicting(List<String> numbers) {
    return new TableSpec(
        numbers, true, features, except, categorical, dropUnlabelled, all, columns, steps);
  }

  /** The same with other columns to predict. */
  public TableSpec withLabels(List<String> other) {
    return new TableSpec(
        other, regression, features, except, categorical, dropUnlabelled, all, columns, steps);
  }

  /** The same with other input columns. */
  public TableSpec withInputs(
      List<String> otherFeatures, List<String> otherExcept, List<String> otherCategorical) {
    return new TableSpec(
        labels,
        regression,
        otherFeatures,
        otherExcept,
        otherCategorical,
        dropUnlabelled,
        all,
        columns,
        steps);
  }

  /** The same with other rules for all columns of which nothing more is said. */
  public TableSpec withRules(ColumnRules other) {
    return new TableSpec(
        labels, regression, features, except, categorical, dropUnlabelled, other, columns, steps);
  }

  /** The same with other rules for one column. */
  public TableSpec withRules(String column, ColumnRules rules) {
    SortedMap<String, ColumnRules> more = new TreeMap<>(columns);
    more.put(column, rules);
    return new TableSpec(
        labels, regression, features, except, categorical, dropUnlabelled, all, more, steps);
  }

  /** The same, leaving out rows without a label. */
  public TableSpec droppingUnlabelled() {
    return new TableSpec(
        labels, regression, features, except, categorical, true, all, columns, steps);
  }

  /** The same of rows that are steps. */
  public TableSpec withSteps(StepRows other) {
    return new TableSpec(
        labels, regression, features, except, categorical, dropUnlabelled, all, columns, other);
  }

  /** What is said of a column by its name, without a look at {@link #categorical}. */
  public ColumnRules rules(String column) {
    return columns.getOrDefault(column, all);
  }
}
