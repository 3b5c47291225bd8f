package io.espalier.driver.draft;

import io.espalier.data.CellRules;
import io.espalier.data.tables.CellSink;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Looks at the cells of a column that nobody has described. */
final class ColumnLook implements CellSink {
  /** Different values that are told apart; a column with more has that many at least. */
  static final int MOST_DISTINCT = 10_000;

  private static final Set<String> HOLES = new LinkedHashSet<>(CellRules.HOLES);

  private final Map<String, Integer> texts = new LinkedHashMap<>();
  private final Set<String> holeTexts = new LinkedHashSet<>();
  private final Set<Double> numbers = new LinkedHashSet<>();
  private int rows;
  private int holes;
  private int numberCells;
  private int dateCells;
  private int width;
  private int stepCells;
  private int wordCells;
  private boolean whole = true;

  /** How many cells there are. */
  int rows() {
    return rows;
  }

  int holes() {
    return holes;
  }

  int values() {
    return rows - holes;
  }

  /** How many cells are numbers as a program writes them. */
  int numberCells() {
    return numberCells;
  }

  int dateCells() {
    return dateCells;
  }

  /** Numbers in each array; 0 if cells are no arrays. */
  int width() {
    return width;
  }

  /** How many cells are arrays of arrays of numbers. */
  int stepCells() {
    return stepCells;
  }

  /** How many cells are arrays of texts. */
  int wordCells() {
    return wordCells;
  }

  /** Whether all numbers are whole. */
  boolean whole() {
    return whole;
  }

  /** The cells that are no plain numbers, each once, with how many there are. */
  Map<String, Integer> texts() {
    return texts;
  }

  /** How holes are written. */
  Set<String> holeTexts() {
    return holeTexts;
  }

  /** How many different values there are, up to {@link #MOST_DISTINCT}. */
  int distinct() {
    return Math.min(MOST_DISTINCT, texts.size() + numbers.size());
  }

  @Override
  public void hole() {
    rows++;
    holes++;
  }

  @Override
  public void number(double value) {
    if (Double.isNaN(value)) {
      hole();
      return;
    }
    rows++;
    numberCells++;
    whole &= value == Math.rint(value);
    if (numbers.size() < MOST_DISTINCT) {
      numbers.add(value);
    }
  }

  @Override
  public void text(char[] characters, int from, int length) {
    String text = new String(characters, from, length).strip();
    if (HOLES.contains(text)) {
      holeTexts.add(text);
      hole();
    } else if (Cells.isNumber(text)) {
      number(Double.parseDouble(text));
    } else {
      rows++;
      if (texts.size() < MOST_DISTINCT || texts.containsKey(text)) {
        texts.merge(text, 1, Integer::sum);
      }
    }
  }

  @Override
  public void date(double days) {
    rows++;
    dateCells++;
    if (numbers.size() < MOST_DISTINCT) {
      numbers.add(days);
    }
  }

  @Override
  public void vector(double[] values) {
    rows++;
    width = values.length;
  }

  @Override
  public void arrays(double[][] values) {
    rows++;
    stepCells++;
  }

  @Override
  public void words(String[] values) {
    rows++;
    wordCells++;
  }
}
