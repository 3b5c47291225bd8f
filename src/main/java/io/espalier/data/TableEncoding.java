package io.espalier.data;

import io.espalier.wire.InputShape;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the columns of a table become, as found in its training part: which inputs each one makes,
 * in order, and what is done where it has a hole.
 */
public record TableEncoding(List<Column> columns) implements Serializable {
  /** Of data that are no table. */
  public static final TableEncoding NONE = new TableEncoding(List.of());

  /** Between a column and what its input stands for, where that is a hole. */
  private static final String HOLE = "=(missing)";

  /** What a column holds. */
  public enum Kind {
    NUMBER,
    CATEGORY,
    DATE,
    VECTOR,
    /** Steps of numbers. */
    SEQUENCE,
    /** Steps of one text each, which becomes one number for each category. */
    CATEGORY_SEQUENCE,
    /** Steps of one text each, which becomes its code. */
    TOKENS;

    /** Whether a cell holds steps. */
    public boolean ofSteps() {
      return this == SEQUENCE || this == CATEGORY_SEQUENCE || this == TOKENS;
    }
  }

  /**
   * One column.
   *
   * @param categories of a column of categories, one input each: 1 for those rows, 0 for all
   *     others; of sequences the names of the numbers of a step, or its categories; of tokens the
   *     words in the order of their codes, which count from 1, as 0 stands for all other words
   * @param parts of a column of dates, one input each
   * @param width of a column of arrays or sequences: as many inputs
   * @param toldApart whether one more input, the last, is 1 at a hole and 0 elsewhere
   */
  public record Column(
      String name,
      Kind kind,
      List<String> categories,
      List<DatePart> parts,
      int width,
      Missing missing,
      boolean toldApart)
      implements Serializable {
    public Column {
      categories = List.copyOf(categories);
      parts = List.copyOf(parts);
    }

    /** How many inputs stand for values; one more may tell holes apart. */
    public int values() {
      return switch (kind) {
        case NUMBER -> 1;
        case CATEGORY -> categories.size();
        case DATE -> parts.size();
        case VECTOR, SEQUENCE, CATEGORY_SEQUENCE, TOKENS -> width;
      };
    }

    /** How many inputs there are. */
    public int inputs() {
      return values() + (toldApart ? 1 : 0);
    }

    /** Numbers of a step. */
    public int features() {
      return kind == Kind.TOKENS ? 1 : categories.size();
    }

    /** Codes of a column of tokens: its words and 0. */
    public int codes() {
      return categories.size() + 1;
    }

    /** Steps of the longest sequence. */
    public int steps() {
      return width / features();
    }

    /** Whether what fills a hole is found in the training part: NaN stands for it until then. */
    public boolean fitted() {
      return switch (missing.policy()) {
        case MEAN, MEDIAN, MOST_FREQUENT -> true;
        case REFUSE, DROP, CATEGORY, CONSTANT -> false;
      };
    }

    /** Whether its numbers are its inputs as they stand, NaN for holes. */
    public boolean asItStands() {
      boolean numbers = kind == Kind.NUMBER || kind == Kind.VECTOR;
      return numbers && !toldApart && missing.policy() != Missing.Policy.CONSTANT;
    }

    private Stream<String> names() {
      Stream<String> values =
          switch (kind) {
            case NUMBER -> Stream.of(name);
            case CATEGORY -> categories.stream().map(category -> name + "=" + category);
            case DATE ->
                parts.equals(List.of(DatePart.NUMBER))
                    ? Stream.of(name)
                    : parts.stream().map(part -> name + "." + word(part));
            case SEQUENCE -> categories.stream().flatMap(feature -> numbered(feature, steps()));
            case CATEGORY_SEQUENCE ->
                categories.stream().flatMap(category -> numbered(name + "=" + category, steps()));
            case VECTOR, TOKENS -> numbered(name, width);
          };
      return toldApart ? Stream.concat(values, Stream.of(name + HOLE)) : values;
    }

    private static Stream<String> numbered(String name, int count) {
      return IntStream.range(0, count).mapToObj(i -> name + "[" + i + "]");
    }

    private static String word(DatePart part) {
      return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public TableEncoding {
    columns = List.copyOf(columns);
  }

  /** Columns of plain numbers without holes. */
  public static TableEncoding ofNumbers(List<String> names) {
    return new TableEncoding(
        names.stream()
            .map(
                name ->
                    new Column(name, Kind.NUMBER, List.of(), List.of(), 0, Missing.REFUSE, false))
            .toList());
  }

  /** One column of arrays or vectors of so many numbers. */
  public static TableEncoding ofVectors(String name, int width, Missing missing) {
    return new TableEncoding(
        List.of(new Column(name, Kind.VECTOR, List.of(), List.of(), width, missing, false)));
  }

  /** The shape of the inputs of a row; numbers of a step lie side by side, column by column. */
  public InputShape shape() {
    Column first = columns.get(0);
    return first.kind().ofSteps()
        ? new InputShape.Sequence(columns.stream().mapToInt(Column::features).sum(), first.steps())
        : new InputShape.Flat(inputs());
  }

  /** The inputs' names, in order. */
  public List<String> inputNames() {
    return columns.stream().flatMap(Column::names).toList();
  }

  /** How many inputs there are. */
  public int inputs() {
    return columns.stream().mapToInt(Column::inputs).sum();
  }
}
