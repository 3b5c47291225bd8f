package io.espalier.executor.parallel;

import io.espalier.executor.train.Workers.RoundLoss;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;

/**
 * What a worker makes of its share of a round, with primitive arrays instead of ND4J's. A worker
 * that fails or meets a loss that is not finite ends its share at once and has no weights to give.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
final class Share extends ParameterAveragingTrainingResult {
  private static final long serialVersionUID = 1L;

  private final float[] weights;
  private final float[] updaterState;
  private final int iterations;
  private final double lossSum;
  private final int correct;
  private final String host;
  private final String failure;
  private final String trace;

  private Share(
      float[] weights,
      float[] updaterState,
      int iterations,
      RoundLoss loss,
      String failure,
      String trace) {
    super(null, null, loss.sum(), List.of(), List.of(), List.of());
    this.weights = weights;
    this.updaterState = updaterState;
    this.iterations = iterations;
    this.lossSum = loss.sum();
    this.correct = loss.correct();
    host = SparkEnv.get().blockManager().blockManagerId().host();
    this.failure = failure;
    this.trace = trace;
  }

  /** A share that was trained to its end. */
  static Share trained(float[] weights, float[] updaterState, int iterations, RoundLoss loss) {
    return new Share(weights, updaterState, iterations, loss, "", "");
  }

  /** A share that ended with a loss that is not finite. */
  static Share diverged(RoundLoss loss) {
    return new Share(new float[0], new float[0], 0, loss, "", "");
  }

  /** A share that could not be trained. */
  static Share failed(String line, String trace) {
    return new Share(new float[0], new float[0], 0, new RoundLoss(0, 0), line, trace);
  }

  float[] weights() {
    return weights;
  }

  float[] updaterState() {
    return updaterState;
  }

  /** Steps that the weights have been through. */
  int iterations() {
    return iterations;
  }

  RoundLoss loss() {
    return new RoundLoss(lossSum, correct);
  }

  /** The worker's machine. */
  String host() {
    return host;
  }

  /** One line; empty if it did not fail. */
  String failure() {
    return failure;
  }

  String trace() {
    return trace;
  }
}
