package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.DataException;
import io.espalier.data.Missing;
import io.espalier.data.Missing.Policy;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableEncoding.Kind;
import io.espalier.data.TableSpec;
import io.espalier.data.files.NameList;
import io.espalier.data.files.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds in the training part what becomes of each column: its categories, whether it has holes, and
 * whether there is anything to learn from it.
 */
public final class EncodingFit {
  /** More inputs than this one column does not make. */
  static final int MOST_CATEGORIES = 1000;

  /** A share of different texts beyond which a column names rows rather than kinds. */
  private static final double NEARLY_ALL = 0.9;

  /** In fewer rows it may be chance that all texts differ. */
  private static final int FEWEST_ROWS = 20;

  private final TableSpec spec;
  private final int[] train;

  /** By the names of columns. */
  private final Map<String, TrainingCells> cells = new HashMap<>();

  /** Reason → the columns that are no inputs for it. */
  private final Map<String, List<String>> leftOut = new LinkedHashMap<>();

  private final List<String> told = new ArrayList<>();

  /**
   * A fit to the given rows.
   *
   * @param train the training part; with folds, all there is to learn from
   */
  public EncodingFit(TableSpec spec, int[] train) {
    this.spec = spec;
    this.train = train.clone();
  }

  /**
   * What the columns become.
   *
   * @param notices takes what a user should know, a line each
   * @throws DataException if a column has too many categories or none is left
   */
  public TableEncoding fit(TableRows rows, Consumer<String> notices) {
    look(rows.features());
    List<Column> columns = new ArrayList<>();
    for (RawColumn column : rows.features()) {
      TextHints.of(column).ifPresent(told::add);
      Optional<String> reason = reasonToLeaveOut(column);
      if (reason.isPresent()) {
        leftOut.computeIfAbsent(reason.get(), same -> new ArrayList<>()).add(column.name());
      } else {
        columns.add(column(column));
      }
    }
    leftOut.forEach((reason, names) -> notices.accept(leftOut(names) + reason));
    told.forEach(notices);
    if (columns.isEmpty()) {
      throw new DataException(
          "no column is left as an input: " + String.join("; ", leftOut.keySet()));
    }
    SequenceFit.require(columns, rows);
    return new TableEncoding(columns);
  }

  private void look(List<RawColumn> columns) {
    List<TrainingCells> found =
        columns.parallelStream().map(column -> TrainingCells.of(column, train)).toList();
    for (int i = 0; i < found.size(); i++) {
      cells.put(columns.get(i).name(), found.get(i));
    }
  }

  private static String leftOut(List<String> names) {
    return names.size() == 1
        ? "column \"" + names.get(0) + "\" is left out: "
        : names.size() + " columns (" + NameList.shown(names) + ") are left out, of each: ";
  }

  /** Why a column is no input, if it is none. */
  Optional<String> reasonToLeaveOut(RawColumn column) {
    int holes = holes(column);
    if (holes == train.length) {
      return Optional.of("it has no value in the " + train.length + " training rows");
    }
    if (column instanceof RawColumn.Texts texts) {
      return reasonOfTexts(texts, train.length - holes, holes);
    }
    return cells(column).same() && !toldApart(column, holes)
        ? Optional.of("it has the same value in all " + train.length + " training rows")
        : Optional.empty();
  }

  private Optional<String> reasonOfTexts(RawColumn.Texts texts, int values, int holes) {
    int different = cells(texts).used().cardinality();
    if (different == 1 && !toldApart(texts, holes)) {
      return Optional.of("it has the same value in all " + train.length + " training rows");
    }
    boolean declared = rules(texts).kind() == ColumnRules.Kind.CATEGORY;
    if (!declared && values >= FEWEST_ROWS && different > NEARLY_ALL * values) {
      return Optional.of(
          "its text differs in "
              + (different == values ? "all " : different + " of ")
              + values
              + " training rows"
              + (TextHints.of(texts).isEmpty() ? "; to keep it add it to data.categorical" : ""));
    }
    if (different > MOST_CATEGORIES) {
      throw new DataException(
          "column \""
              + texts.name()
              + "\": expected at most "
              + MOST_CATEGORIES
              + " different texts, found "
              + different
              + " in "
              + values
              + " training rows; leave it out with data.except = [\""
              + texts.name()
              + "\"]");
    }
    return Optional.empty();
  }

  private ColumnRules rules(RawColumn column) {
    return ColumnChoice.rules(spec, column.name());
  }

  private TrainingCells cells(RawColumn column) {
    return cells.computeIfAbsent(column.name(), name -> TrainingCells.of(column, train));
  }

  private int holes(RawColumn column) {
    return cells(column).holes();
  }

  /** Whether holes get an input of their own: asked for, or the only way to keep them apart. */
  private boolean toldApart(RawColumn column, int holes) {
    return holes > 0 && (rules(column).indicator() || missing(column).policy() == Policy.CATEGORY);
  }

  /** The policy that fits the column's kind: text has no mean. */
  private Missing missing(RawColumn column) {
    Missing wanted = rules(column).missing();
    boolean average = wanted.policy() == Policy.MEAN || wanted.policy() == Policy.MEDIAN;
    return average && column instanceof RawColumn.Texts ? new Missing(Policy.CATEGORY) : wanted;
  }

  /** What a column becomes that is not left out. */
  Column column(RawColumn column) {
    int holes = holes(column);
    if (column instanceof RawColumn.Stepped sequences) {
      return new SequenceFit(train).column(sequences, rules(column), holes);
    }
    boolean toldApart = toldApart(column, holes);
    Missing missing = missing(column);
    if (holes > 0 && !missing.equals(rules(column).missing())) {
      told.add(
          "column \""
              + column.name()
              + "\" holds text, which has no "
              + rules(column).missing().policy().word()
              + ": its "
              + holes
              + " holes are a category of their own");
    }
    if (column instanceof RawColumn.Texts texts) {
      return new Column(
          texts.name(),
          Kind.CATEGORY,
          categories(texts, missing),
          List.of(),
          0,
          missing,
          toldApart);
    }
    if (missing.policy() == Policy.CATEGORY) {
      missing = new Missing(Policy.MEAN);
      if (holes > 0) {
        told.add(
            "column \""
                + column.name()
                + "\" holds no text: its "
                + holes
                + " holes get the mean, and one more input tells them apart");
      }
    }
    checkConstant(column, missing);
    if (column instanceof RawColumn.Dates dates) {
      return new Column(
          dates.name(),
          Kind.DATE,
          List.of(),
          rules(dates).cells().dateInputs(),
          0,
          missing,
          toldApart);
    }
    return column instanceof RawColumn.Vectors vectors
        ? new Column(
            vectors.name(), Kind.VECTOR, List.of(), List.of(), vectors.width(), missing, toldApart)
        : new Column(column.name(), Kind.NUMBER, List.of(), List.of(), 0, missing, toldApart);
  }

  /** Those of the training part, and what fills its holes. */
  private List<String> categories(RawColumn.Texts texts, Missing missing) {
    TreeSet<String> categories = new TreeSet<>();
    cells(texts).used().stream().forEach(code -> categories.add(texts.dictionary().get(code)));
    if (missing.policy() == Policy.CONSTANT && holes(texts) > 0) {
      categories.add(missing.constant());
    }
    return Numbers.sorted(categories);
  }

  private static void checkConstant(RawColumn column, Missing missing) {
    if (missing.policy() == Policy.CONSTANT && !Numbers.isNumber(missing.constant())) {
      throw new DataException(
          "data.columns.\""
              + column.name()
              + "\".missing: expected a number as the constant of a column of numbers, found \""
              + missing.constant()
              + "\"");
    }
  }
}
