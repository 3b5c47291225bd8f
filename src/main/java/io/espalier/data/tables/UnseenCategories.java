package io.espalier.data.tables;

import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableEncoding.Kind;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Texts of rows that the training part did not have: they are none of its categories. */
public final class UnseenCategories {
  private static final int MOST_SHOWN = 5;

  private final TableRows rows;
  private final TableEncoding encoding;

  /** Compares rows with what was found in the training part. */
  public UnseenCategories(TableRows rows, TableEncoding encoding) {
    this.rows = rows;
    this.encoding = encoding;
  }

  /**
   * Tells, column by column, how many rows of a part have a text that training did not, and which.
   *
   * @param part what the rows are called: test, validation, new
   */
  public void tell(String part, int[] these, Consumer<String> notices) {
    for (Column column : encoding.columns()) {
      if (column.kind() == Kind.CATEGORY
          && TableEncoder.named(rows.features(), column.name()) instanceof RawColumn.Texts texts) {
        tell(part, column, texts, these, notices);
      } else if (column.kind().ofSteps()
          && TableEncoder.named(rows.features(), column.name())
              instanceof RawColumn.TextSequences texts) {
        tell(part, column, texts, these, notices);
      }
    }
  }

  private static void tell(
      String part,
      Column column,
      RawColumn.TextSequences texts,
      int[] these,
      Consumer<String> notices) {
    boolean[] seen = seen(column, texts.dictionary());
    Set<String> unseen = new LinkedHashSet<>();
    int count = 0;
    for (int row : these) {
      boolean any = false;
      for (int code : texts.codes()[row]) {
        if (!seen[code]) {
          any = true;
          unseen.add(texts.dictionary().get(code));
        }
      }
      count += any ? 1 : 0;
    }
    String what =
        column.kind() == Kind.TOKENS
            ? "words in " + column.name() + " that have no code"
            : "texts in " + column.name() + " that training did not have";
    tell(count, these.length, part, what, unseen, notices);
  }

  private static boolean[] seen(Column column, List<String> dictionary) {
    Set<String> known = new HashSet<>(column.categories());
    boolean[] seen = new boolean[dictionary.size()];
    for (int code = 0; code < seen.length; code++) {
      seen[code] = known.contains(dictionary.get(code));
    }
    return seen;
  }

  private static void tell(
      String part, Column column, RawColumn.Texts texts, int[] these, Consumer<String> notices) {
    boolean[] seen = seen(column, texts.dictionary());
    Set<String> unseen = new LinkedHashSet<>();
    int count = 0;
    for (int row : these) {
      int code = texts.codes()[row];
      if (code >= 0 && !seen[code]) {
        count++;
        unseen.add(texts.dictionary().get(code));
      }
    }
    tell(
        count,
        these.length,
        part,
        "a " + column.name() + " that training did not have",
        unseen,
        notices);
  }

  private static void tell(
      int count, int rows, String part, String what, Set<String> unseen, Consumer<String> notices) {
    if (count > 0) {
      notices.accept(
          count
              + " of "
              + rows
              + " "
              + part
              + " rows have "
              + what
              + ": "
              + String.join(", ", unseen.stream().limit(MOST_SHOWN).toList())
              + (unseen.size() > MOST_SHOWN ? ", …" : ""));
    }
  }
}
