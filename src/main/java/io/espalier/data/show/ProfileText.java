package io.espalier.data.show;

import io.espalier.data.TableEncoding.Kind;
import io.espalier.data.TableProfile;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table's columns, a line each. */
public final class ProfileText {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int MOST_COLUMNS_SHOWN = 200;
  private static final int MOST_CHARACTERS = 32;

  private ProfileText() {}

  /** Kind, holes, different values, range and what becomes of each column; ends with a newline. */
  public static String text(TableProfile profile) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("column", "kind", "holes", "distinct", "range", "becomes"));
    for (TableProfile.Column column : profile.columns()) {
      if (lines.size() <= MOST_COLUMNS_SHOWN || column.label()) {
        lines.add(line(column));
      }
    }
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(padded(line, widths)).append('\n'));
    if (lines.size() <= profile.columns().size()) {
      text.append("… (").append(profile.columns().size()).append(" columns in all)\n");
    }
    return text.toString();
  }

  private static List<String> line(TableProfile.Column column) {
    return List.of(
        cut(column.name()),
        kind(column.kind()),
        Integer.toString(column.holes()),
        column.kind() == Kind.VECTOR || column.kind().ofSteps()
            ? ""
            : Integer.toString(column.distinct()),
        range(column),
        column.leftOut().map(reason -> "left out: " + reason).orElse(column.becomes()));
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case NUMBER -> "number";
      case CATEGORY -> "text";
      case DATE -> "date";
      case VECTOR -> "array";
      case SEQUENCE, CATEGORY_SEQUENCE -> "sequence";
      case TOKENS -> "tokens";
    };
  }

  private static String cut(String name) {
    return name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS - 1) + "…" : name;
  }

  private static String range(TableProfile.Column column) {
    if (Double.isNaN(column.minimum())) {
      return "";
    }
    boolean ofDay = column.minimum() >= 0 && column.maximum() < 1;
    return value(column.kind(), column.minimum(), ofDay)
        + " to "
        + value(column.kind(), column.maximum(), ofDay);
  }

  /** A value; as a time of day where all of the column's are. */
  private static String value(Kind kind, double value, boolean ofDay) {
    if (kind == Kind.DATE && ofDay) {
      return LocalTime.ofSecondOfDay(Math.round(value * SECONDS_PER_DAY)).toString();
    }
    if (kind == Kind.DATE) {
      return LocalDate.ofEpochDay((long) Math.floor(value)).toString();
    }
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** Numbers to the right, all else to the left; nothing after the last. */
  private static String padded(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      boolean right = i == 2 || i == 3;
      String padding = " ".repeat(widths[i] - line.get(i).length());
      text.append(right ? padding + line.get(i) : line.get(i) + padding).append("  ");
    }
    return text.toString().stripTrailing();
  }
}
