package io.espalier.data.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DateType;

/** Gathers the cells of one column of a block, in a task. */
interface CellGatherer {
  /** Takes a row's cell at {@code place}. */
  void add(InternalRow row, int place);

  /** What was gathered. */
  RowBlock.Cells cells();

  /** A gatherer for a column of which something can be made. */
  static CellGatherer of(SparkColumn column) {
    return switch (column.form()) {
      case NUMBER -> new OfNumbers(NumberCell.of(column.type()).orElseThrow());
      case TEXT -> new OfWords();
      case DATE -> new OfNumbers(days(column));
      case ARRAY -> new OfArrays(ArrayCell.of((ArrayType) column.type()));
      case VECTOR -> new OfArrays(ArrayCell::ofVector);
      case ARRAYS -> new OfNested((ArrayType) column.type());
      case WORDS -> new OfWordLists();
      case NOTHING -> throw new IllegalArgumentException("nothing can be made of " + column.name());
    };
  }

  /** Days since 1970-01-01; of timestamps, which Spark keeps in microseconds, in UTC. */
  private static NumberCell days(SparkColumn column) {
    double microsecondsPerDay = 86_400e6;
    return column.type() instanceof DateType
        ? (cells, place) -> cells.getInt(place)
        : (cells, place) -> cells.getLong(place) / microsecondsPerDay;
  }

  /** Numbers and dates. */
  final class OfNumbers implements CellGatherer {
    private final NumberCell reader;
    private final DoubleStream.Builder values = DoubleStream.builder();

    OfNumbers(NumberCell reader) {
      this.reader = reader;
    }

    @Override
    public void add(InternalRow row, int place) {
      values.add(row.isNullAt(place) ? Double.NaN : reader.of(row, place));
    }

    @Override
    public RowBlock.Cells cells() {
      return new RowBlock.Numbers(values.build().toArray());
    }
  }

  /** Text. */
  final class OfWords implements CellGatherer {
    private final Map<String, Integer> words = new LinkedHashMap<>();
    private final IntStream.Builder codes = IntStream.builder();

    @Override
    public void add(InternalRow row, int place) {
      codes.add(row.isNullAt(place) ? -1 : code(row.getUTF8String(place).toString()));
    }

    void add(String word) {
      codes.add(code(word));
    }

    private int code(String word) {
      Integer known = words.putIfAbsent(word, words.size());
      return known == null ? words.size() - 1 : known;
    }

    @Override
    public RowBlock.Cells cells() {
      return words();
    }

    RowBlock.Words words() {
      return new RowBlock.Words(List.copyOf(words.keySet()), codes.build().toArray());
    }
  }

  /** Arrays of arrays. */
  final class OfNested implements CellGatherer {
    private final ArrayType type;
    private final IntStream.Builder lengths = IntStream.builder();
    private final List<float[]> arrays = new ArrayList<>();

    OfNested(ArrayType type) {
      this.type = type;
    }

    @Override
    public void add(InternalRow row, int place) {
      if (row.isNullAt(place)) {
        lengths.add(-1);
        return;
      }
      List<float[]> found = ArrayCell.ofArrays(row.getArray(place), type);
      lengths.add(found.size());
      arrays.addAll(found);
    }

    @Override
    public RowBlock.Cells cells() {
      return new RowBlock.Nested(lengths.build().toArray(), arrays);
    }
  }

  /** Arrays of texts; one that is missing is empty. */
  final class OfWordLists implements CellGatherer {
    private final OfWords words = new OfWords();
    private final IntStream.Builder lengths = IntStream.builder();

    @Override
    public void add(InternalRow row, int place) {
      if (row.isNullAt(place)) {
        lengths.add(-1);
        return;
      }
      ArrayData found = row.getArray(place);
      lengths.add(found.numElements());
      for (int i = 0; i < found.numElements(); i++) {
        words.add(found.isNullAt(i) ? "" : found.getUTF8String(i).toString());
      }
    }

    @Override
    public RowBlock.Cells cells() {
      return new RowBlock.WordLists(lengths.build().toArray(), words.words());
    }
  }

  /** Arrays and vectors. */
  final class OfArrays implements CellGatherer {
    private final ArrayCell reader;
    private final IntStream.Builder lengths = IntStream.builder();
    private final List<float[]> arrays = new ArrayList<>();

    OfArrays(ArrayCell reader) {
      this.reader = reader;
    }

    @Override
    public void add(InternalRow row, int place) {
      if (row.isNullAt(place)) {
        lengths.add(-1);
        return;
      }
      float[] numbers = reader.of(row, place);
      lengths.add(numbers.length);
      arrays.add(numbers);
    }

    @Override
    public RowBlock.Cells cells() {
      float[] values = new float[arrays.stream().mapToInt(numbers -> numbers.length).sum()];
      int at = 0;
      for (float[] numbers : arrays) {
        System.arraycopy(numbers, 0, values, at, numbers.length);
        at += numbers.length;
      }
      return new RowBlock.Arrays(lengths.build().toArray(), values);
    }
  }
}
