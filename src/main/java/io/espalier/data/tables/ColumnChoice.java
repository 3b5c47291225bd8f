package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.DataException;
import io.espalier.data.StepRows;
import io.espalier.data.TableSpec;
import io.espalier.data.files.NameList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Which columns of a table are read, and as what.
 *
 * @param inputs in order
 * @param labels in order; none where a model predicts new rows
 */
public record ColumnChoice(List<String> inputs, List<String> labels) {
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

  public ColumnChoice {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
  }

  /**
   * Chooses from the columns of a table.
   *
   * @throws DataException if a name of the specification is none of them, with the nearest
   */
  static ColumnChoice of(TableFile table, TableSpec spec) {
    List<String> names = table.header().names();
    List<String> labels = spec.labels().stream().map(label -> label(table, label)).toList();
    Set<String> twice = new LinkedHashSet<>(labels);
    if (twice.size() < labels.size()) {
      throw new DataException(table.name() + ": a label is listed twice in " + spec.labels());
    }
    Set<String> inputs = new LinkedHashSet<>();
    for (String feature : spec.features()) {
      List<String> found = found(table, feature, "features");
      if (labels.contains(feature)) {
        throw new DataException(
            table.name() + ": the label \"" + feature + "\" cannot be one of the features too");
      }
      for (String name : found) {
        if (!inputs.add(name) && name.equals(feature)) {
          throw new DataException(table.name() + ": the feature \"" + name + "\" is listed twice");
        }
      }
    }
    if (spec.features().isEmpty()) {
      inputs.addAll(names);
      table.header().rowIndexes().forEach(inputs::remove);
    }
    for (String pattern : spec.except()) {
      found(table, pattern, "except").forEach(inputs::remove);
    }
    labels.forEach(inputs::remove);
    removeKeys(table, spec, labels, inputs);
    spec.categorical().forEach(pattern -> found(table, pattern, "categorical"));
    spec.columns().keySet().forEach(name -> require(table, name));
    if (inputs.isEmpty()) {
      throw new DataException(table.name() + ": no column is left as an input");
    }
    return new ColumnChoice(new ArrayList<>(inputs), labels);
  }

  /** The columns that make sequences of rows are neither inputs nor labels. */
  private static void removeKeys(
      TableFile table, TableSpec spec, List<String> labels, Set<String> inputs) {
    requireKeys(table, spec.steps());
    List<String> keys = keys(spec.steps());
    for (String key : keys) {
      if (labels.contains(key) || spec.features().contains(key)) {
        throw new DataException(
            table.name()
                + ": the column \""
                + key
                + "\" of data.sequence cannot be "
                + (labels.contains(key) ? "the label" : "one of the features")
                + " too");
      }
      inputs.remove(key);
    }
  }

  /** Refuses a table that lacks a column by which rows make sequences. */
  static void requireKeys(TableFile table, StepRows steps) {
    for (String key : keys(steps)) {
      if (!table.header().names().contains(key)) {
        throw missing(table, key, " (data.sequence)");
      }
    }
  }

  private static List<String> keys(StepRows steps) {
    List<String> keys = new ArrayList<>(steps.by());
    if (steps.asked()) {
      keys.add(steps.order());
    }
    return keys;
  }

  /** What an input is read as. */
  static ColumnRules rules(TableSpec spec, String name) {
    ColumnRules rules = spec.rules(name);
    boolean categorical =
        rules.kind() == ColumnRules.Kind.AUTO
            && spec.categorical().stream().anyMatch(p -> new NamePattern(p).matches(name));
    return categorical ? rules.withKind(ColumnRules.Kind.CATEGORY) : rules;
  }

  /** What a label is read as: a number to predict, or the name of a class. */
  static ColumnRules labelRules(TableSpec spec, String name) {
    ColumnRules rules = spec.rules(name);
    if (!spec.regression()) {
      return rules.withKind(ColumnRules.Kind.CATEGORY);
    }
    return rules.kind() == ColumnRules.Kind.DATE ? rules : rules.withKind(ColumnRules.Kind.NUMBER);
  }

  private static String label(TableFile table, String label) {
    List<String> names = table.header().names();
    if (names.contains(label)) {
      return label;
    }
    if (label.equals(TableSpec.LAST)) {
      List<String> named =
          names.stream()
              .filter(name -> !table.header().unnamed().contains(name))
              .filter(name -> !table.header().rowIndexes().contains(name))
              .toList();
      return named.isEmpty() ? names.get(names.size() - 1) : named.get(named.size() - 1);
    }
    if (NUMBER.matcher(label).matches() && Integer.parseInt(label) <= names.size()) {
      return names.get(Integer.parseInt(label) - 1);
    }
    require(table, label);
    return label;
  }

  private static List<String> found(TableFile table, String pattern, String key) {
    List<String> found = new NamePattern(pattern).of(table.header().names());
    if (found.isEmpty()) {
      throw missing(table, pattern, " (data." + key + ")");
    }
    return found;
  }

  /** Refuses a column the table does not have, with the nearest that it has. */
  public static void require(TableFile table, String column) {
    if (!table.header().names().contains(column)) {
      throw missing(table, column, "");
    }
  }

  private static DataException missing(TableFile table, String column, String key) {
    List<String> names = table.header().names();
    String nearest =
        names.stream()
            .min(
                Comparator.comparingInt(
                    name -> LevenshteinDistance.getDefaultInstance().apply(name, column)))
            .orElse("");
    return new DataException(
        table.name()
            + ": no column \""
            + column
            + "\""
            + key
            + "; did you mean \""
            + nearest
            + "\"? There are "
            + NameList.shown(names));
  }
}
