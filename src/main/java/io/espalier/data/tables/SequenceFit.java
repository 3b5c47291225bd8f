package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.DataException;
import io.espalier.data.Missing;
import io.espalier.data.Missing.Policy;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableEncoding.Kind;
import io.espalier.data.Vocabulary;
import io.espalier.data.files.Joined;
import io.espalier.data.files.NameList;
import io.espalier.data.files.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Finds in the training part what columns of sequences become; holds them to each other. */
final class SequenceFit {
  private final int[] train;

  SequenceFit(int[] train) {
    this.train = train;
  }

  /**
   * What a column becomes.
   *
   * @param holes how many of its cells are holes in the training part
   * @throws DataException if something was to take the place of holes, or there are too many
   *     categories
   */
  Column column(RawColumn.Stepped column, ColumnRules rules, int holes) {
    boolean none =
        rules.missing().policy() == Policy.REFUSE || rules.missing().policy() == Policy.DROP;
    if (holes > 0 && !none) {
      throw new DataException(
          "column \""
              + column.name()
              + "\": "
              + holes
              + " sequences are missing, and nothing can take their place; set data.missing ="
              + " drop");
    }
    Missing missing = none ? rules.missing() : Missing.REFUSE;
    if (column instanceof RawColumn.Sequences numbers) {
      return column(Kind.SEQUENCE, numbers, features(numbers), numbers.features(), missing);
    }
    RawColumn.TextSequences texts = (RawColumn.TextSequences) column;
    if (rules.kind() == ColumnRules.Kind.TOKENS) {
      return column(Kind.TOKENS, texts, words(texts, rules.vocabulary()), 1, missing);
    }
    List<String> categories = categories(texts);
    return column(Kind.CATEGORY_SEQUENCE, texts, categories, categories.size(), missing);
  }

  private static Column column(
      Kind kind, RawColumn.Stepped column, List<String> names, int features, Missing missing) {
    int width = Joined.length((long) features * column.steps(), "a sequence");
    return new Column(column.name(), kind, names, List.of(), width, missing, false);
  }

  private static List<String> features(RawColumn.Sequences column) {
    return column.features() == 1
        ? List.of(column.name())
        : IntStream.range(0, column.features())
            .mapToObj(i -> column.name() + "[" + i + "]")
            .toList();
  }

  /** How often the training part has each text of the dictionary. */
  private int[] uses(RawColumn.TextSequences column) {
    int[] uses = new int[column.dictionary().size()];
    for (int row : train) {
      for (int code : column.codes()[row]) {
        uses[code]++;
      }
    }
    return uses;
  }

  private List<String> words(RawColumn.TextSequences column, Vocabulary vocabulary) {
    int[] uses = uses(column);
    return IntStream.range(0, uses.length)
        .filter(code -> uses[code] >= vocabulary.fewestUses())
        .boxed()
        .sorted(
            Comparator.comparingInt((Integer code) -> -uses[code])
                .thenComparing(column.dictionary()::get))
        .limit(vocabulary.mostCodes() - 1L)
        .map(column.dictionary()::get)
        .toList();
  }

  private List<String> categories(RawColumn.TextSequences column) {
    int[] uses = uses(column);
    TreeSet<String> categories = new TreeSet<>();
    IntStream.range(0, uses.length)
        .filter(code -> uses[code] > 0)
        .forEach(code -> categories.add(column.dictionary().get(code)));
    if (categories.size() > EncodingFit.MOST_CATEGORIES) {
      throw new DataException(
          "column \""
              + column.name()
              + "\": expected at most "
              + EncodingFit.MOST_CATEGORIES
              + " different texts in the steps, found "
              + categories.size()
              + "; to have codes for an embedding set data.columns { \""
              + column.name()
              + "\" { kind = tokens } }, or leave it out with data.except = [\""
              + column.name()
              + "\"]");
    }
    return Numbers.sorted(categories);
  }

  /**
   * Holds the inputs of a table to what sequences ask for: no other inputs, codes alone, as many
   * steps in all columns of a row.
   *
   * @throws DataException in one line, with the row where it is one's
   */
  static void require(List<Column> columns, TableRows rows) {
    List<String> others = names(columns.stream().filter(one -> !one.kind().ofSteps()).toList());
    if (others.size() == columns.size()) {
      return;
    }
    if (!others.isEmpty()) {
      throw new DataException(
          "sequences are all the inputs of their table, found besides "
              + NameList.shown(others)
              + "; name the columns of sequences alone in data.features");
    }
    List<String> tokens = names(columns.stream().filter(one -> one.kind() == Kind.TOKENS).toList());
    if (!tokens.isEmpty() && columns.size() > 1) {
      throw new DataException(
          "a column of tokens is the one input of its table, found the inputs "
              + NameList.shown(names(columns))
              + "; name \""
              + tokens.get(0)
              + "\" alone in data.features");
    }
    requireSteps(columns, rows);
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** As many steps in all columns of a row; a hole is of none. */
  static void requireSteps(List<Column> columns, TableRows rows) {
    List<RawColumn.Stepped> stepped =
        columns.stream()
            .map(column -> TableEncoder.named(rows.features(), column.name()))
            .filter(RawColumn.Stepped.class::isInstance)
            .map(RawColumn.Stepped.class::cast)
            .toList();
    for (int row = 0; row < rows.rows(); row++) {
      int first = 0;
      while (first < stepped.size() && stepped.get(first).isHole(row)) {
        first++;
      }
      for (int i = first + 1; i < stepped.size(); i++) {
        RawColumn.Stepped expected = stepped.get(first);
        RawColumn.Stepped found = stepped.get(i);
        if (!found.isHole(row) && found.steps(row) != expected.steps(row)) {
          throw new DataException(
              rows.names().text(row)
                  + ": expected as many steps in all columns of sequences, found "
                  + expected.steps(row)
                  + " in \""
                  + expected.name()
                  + "\" and "
                  + found.steps(row)
                  + " in \""
                  + found.name()
                  + "\"");
        }
      }
    }
  }
}
