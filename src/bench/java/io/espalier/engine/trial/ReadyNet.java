package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.Clock;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.Cores;
import io.espalier.wire.GradientClip;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;

/** A net and the batches of its training part's beginning, assembled beforehand: bare steps. */
final class ReadyNet implements AutoCloseable {
  private static final int FEWEST_STEPS = 3;

  private final Model network;
  private final Cores cores;
  private final BatchSource batches;
  private final TrainingStep step;
  private final Batch full;
  private final int fullSteps;
  private final List<Batch> rest;

  /**
   * A net in single precision.
   *
   * @param compiled whether by compiled passes or layer by layer
   */
  ReadyNet(BenchmarkNet net, PreparedData data, boolean compiled) {
    network =
        Networks.model(
            net.model(),
            net.training(),
            net.shape(),
            BenchmarkNet.OUTPUTS,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT);
    cores = Cores.ofTrial(network);
    Criterion criterion = Criterion.of(net.model().loss(), data.dataset().targets());
    step =
        compiled
            ? new CompiledStep(
                network, criterion, data.dataset().targets(), GradientClip.NONE, cores)
            : new LayerwiseStep(network, criterion, data.dataset().targets());
    batches = new BatchSource(data, net.model(), cores);
    int[] rows = data.split().rows(Part.TRAIN);
    full = batches.batch(rows, 0, net.batch());
    fullSteps = rows.length / net.batch();
    int left = rows.length % net.batch();
    rest = left == 0 ? List.of() : List.of(batches.batch(rows, 0, left));
  }

  /** Trains whole batches for at least so long; microseconds per step. */
  double steps(double seconds) {
    return repeat(() -> step.step(full), FEWEST_STEPS, seconds);
  }

  /** Trains the steps of epochs, the short last one too, for at least so long; µs per epoch. */
  double epochs(double seconds) {
    return repeat(this::epoch, 1, seconds);
  }

  private void epoch() {
    for (int i = 0; i < fullSteps; i++) {
      step.step(full);
    }
    rest.forEach(step::step);
  }

  /** Runs work for at least so long and so often; microseconds per run. */
  static double repeat(Runnable work, int fewest, double seconds) {
    long start = Clock.nanos();
    int count = 0;
    while (count < fewest || Clock.nanos() - start < seconds * 1e9) {
      work.run();
      count++;
    }
    return (Clock.nanos() - start) / 1e3 / count;
  }

  @Override
  public void close() {
    step.close();
    batches.close();
    cores.close();
    Release.network(network);
    Release.workspaces();
  }
}
