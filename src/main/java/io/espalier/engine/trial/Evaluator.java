package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.step.Cores;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;

/**
 * Measures a network on a part of the data, in large batches. Nothing of the network's state
 * changes: no dropout, no running statistics, no random number.
 */
final class Evaluator implements AutoCloseable {
  /** Most numbers in a batch's inputs, 2 MB: convolutions make many times as many of them. */
  private static final int MAX_NUMBERS = 1 << 19;

  private static final int MAX_EXAMPLES = 256;

  private final PreparedData data;
  private final BatchSource batches;
  private final NetworkPass pass;
  private final Optional<RecordedForward> recorded;
  private final Criterion criterion;

  /**
   * Measures a network as it is.
   *
   * @param cores that it may use; stay the caller's
   */
  Evaluator(
      Model network, PreparedData data, BatchSource batches, Criterion criterion, Cores cores) {
    this.data = data;
    this.batches = batches;
    this.criterion = criterion;
    pass = new NetworkPass(network);
    recorded = RecordedForward.of(network, cores);
  }

  /** Measures a part; it must not be empty. */
  Evaluation evaluate(Part part, Measures measures) {
    int[] rows = data.split().rows(part);
    Score score = Score.of(part, rows, data.dataset().targets(), criterion, measures);
    int batchSize = batchSize(data.dataset().shape().size());
    for (int from = 0; from < rows.length; from += batchSize) {
      add(rows, from, Math.min(batchSize, rows.length - from), score);
    }
    return score.evaluation(part);
  }

  /** Measures a batch of some rows. */
  void add(int[] rows, int from, int examples, Score score) {
    Batch batch = batches.batch(rows, from, examples);
    double[] outputs =
        recorded.map(forward -> forward.outputs(batch.inputs())).orElseGet(() -> layerwise(batch));
    add(batch, outputs, score);
  }

  private double[] layerwise(Batch batch) {
    return NetworkPass.inWorkspace(() -> Outputs.read(pass.forward(batch.inputs(), false)));
  }

  /** Depends on the size of an example only, so that results do not depend on free memory. */
  static int batchSize(int exampleSize) {
    return Math.max(1, Math.min(MAX_EXAMPLES, MAX_NUMBERS / exampleSize));
  }

  private void add(Batch batch, double[] outputs, Score score) {
    int width = data.dataset().targets().outputs();
    double[] unused = new double[outputs.length];
    double[] losses =
        criterion.losses(outputs, width, batch.rows(), batch.from(), batch.examples(), unused);
    for (int i = 0; i < batch.examples(); i++) {
      score.add(losses[i], outputs, i * width, batch.row(i));
    }
  }

  @Override
  public void close() {
    recorded.ifPresent(RecordedForward::close);
  }
}
