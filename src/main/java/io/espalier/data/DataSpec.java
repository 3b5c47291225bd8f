package io.espalier.data;

import java.util.Optional;

/**
 * The {@code data} part of an experiment.
 *
 * @param limit only so many of the examples to learn from, drawn at random (with the seed); 0 for
 *     all
 * @param validation share or count of the examples to learn from that is held out, without folds
 * @param folds parts of a k-fold cross-validation, each of which validates once while the others
 *     train; 0 for one split by {@code validation}
 * @param test share or count held out for the test where the source has no test part of its own
 * @param testLimit only the first so many examples of the official test part; 0 for all
 * @param augment how images are changed while they are trained on
 */
public record DataSpec(
    DataSource source,
    int limit,
    Amount validation,
    int folds,
    Amount test,
    int testLimit,
    Selection selection,
    Normalise normalise,
    boolean flatten,
    boolean scaleLabels,
    Augmentation augment) {
  /** The usual share that is held out for validation, and for the test. */
  private static final double HELD_OUT = 0.2;

  /** Data that are trained on as they are. */
  public DataSpec(
      DataSource source,
      int limit,
      Amount validation,
      int folds,
      Amount test,
      int testLimit,
      Selection selection,
      Normalise normalise,
      boolean flatten,
      boolean scaleLabels) {
    this(
        source,
        limit,
        validation,
        folds,
        test,
        testLimit,
        selection,
        normalise,
        flatten,
        scaleLabels,
        Augmentation.NONE);
  }

  /** Data whose labels are used as they are. */
  public DataSpec(
      DataSource source,
      int limit,
      Amount validation,
      int folds,
      Amount test,
      int testLimit,
      Selection selection,
      Normalise normalise,
      boolean flatten) {
    this(source, limit, validation, folds, test, testLimit, selection, normalise, flatten, false);
  }

  /**
   * Data as they are used where nothing else is said: a fifth held out for validation, a fifth for
   * the test where the source has no test part of its own, at random; published splits where there
   * are some; nothing normalised.
   */
  public static DataSpec of(DataSource source) {
    boolean ownTest = source instanceof DataSource.Digits;
    return new DataSpec(
        source,
        0,
        new Amount.Share(HELD_OUT),
        0,
        new Amount.Share(ownTest ? 0 : HELD_OUT),
        0,
        source.mayBringSplit() ? Selection.PUBLISHED : Selection.RANDOM,
        new Normalise.None(),
        false);
  }

  /** The same of another source. */
  public DataSpec from(DataSource other) {
    return changed(other, validation, selection, normalise, augment);
  }

  /** The same with another validation part, drawn at random where it was the published one. */
  public DataSpec withValidation(Amount other) {
    Selection drawn = selection == Selection.PUBLISHED ? Selection.RANDOM : selection;
    return changed(source, other, drawn, normalise, augment);
  }

  /** The same, normalised otherwise. */
  public DataSpec withNormalise(Normalise other) {
    return changed(source, validation, selection, other, augment);
  }

  /** The same, whose images are changed while they are trained on. */
  public DataSpec withAugment(Augmentation other) {
    return changed(source, validation, selection, normalise, other);
  }

  private DataSpec changed(
      DataSource from, Amount held, Selection drawn, Normalise scaled, Augmentation augmented) {
    return new DataSpec(
        from, limit, held, folds, test, testLimit, drawn, scaled, flatten, scaleLabels, augmented);
  }

  /** Whether a trial of this data is validated at all, on a part of its own or by folds. */
  public boolean validates() {
    return folds > 0 || !validation.isNone();
  }

  /**
   * Why it makes no sense to ask for the first or last examples of these data; empty if it does, or
   * nobody asks.
   */
  public Optional<String> orderObjection() {
    if (source.ordered() || (selection != Selection.LAST && testLimit == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        (selection == Selection.LAST
                ? "selection = last takes the last rows"
                : "test-limit takes the first rows of the test part")
            + ", but a table of Spark's has no order of its own; give it one by columns:"
            + " order-by = [time]");
  }

  /** A share (0 to 1) or a count of examples. */
  public sealed interface Amount {
    /** Whether nothing is held out. */
    boolean isNone();

    /** A share in [0, 1). */
    record Share(double share) implements Amount {
      public Share {
        if (!(share >= 0 && share < 1)) {
          throw new IllegalArgumentException("a share must lie in [0, 1), not " + share);
        }
      }

      @Override
      public boolean isNone() {
        return share == 0;
      }
    }

    /** A number of examples. */
    record Count(int count) implements Amount {
      public Count {
        if (count < 0) {
          throw new IllegalArgumentException("a count must be at least 0, not " + count);
        }
      }

      @Override
      public boolean isNone() {
        return count == 0;
      }
    }
  }

  /** Which examples are held out. */
  public enum Selection {
    /** Drawn at random with the experiment's seed. */
    RANDOM,
    /**
     * Drawn at random within each class, so that every part has the classes in the same proportion.
     */
    STRATIFIED,
    /** The last ones, in the order of the files. */
    LAST,
    /**
     * Those that the publisher chose. Of a citation set whose published split is not known, a draw
     * of the same sizes; amounts count only where it is too small for that. Of pictures and arrays
     * the published validation part is used, limits hold within the published parts, and what has
     * no such part is drawn at random.
     */
    PUBLISHED
  }

  /** How inputs are normalised. */
  public sealed interface Normalise {
    /** Raw values. */
    record None() implements Normalise {}

    /**
     * Bytes of images divided by 255; all other numbers scaled to the training part's range, 0 to
     * 1.
     */
    record Unit() implements Normalise {}

    /**
     * {@code (x − mean) / std} with given numbers, one per channel or one for all; bytes of images
     * are first divided by 255.
     */
    record Given(java.util.List<Double> mean, java.util.List<Double> std) implements Normalise {
      public Given {
        mean = java.util.List.copyOf(mean);
        std = java.util.List.copyOf(std);
      }
    }

    /**
     * {@code (x − mean) / std}, fitted on the training part: per channel for images, whose bytes
     * are first divided by 255; per feature for tables and for the nodes of graphs.
     */
    record Fitted() implements Normalise {}

    /** Every example, or node of a graph, divided by the sum of its numbers; no fitting. */
    record RowSum() implements Normalise {}

    /** The mean of the training part, number by number, subtracted from raw values. */
    record MeanImage() implements Normalise {}
  }
}
