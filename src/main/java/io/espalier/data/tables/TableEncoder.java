package io.espalier.data.tables;

import io.espalier.data.DatePart;
import io.espalier.data.Features;
import io.espalier.data.Missing;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.files.Joined;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Turns columns into inputs. Where a fitted value will fill a hole there is NaN. */
public final class TableEncoder {
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int ROWS_PER_PART = 1 << 15;
  private static final int ROWS_AT_ONCE = 256;

  private final TableEncoding encoding;

  /** An encoder that does what was found before. */
  public TableEncoder(TableEncoding encoding) {
    this.encoding = encoding;
  }

  /** The inputs of all rows, {@code [rows, inputs]} row by row. */
  public Features.Floats encode(TableRows rows) {
    int width = encoding.inputs();
    float[] matrix = new float[Joined.length((long) rows.rows() * width, "the table")];
    Map<String, RawColumn> raw = new HashMap<>();
    rows.features().forEach(column -> raw.put(column.name(), column));
    List<float[]> numbers = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int offset = 0;
    for (Column column : encoding.columns()) {
      if (raw.get(column.name()) instanceof RawColumn.Numbers plain && column.asItStands()) {
        numbers.add(plain.values());
        places.add(offset);
      } else {
        Target target = new Target(matrix, width, offset, rows.rows());
        write(column, named(rows.features(), column.name()), target);
      }
      offset += column.inputs();
    }
    side(numbers, places, matrix, width);
    return new Features.Floats(matrix);
  }

  /** Writes columns side by side, parts of the rows on all cores. */
  private static void side(List<float[]> numbers, List<Integer> places, float[] matrix, int width) {
    int rows = numbers.isEmpty() ? 0 : numbers.get(0).length;
    int parts = (rows + ROWS_PER_PART - 1) / ROWS_PER_PART;
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              int end = Math.min(rows, (part + 1) * ROWS_PER_PART);
              for (int from = part * ROWS_PER_PART; from < end; from += ROWS_AT_ONCE) {
                for (int i = 0; i < numbers.size(); i++) {
                  int to = Math.min(end, from + ROWS_AT_ONCE);
                  side(numbers.get(i), from, to, matrix, places.get(i), width);
                }
              }
            });
  }

  /** Some rows of all columns are written before the next ones, as caches like it. */
  private static void side(float[] values, int from, int to, float[] matrix, int place, int width) {
    int at = from * width + place;
    for (int row = from; row < to; row++, at += width) {
      matrix[at] = values[row];
    }
  }

  static RawColumn named(List<RawColumn> columns, String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name));
  }

  /** The place of one column's inputs in the matrix. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Target(float[] matrix, int width, int offset, int rows) {
    int at(int row) {
      return row * width + offset;
    }
  }

  private static void write(Column column, RawColumn raw, Target target) {
    if (column.kind() == TableEncoding.Kind.VECTOR && raw.holes() == target.rows()) {
      for (int row = 0; row < target.rows(); row++) {
        Arrays.fill(target.matrix(), target.at(row), target.at(row) + column.width(), Float.NaN);
      }
    } else if (raw instanceof RawColumn.Numbers numbers) {
      for (int row = 0; row < target.rows(); row++) {
        target.matrix()[target.at(row)] = numbers.values()[row];
      }
    } else if (raw instanceof RawColumn.Texts texts) {
      categories(column, texts, target);
    } else if (raw instanceof RawColumn.Dates dates) {
      dates(column.parts(), dates, target);
    } else if (raw instanceof RawColumn.Sequences sequences) {
      sequences(column.steps(), sequences, target);
    } else if (raw instanceof RawColumn.TextSequences texts) {
      texts(column, texts, target);
    } else if (raw instanceof RawColumn.Vectors vectors) {
      for (int row = 0; row < target.rows(); row++) {
        System.arraycopy(
            vectors.values(),
            row * column.width(),
            target.matrix(),
            target.at(row),
            column.width());
      }
    }
    holes(column, raw, target);
  }

  /** Feature by feature, with NaN behind the end of a sequence. */
  private static void sequences(int steps, RawColumn.Sequences raw, Target target) {
    for (int row = 0; row < target.rows(); row++) {
      float[] values = raw.values()[row];
      for (int i = 0; i < raw.features() * steps; i++) {
        int feature = i / steps;
        int step = i % steps;
        target.matrix()[target.at(row) + i] =
            step < raw.steps(row) ? values[step * raw.features() + feature] : Float.NaN;
      }
    }
  }

  /** As above: of tokens their codes, of categories ones and zeros. */
  private static void texts(Column column, RawColumn.TextSequences raw, Target target) {
    int[] places = places(column, raw.dictionary());
    boolean tokens = column.kind() == TableEncoding.Kind.TOKENS;
    int steps = column.steps();
    for (int row = 0; row < target.rows(); row++) {
      int[] codes = raw.codes()[row];
      for (int i = 0; i < column.width(); i++) {
        int step = i % steps;
        int place = step < codes.length ? places[codes[step]] : 0;
        float value = tokens ? place + 1 : place == i / steps ? 1 : 0;
        target.matrix()[target.at(row) + i] = step < codes.length ? value : Float.NaN;
      }
    }
  }

  /** The place of each text among a column's categories or words; −1 of one that is none. */
  private static int[] places(Column column, List<String> dictionary) {
    Map<String, Integer> places = new HashMap<>();
    column.categories().forEach(text -> places.put(text, places.size()));
    return dictionary.stream().mapToInt(text -> places.getOrDefault(text, -1)).toArray();
  }

  private static void categories(Column column, RawColumn.Texts texts, Target target) {
    int[] places = places(column, texts.dictionary());
    for (int row = 0; row < target.rows(); row++) {
      int code = texts.codes()[row];
      if (code >= 0 && places[code] >= 0) {
        target.matrix()[target.at(row) + places[code]] = 1;
      }
    }
  }

  private static void dates(List<DatePart> parts, RawColumn.Dates dates, Target target) {
    for (int row = 0; row < target.rows(); row++) {
      for (int i = 0; i < parts.size(); i++) {
        target.matrix()[target.at(row) + i] = part(dates.days()[row], parts.get(i));
      }
    }
  }

  private static float part(double days, DatePart part) {
    if (part == DatePart.NUMBER || Double.isNaN(days)) {
      return (float) days;
    }
    LocalDate date = LocalDate.ofEpochDay((long) Math.floor(days));
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.round(days * SECONDS_PER_DAY), 0, ZoneOffset.UTC);
    return switch (part) {
      case NUMBER -> (float) days;
      case YEAR -> date.getYear();
      case MONTH -> date.getMonthValue();
      case DAY -> date.getDayOfMonth();
      case WEEKDAY -> date.getDayOfWeek().getValue();
      case DAY_OF_YEAR -> date.getDayOfYear();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case SECOND -> time.getSecond();
    };
  }

  private static void holes(Column column, RawColumn raw, Target target) {
    float[] filling = filling(column);
    for (int row = 0; row < target.rows(); row++) {
      if (raw.isHole(row)) {
        fill(column, filling, target.matrix(), target.at(row));
        if (column.toldApart()) {
          target.matrix()[target.at(row) + column.values()] = 1;
        }
      }
    }
  }

  /** Puts the filling where nothing is: everywhere, but in arrays only at the missing numbers. */
  private static void fill(Column column, float[] filling, float[] matrix, int at) {
    boolean whole = column.kind() == TableEncoding.Kind.CATEGORY;
    for (int i = 0; i < filling.length; i++) {
      if (whole || Float.isNaN(matrix[at + i])) {
        matrix[at + i] = filling[i];
      }
    }
  }

  /** What the inputs of a hole are before anything is fitted. */
  private static float[] filling(Column column) {
    float[] filling = new float[column.values()];
    Missing missing = column.missing();
    boolean categories = column.kind() == TableEncoding.Kind.CATEGORY;
    if (column.fitted() || (missing.policy() != Missing.Policy.CONSTANT && !categories)) {
      Arrays.fill(filling, Float.NaN);
    } else if (missing.policy() == Missing.Policy.CONSTANT && categories) {
      int place = column.categories().indexOf(missing.constant());
      if (place >= 0) {
        filling[place] = 1;
      }
    } else if (missing.policy() == Missing.Policy.CONSTANT) {
      Arrays.fill(filling, Float.parseFloat(missing.constant()));
    }
    return filling;
  }
}
