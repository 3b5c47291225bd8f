package io.espalier.driver.inspect;

import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.report.Confidence;
import io.espalier.driver.report.Fact;
import io.espalier.driver.report.Judged;
import io.espalier.driver.report.Miss;
import io.espalier.driver.report.SampleView;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** How a classifier's probabilities for the test part compare with the truth. */
final class ProbabilityView {
  /** Examples that are predicted at a time, so that a large test part needs little memory. */
  private static final int AT_A_TIME = 2_000;

  /** How far probabilities may be from their sum, 1. */
  private static final double ROUNDING = 1e-3;

  /** The worst of those kept comes first; of equal losses the later example. */
  private static final Comparator<Guess> MILDEST_FIRST =
      Comparator.comparingDouble(Guess::likelihood).thenComparingInt(Guess::index).reversed();

  private final PreparedData data;
  private final Dataset dataset;
  private final Targets.Classes classes;
  private final Tally[] tallies = new Tally[Confidence.BINS];
  private final PriorityQueue<Guess> worst = new PriorityQueue<>(MILDEST_FIRST);

  /** Examples of like confidence, counted. */
  private static final class Tally {
    private int examples;
    private int right;
    private double confidence;
  }

  /**
   * What was made of an example.
   *
   * @param index in the test part
   * @param predicted the likeliest class
   */
  private record Guess(int index, int predicted, float confidence, float likelihood) {}

  private ProbabilityView(PreparedData data, Targets.Classes classes) {
    this.data = data;
    this.dataset = data.dataset();
    this.classes = classes;
    Arrays.setAll(tallies, bin -> new Tally());
  }

  /** Looks at a saved network; empty without a test part, or where its outputs are no shares. */
  static Optional<Judged> of(String zip, PreparedData data) throws IOException {
    int[] test = data.split().rows(Part.TEST);
    if (test.length == 0 || !(data.dataset().targets() instanceof Targets.Classes classes)) {
      return Optional.empty();
    }
    return new ProbabilityView(data, classes).of(zip, test);
  }

  private Optional<Judged> of(String zip, int[] test) throws IOException {
    int most = dataset.shape() instanceof InputShape.Graph ? test.length : AT_A_TIME;
    for (int from = 0; from < test.length; from += most) {
      int[] rows = Arrays.copyOfRange(test, from, Math.min(test.length, from + most));
      float[][] outputs = Examples.predictions(zip, data, rows);
      for (int i = 0; i < rows.length; i++) {
        if (!isDistribution(outputs[i])) {
          return Optional.empty();
        }
        add(from + i, rows[i], outputs[i]);
      }
    }
    return Optional.of(new Judged(calibration(), worst(test)));
  }

  private static boolean isDistribution(float[] outputs) {
    double sum = 0;
    for (float output : outputs) {
      if (!(output >= 0)) {
        return false;
      }
      sum += output;
    }
    return Math.abs(sum - 1) < ROUNDING;
  }

  private void add(int index, int row, float[] probabilities) {
    int likeliest = 0;
    for (int label = 1; label < probabilities.length; label++) {
      likeliest = probabilities[label] > probabilities[likeliest] ? label : likeliest;
    }
    int truth = classes.labels()[row];
    float confidence = probabilities[likeliest];
    Tally tally = tallies[Math.min(Confidence.BINS - 1, (int) (confidence * Confidence.BINS))];
    tally.examples++;
    tally.confidence += confidence;
    tally.right += likeliest == truth ? 1 : 0;
    worst.add(new Guess(index, likeliest, confidence, probabilities[truth]));
    if (worst.size() > Judged.MOST_WORST) {
      worst.remove();
    }
  }

  private Confidence calibration() {
    List<Confidence.Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < tallies.length; bin++) {
      Tally tally = tallies[bin];
      if (tally.examples > 0) {
        bins.add(
            new Confidence.Bin(
                (double) bin / Confidence.BINS,
                tally.examples,
                tally.confidence / tally.examples,
                (double) tally.right / tally.examples));
      }
    }
    return new Confidence(bins);
  }

  private List<Miss> worst(int[] test) {
    return worst.stream()
        .sorted(MILDEST_FIRST.reversed())
        .map(
            guess ->
                new Miss(
                    sample(guess.index(), test[guess.index()]),
                    inputs(test[guess.index()]),
                    classes.names().get(guess.predicted()),
                    guess.confidence(),
                    guess.likelihood()))
        .toList();
  }

  private SampleView sample(int index, int row) {
    return new SampleView(index, TestSamples.truth(data, row), TestSamples.image(data, row));
  }

  /** The numbers of an example that is no image and no graph, as they came. */
  private List<Fact> inputs(int row) {
    if (dataset.layout() instanceof InputShape.Image
        || dataset.shape() instanceof InputShape.Graph) {
      return List.of();
    }
    int size = dataset.shape().size();
    float[] numbers = new float[Math.min(size, Miss.MOST_INPUTS)];
    dataset.features().copy(row * size, numbers, 0, numbers.length);
    List<Fact> inputs = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      String name =
          dataset.featureNames().isEmpty() ? "input " + (i + 1) : dataset.featureNames().get(i);
      inputs.add(new Fact(name, Float.isNaN(numbers[i]) ? "" : Float.toString(numbers[i])));
    }
    return inputs;
  }
}
