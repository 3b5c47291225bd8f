package io.espalier.engine.step;

import io.espalier.wire.GradientClip;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The updater's step over some stretches of a network's flat arrays, a few hundred numbers at a
 * time: everything happens to them while they are in the first cache.
 */
final class StretchUpdate {
  private static final int CHUNK = 768;

  private final List<FlatParameter> stretches;
  private final GradientClip clip;
  private final FloatBuffer weights;
  private final List<FloatBuffer> sums;
  private final FloatBuffer state;
  private final float[] rates = new float[CHUNK];
  private final float[] w = new float[CHUNK];
  private final float[] g = new float[CHUNK];
  private final float[] first = new float[CHUNK];
  private final float[] second = new float[CHUNK];
  private final FactorProducts products = new FactorProducts(CHUNK);
  private final Work update = this::update;
  private final Work squaring = this::square;

  // Of the step that is taken: a step takes no memory.
  private float factor;
  private double learningRate;
  private boolean flush;
  private double squares;

  /** What is done to some numbers of a stretch, from a place in it on, whose gradients are read. */
  private interface Work {
    void at(FlatParameter stretch, int place, int n);
  }

  /** For stretches of these arrays. */
  StretchUpdate(
      List<FlatParameter> stretches,
      GradientClip clip,
      FloatBuffer weights,
      List<FloatBuffer> gradients,
      FloatBuffer state) {
    this.stretches = stretches;
    this.clip = clip;
    this.weights = weights;
    sums = gradients;
    this.state = state;
  }

  /** One of so many shares of about as many numbers each; a parameter may be cut. */
  static List<FlatParameter> share(List<FlatParameter> parameters, int share, int count) {
    long numbers = parameters.stream().mapToLong(FlatParameter::length).sum();
    long from = numbers * share / count;
    long end = numbers * (share + 1) / count;
    List<FlatParameter> own = new ArrayList<>();
    long at = 0;
    for (FlatParameter parameter : parameters) {
      int cut = (int) Math.max(0, Math.min(from - at, parameter.length()));
      int rest = (int) Math.max(0, Math.min(end - at, parameter.length()));
      if (cut < rest) {
        own.add(parameter.part(cut, rest - cut));
      }
      at += parameter.length();
    }
    return own;
  }

  /**
   * Takes the step.
   *
   * @param normFactor of gradients that are clipped by their norm
   */
  void step(Gradients gradients, float normFactor, int iteration, int epoch) {
    factor = normFactor;
    flush = Denormals.due(iteration);
    for (FlatParameter stretch : stretches) {
      learningRate =
          stretch.updater().hasLearningRate()
              ? stretch.updater().getLearningRate(iteration, epoch)
              : 1;
      float rate = (float) stretch.rule().rate(learningRate, iteration);
      Arrays.fill(rates, 0, Math.min(CHUNK, stretch.length()), rate);
      each(stretch, gradients, update);
    }
  }

  private void update(FlatParameter stretch, int place, int n) {
    if (stretch.trained()) {
      clip(n);
    }
    apply(stretch, place, n);
  }

  /** The sum of the squares of its gradients. */
  double squaredGradients(Gradients gradients) {
    squares = 0;
    for (FlatParameter stretch : stretches) {
      if (stretch.trained()) {
        each(stretch, gradients, squaring);
      }
    }
    return squares;
  }

  private void square(FlatParameter stretch, int place, int n) {
    double sum = squares;
    for (int i = 0; i < n; i++) {
      sum += (double) g[i] * g[i];
    }
    squares = sum;
  }

  /** Goes through all numbers of a stretch, with their gradients in g. */
  private void each(FlatParameter stretch, Gradients gradients, Work work) {
    Optional<GradientFactors> factors = gradients.factors(stretch);
    if (factors.isPresent()) {
      eachProduct(stretch, factors.get(), work);
      return;
    }
    int summands = gradients.summands(stretch);
    for (int done = 0; done < stretch.length(); done += CHUNK) {
      int n = Math.min(CHUNK, stretch.length() - done);
      read(stretch.from() + done, n, summands);
      work.at(stretch, done, n);
    }
  }

  /** Some inputs at a time, their weights in one unit after the other. */
  private void eachProduct(FlatParameter stretch, GradientFactors factors, Work work) {
    int width = factors.width();
    int start = stretch.from() - factors.from();
    int end = start + stretch.length();
    products.begin(factors);
    for (int input = 0; input < width; input += CHUNK) {
      int count = Math.min(CHUNK, width - input);
      products.turnTo(factors, input, count);
      for (int unit = start / width; unit * width < end; unit++) {
        int at = unit * width + input;
        int skipped = Math.max(0, start - at);
        int n = Math.min(count, end - at) - skipped;
        if (n > 0) {
          products.multiply(unit, g, count);
          if (skipped > 0) {
            System.arraycopy(g, skipped, g, 0, n);
          }
          work.at(stretch, at + skipped - start, n);
        }
      }
    }
  }

  /** Leaves the sum of gradients in g. */
  private void read(int at, int n, int summands) {
    sums.get(0).get(at, g, 0, n);
    for (int k = 1; k < summands; k++) {
      sums.get(k).get(at, first, 0, n);
      for (int i = 0; i < n; i++) {
        g[i] += first[i];
      }
    }
  }

  private void clip(int n) {
    if (factor < 1) {
      for (int i = 0; i < n; i++) {
        g[i] *= factor;
      }
    }
    if (clip.value() > 0) {
      float most = (float) clip.value();
      for (int i = 0; i < n; i++) {
        g[i] = Math.max(-most, Math.min(most, g[i]));
      }
    }
  }

  /** Updates numbers whose gradients have been read. */
  private void apply(FlatParameter stretch, int place, int n) {
    int at = stretch.from() + place;
    int stateAt = stretch.state() + place;
    int states = stretch.rule().states();
    weights.get(at, w, 0, n);
    if (states > 0) {
      state.get(stateAt, first, 0, n);
    }
    if (states > 1) {
      state.get(stateAt + stretch.gap(), second, 0, n);
    }
    stretch.penalty().apply(w, g, n, learningRate);
    stretch.rule().apply(w, g, first, second, n, rates);
    if (flush) {
      Denormals.flush(w, n);
      Denormals.flush(first, n);
      Denormals.flush(second, n);
    }
    weights.put(at, w, 0, n);
    if (states > 0) {
      state.put(stateAt, first, 0, n);
    }
    if (states > 1) {
      state.put(stateAt + stretch.gap(), second, 0, n);
    }
  }
}
