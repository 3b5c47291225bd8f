package io.espalier.driver.draft;

import io.espalier.ConfigurationException;
import io.espalier.data.TableSpec;
import io.espalier.data.files.NameList;
import io.espalier.search.space.NearestWord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a table is to be predicted.
 *
 * @param guessed whether nobody said so
 */
record LabelLook(String column, boolean guessed) {
  /** Whole numbers, or words, of so many kinds are classes. */
  static final int MOST_CLASSES = 20;

  /** Names that say of themselves that a column is to be predicted. */
  private static final List<String> LABELS = List.of("label", "target", "class", "y");

  /**
   * The column that was said, or the one that is plain.
   *
   * @throws ConfigurationException if there is no such column, or none is plain
   */
  static LabelLook of(Map<String, ColumnLook> columns, Optional<String> said) {
    List<String> names = List.copyOf(columns.keySet());
    if (said.isPresent()) {
      return new LabelLook(named(names, said.get()), false);
    }
    List<String> called =
        names.stream().filter(name -> LABELS.contains(name.toLowerCase(Locale.ROOT))).toList();
    if (called.size() == 1) {
      return new LabelLook(called.get(0), true);
    }
    String last = names.get(names.size() - 1);
    ColumnLook end = columns.getOrDefault(last, new ColumnLook());
    boolean words = end.numberCells() == 0 && !end.texts().isEmpty();
    if (words && end.distinct() <= MOST_CLASSES && end.distinct() > 1) {
      return new LabelLook(last, true);
    }
    throw new ConfigurationException(
        "which column is to be predicted? Say --label NAME; the columns are "
            + NameList.shown(names));
  }

  private static String named(List<String> names, String said) {
    if (names.contains(said)) {
      return said;
    }
    if (said.equals(TableSpec.LAST)) {
      return names.get(names.size() - 1);
    }
    if (said.matches("\\d{1,6}") && Integer.parseInt(said) <= names.size() && !said.matches("0+")) {
      return names.get(Integer.parseInt(said) - 1);
    }
    throw new ConfigurationException(
        "there is no column '"
            + said
            + "'; the columns are "
            + NameList.shown(names)
            + NearestWord.hint(said, names));
  }
}
