package io.espalier.driver.draft;

import io.espalier.driver.hocon.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is to be said of a column so that it is read right. */
final class ColumnNote {
  private static final double NEARLY_ALL = 0.9;
  private static final int FEW_STRANGERS = 5;
  private static final int MOST_CATEGORIES = 500;
  private static final Pattern NUMBERING =
      Pattern.compile("(?i)(.*[^a-z])?(id|index|nr|number|row|rownames)|.*Id");

  private final ColumnLook column;
  private final boolean commas;

  /**
   * @param commas whether a comma stands before fractions where it may be either
   */
  ColumnNote(ColumnLook column, boolean commas) {
    this.column = column;
    this.commas = commas;
  }

  /** The keys of the column's own block; empty if it needs none. */
  Optional<String> keys() {
    if (column.texts().isEmpty()) {
      return Optional.empty();
    }
    return Cells.numbers(column.texts().keySet(), commas).or(() -> dates()).or(this::strangers);
  }

  private Optional<String> dates() {
    return column.numberCells() > 0
        ? Optional.empty()
        : Cells.dates(column.texts().keySet())
            .map(pattern -> "dates = [" + Quoted.text(pattern) + "]");
  }

  /** A few words among numbers stand for holes. */
  private Optional<String> strangers() {
    boolean nearlyAll = column.numberCells() >= NEARLY_ALL * column.values();
    if (!nearlyAll || column.texts().size() > FEW_STRANGERS) {
      return Optional.empty();
    }
    List<String> holes = new ArrayList<>(column.holeTexts());
    holes.addAll(column.texts().keySet());
    return Optional.of(
        "missing = median, holes = ["
            + String.join(", ", holes.stream().map(Quoted::text).toList())
            + "]");
  }

  /** Why a column is no input; empty if it may be one. */
  static Optional<String> objection(String name, ColumnLook column) {
    int distinct = column.distinct();
    if (column.stepCells() > 0 || column.wordCells() > 0) {
      return Optional.of(
          "it holds sequences, which are all the inputs of their table: name it in features, with"
              + " columns { … { kind = "
              + (column.stepCells() > 0 ? "sequence" : "tokens")
              + " } }");
    }
    boolean text = column.numberCells() < NEARLY_ALL * column.values();
    if (text && column.dateCells() == 0 && column.width() == 0) {
      return distinct > MOST_CATEGORIES || distinct > column.values() / 2
          ? Optional.of("text that differs in " + distinct + " of " + column.rows() + " rows")
          : Optional.empty();
    }
    boolean counts =
        column.whole()
            && column.numberCells() == column.rows()
            && distinct == Math.min(column.rows(), ColumnLook.MOST_DISTINCT);
    return counts && NUMBERING.matcher(name).matches()
        ? Optional.of("it numbers the rows")
        : Optional.empty();
  }
}
