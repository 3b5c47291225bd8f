package io.espalier.data.read;

import io.espalier.data.DataException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Classes as arrays tell them: a whole number for each example, or a row with a single 1.
 *
 * @param oneHot how many classes the rows have; 0 for whole numbers
 */
@SuppressWarnings("ArrayRecordComponent")
record ArrayClasses(NpyArray array, int[] numbers, int oneHot) {
  static ArrayClasses of(NpyArray array, NpyArray examples) {
    if (array.examples() != examples.examples()) {
      throw new DataException(
          array.name()
              + ": expected "
              + examples.examples()
              + " labels, as many as "
              + examples.name()
              + " has examples, found "
              + array.examples());
    }
    List<Integer> sizes = array.shape();
    boolean single = sizes.size() == 1 || (sizes.size() == 2 && sizes.get(1) == 1);
    if (!single && sizes.size() != 2) {
      throw new DataException(
          array.name()
              + ": expected one label for each example, [examples] or [examples, 1], or rows with a"
              + " single 1, found the shape "
              + sizes
              + "; set data.images and data.labels");
    }
    int[] numbers =
        IntStream.range(0, array.examples())
            .map(i -> single ? whole(array, i) : one(array, i))
            .toArray();
    return new ArrayClasses(array, numbers, single ? 0 : sizes.get(1));
  }

  private static int whole(NpyArray array, int example) {
    float value = array.example(example)[0];
    if (value != Math.rint(value) || Math.abs(value) > Short.MAX_VALUE) {
      throw wrong(
          array, example, "a class as a whole number of at most 32767", Float.toString(value));
    }
    return (int) value;
  }

  private static int one(NpyArray array, int example) {
    float[] row = array.example(example);
    int place = -1;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == 1 && place < 0) {
        place = i;
      } else if (row[i] != 0) {
        throw wrong(array, example, "a single 1 and zeros", row[i] + " at place " + i);
      }
    }
    if (place < 0) {
      throw wrong(array, example, "a single 1 and zeros", "zeros alone");
    }
    return place;
  }

  private static DataException wrong(NpyArray array, int example, String expected, String found) {
    return new DataException(
        array.name() + ": label " + (example + 1) + ": expected " + expected + ", found " + found);
  }

  /** The classes there are, ascending: those that occur, or all places of the rows. */
  List<Integer> known() {
    TreeSet<Integer> known = new TreeSet<>();
    if (oneHot > 0) {
      IntStream.range(0, oneHot).forEach(known::add);
    } else {
      IntStream.of(numbers).forEach(known::add);
    }
    return List.copyOf(known);
  }

  /** For each example its class's place among those of the training part. */
  short[] places(List<Integer> known) {
    short[] places = new short[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      int place = java.util.Collections.binarySearch(known, numbers[i]);
      if (place < 0) {
        throw wrong(
            array,
            i,
            "one of the " + known.size() + " classes to learn from",
            Integer.toString(numbers[i]));
      }
      places[i] = (short) place;
    }
    return places;
  }
}
