package io.espalier.driver.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a classifier did class by class, and on the average, from its confusion matrix. 0/0 counts as
 * 0: precision where a class was never predicted, recall where it has no examples.
 *
 * @param classes by index
 */
record ClassScores(List<OneClass> classes) {
  ClassScores {
    classes = List.copyOf(classes);
  }

  /**
   * A class.
   *
   * @param support its examples
   * @param predicted examples that were taken for it
   * @param correct examples of it that were taken for it
   */
  record OneClass(long support, long predicted, long correct) {
    double precision() {
      return ratio(correct, predicted);
    }

    double recall() {
      return ratio(correct, support);
    }

    double f1() {
      return ratio(2 * correct, support + predicted);
    }
  }

  /**
   * @param confusion examples by true class (row) and predicted class (column)
   */
  static ClassScores of(List<List<Integer>> confusion) {
    List<OneClass> classes = new ArrayList<>();
    for (int i = 0; i < confusion.size(); i++) {
      int index = i;
      long support = confusion.get(i).stream().mapToLong(Integer::longValue).sum();
      long predicted = confusion.stream().mapToLong(row -> row.get(index)).sum();
      classes.add(new OneClass(support, predicted, confusion.get(i).get(i)));
    }
    return new ClassScores(classes);
  }

  /** All examples. */
  long support() {
    return classes.stream().mapToLong(OneClass::support).sum();
  }

  /** The share of examples that were taken for what they are. */
  double accuracy() {
    return ratio(classes.stream().mapToLong(OneClass::correct).sum(), support());
  }

  /** The mean over the classes that occur, as truth or as prediction. */
  double macro(ToDoubleFunction<OneClass> score) {
    return classes.stream()
        .filter(each -> each.support() + each.predicted() > 0)
        .mapToDouble(score)
        .average()
        .orElse(0);
  }

  /** The mean over the classes, each weighted by its examples. */
  double weighted(ToDoubleFunction<OneClass> score) {
    double sum =
        classes.stream().mapToDouble(each -> each.support() * score.applyAsDouble(each)).sum();
    return support() == 0 ? 0 : sum / support();
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
