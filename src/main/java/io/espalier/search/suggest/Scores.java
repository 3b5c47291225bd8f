package io.espalier.search.suggest;

import java.util.Arrays;
import java.util.List;

/**
 * What a model of values is told of ranked trials: numbers of mean 0 and variance 1, less is
 * better. Where all trials came to their end these are their objectives, but what is much worse
 * than most is taken as less bad, since how bad it is says little about where the best lies. Where
 * trials came differently far only their ranks count.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scores(double[] ofRanked) {
  /** So many distances from the best to the median are as bad as it gets. */
  private static final double WORST = 3;

  /**
   * @param ranked at least one, best first
   */
  static Scores of(List<Standing.Ranked> ranked) {
    boolean whole = ranked.stream().allMatch(Standing.Ranked::completed);
    double[] scores = new double[ranked.size()];
    double best = ranked.get(0).objective();
    double median = Math.abs(ranked.get(ranked.size() / 2).objective() - best);
    double most = median > 0 ? WORST * median : Double.POSITIVE_INFINITY;
    for (int i = 0; i < scores.length; i++) {
      double distance = Math.abs(ranked.get(i).objective() - best);
      scores[i] = whole ? Math.min(distance, most) : Normal.quantile((i + 0.5) / scores.length);
    }
    double mean = Arrays.stream(scores).sum() / scores.length;
    double square = Arrays.stream(scores).map(one -> (one - mean) * (one - mean)).sum();
    double deviation = Math.sqrt(square / scores.length);
    return new Scores(
        Arrays.stream(scores).map(one -> deviation > 0 ? (one - mean) / deviation : 0).toArray());
  }

  /** The score of trials without an objective. */
  double worst() {
    return ofRanked[ofRanked.length - 1];
  }
}
