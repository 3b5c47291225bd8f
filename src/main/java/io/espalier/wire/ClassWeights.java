package io.espalier.wire;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * By what the training multiplies the loss of an example, according to its class; measurements know
 * nothing of it. A step descends the weighted losses' sum divided by the number of its examples, as
 * Keras and Deeplearning4j have it, not by the sum of their weights: an example moves the weights
 * equally far whatever else is in its batch.
 */
public sealed interface ClassWeights extends Serializable {
  /** Every example counts alike. */
  ClassWeights NONE = new Equal();

  /**
   * The weights of a training.
   *
   * @param classes their names, by index
   * @param counts examples of each that are trained on
   * @throws IllegalArgumentException if these weights are not of these classes
   */
  Listed of(List<String> classes, int[] counts);

  /** What it does, for a person. */
  String inWords();

  /** Every example counts alike. */
  record Equal() implements ClassWeights {
    @Override
    public Listed of(List<String> classes, int[] counts) {
      return new Listed(Collections.nCopies(classes.size(), 1.0));
    }

    @Override
    public String inWords() {
      return "classes weighed alike";
    }
  }

  /**
   * Each class by n / (K · count) for n examples of K classes: together, classes count alike, and
   * the mean weight of an example is 1. Classes without examples count for nothing, in K neither.
   */
  record Balanced() implements ClassWeights {
    @Override
    public Listed of(List<String> classes, int[] counts) {
      long examples = Arrays.stream(counts).asLongStream().sum();
      long present = Arrays.stream(counts).filter(count -> count > 0).count();
      List<Double> weights = new ArrayList<>();
      for (int count : counts) {
        weights.add(count == 0 ? 0 : (double) examples / present / count);
      }
      return new Listed(weights);
    }

    @Override
    public String inWords() {
      return "classes balanced by weights";
    }
  }

  /** One for each class in the order of the data's; finite, at least 0, not all 0. */
  record Listed(List<Double> weights) implements ClassWeights {
    public Listed {
      weights = List.copyOf(weights);
      requireSome(weights);
    }

    @Override
    public Listed of(List<String> classes, int[] counts) {
      Check.that(
          weights.size() == classes.size(),
          "%d weights for %d classes: %s",
          weights.size(),
          classes.size(),
          String.join(", ", classes));
      return this;
    }

    @Override
    public String inWords() {
      return "classes weighed by " + weights;
    }
  }

  /** By the names of classes; finite, at least 0, not all 0. Classes without a name weigh 1. */
  record Named(SortedMap<String, Double> weights) implements ClassWeights {
    public Named {
      weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
      requireSome(weights.values().stream().toList());
    }

    @Override
    public Listed of(List<String> classes, int[] counts) {
      NavigableSet<String> unknown = new TreeSet<>(weights.keySet());
      classes.forEach(unknown::remove);
      Check.that(
          unknown.isEmpty(),
          "the data have no class %s; their classes are %s",
          String.join(", ", unknown),
          String.join(", ", classes));
      return new Listed(classes.stream().map(name -> weights.getOrDefault(name, 1.0)).toList());
    }

    @Override
    public String inWords() {
      return "classes weighed by " + weights;
    }
  }

  private static void requireSome(List<Double> weights) {
    weights.forEach(weight -> Check.notNegative("a class's weight", weight));
    Check.that(
        weights.stream().anyMatch(weight -> weight > 0), "one class at least must weigh something");
  }
}
