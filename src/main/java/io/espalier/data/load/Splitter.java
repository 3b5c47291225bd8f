package io.espalier.data.load;

import io.espalier.data.DataException;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Divides examples into parts: first the limit, then the test part where the source has none of its
 * own, then the validation part of the rest, unless folds take its place. Rows of a part keep the
 * order of the files.
 */
final class Splitter {
  private static final int LIMIT = 0;
  private static final int TEST = 1;
  private static final int VALIDATION = 2;

  private final Targets targets;
  private final int officialTest;
  private final DataSpec spec;
  private final long seed;

  /**
   * A splitter of examples with the given targets.
   *
   * @param officialTest how many of the last examples are the source's own test part
   */
  Splitter(Targets targets, int officialTest, DataSpec spec, long seed) {
    this.targets = targets;
    this.officialTest = officialTest;
    this.spec = spec;
    this.seed = seed;
  }

  /** Rows kept and rows taken away from them. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Halves(int[] kept, int[] held) {}

  Split split() {
    Halves tested = tested(limited(IntStream.range(0, toLearnFrom()).toArray()));
    if (spec.folds() > 0) {
      return new Split(tested.kept(), new int[0], tested.held());
    }
    Halves halves = holdOut(tested.kept(), spec.validation(), "validation", VALIDATION);
    return new Split(halves.kept(), halves.held(), tested.held());
  }

  /**
   * The published parts with the limits applied; a test part that is lacking is taken from the
   * training part.
   */
  Split within(Split published) {
    Halves tested = tested(limited(published.train()));
    return new Split(tested.kept(), published.validation(), tested.held());
  }

  /** What is left to learn from, and the test part. */
  private Halves tested(int[] learn) {
    int[] official = officialTest();
    return officialTest > 0
        ? new Halves(learn, official)
        : holdOut(learn, spec.test(), "test", TEST);
  }

  private int toLearnFrom() {
    return targets.examples() - officialTest;
  }

  private int[] limited(int[] rows) {
    if (spec.limit() == 0) {
      return rows;
    }
    if (spec.limit() < 0 || spec.limit() > rows.length) {
      throw new DataException(
          "limit = "
              + spec.limit()
              + ": expected at most the "
              + rows.length
              + " examples there are to learn from (0 for all)");
    }
    return drawn(rows, spec.limit(), LIMIT);
  }

  private int[] officialTest() {
    int available = officialTest;
    if (spec.testLimit() < 0 || spec.testLimit() > available) {
      throw new DataException(
          "test-limit = "
              + spec.testLimit()
              + ": expected at most the "
              + available
              + " examples of the official test part (0 for all)");
    }
    int count = spec.testLimit() == 0 ? available : spec.testLimit();
    return IntStream.range(toLearnFrom(), toLearnFrom() + count).toArray();
  }

  private Halves holdOut(int[] rows, Amount amount, String part, int purpose) {
    int count = count(amount, rows.length, part);
    int[] held =
        switch (spec.selection()) {
          case LAST -> Arrays.copyOfRange(rows, rows.length - count, rows.length);
          case RANDOM, PUBLISHED -> drawn(rows, count, purpose);
          case STRATIFIED -> stratified(rows, count, purpose);
        };
    return new Halves(without(rows, held), held);
  }

  /** A share is rounded to the nearest count. */
  private static int count(Amount amount, int available, String part) {
    if (amount instanceof Amount.Share share) {
      int count = (int) Math.round(share.share() * available);
      if (share.share() > 0 && count == 0) {
        throw new DataException(
            part + " = " + share.share() + ": of " + available + " examples that is none");
      }
      return fitting(count, available, part, Double.toString(share.share()));
    }
    int count = amount instanceof Amount.Count exact ? exact.count() : 0;
    return fitting(count, available, part, Integer.toString(count));
  }

  private static int fitting(int count, int available, String part, String text) {
    if (count >= available) {
      throw new DataException(
          part
              + " = "
              + text
              + ": expected fewer than the "
              + available
              + " examples left to learn from");
    }
    return count;
  }

  private int[] drawn(int[] rows, int count, long... purpose) {
    int[] order = Seeds.permutation(Seeds.seed(seed, Seeds.Purpose.SPLIT, purpose), rows.length);
    return IntStream.range(0, count).map(i -> rows[order[i]]).sorted().toArray();
  }

  /**
   * Every class gives its share, rounded down; the classes with the largest remainders give one
   * more until the count is reached.
   */
  private int[] stratified(int[] rows, int count, int purpose) {
    int[][] byClass = Strata.of(targets, rows);
    int[] quota = quotas(byClass, rows.length, count);
    return IntStream.range(0, byClass.length)
        .flatMap(label -> Arrays.stream(drawn(byClass[label], quota[label], purpose, label)))
        .sorted()
        .toArray();
  }

  private static int[] quotas(int[][] byClass, int examples, int count) {
    int[] quota = new int[byClass.length];
    long[] remainder = new long[byClass.length];
    for (int label = 0; label < quota.length; label++) {
      long exact = (long) byClass[label].length * count;
      quota[label] = (int) (exact / examples);
      remainder[label] = exact % examples;
    }
    int missing = count - Arrays.stream(quota).sum();
    IntStream.range(0, quota.length)
        .boxed()
        .sorted((a, b) -> Long.compare(remainder[b], remainder[a]))
        .limit(missing)
        .forEach(label -> quota[label]++);
    return quota;
  }

  /** Rows that are not held; both ascending. */
  private static int[] without(int[] rows, int[] held) {
    return Arrays.stream(rows).filter(row -> Arrays.binarySearch(held, row) < 0).toArray();
  }
}
