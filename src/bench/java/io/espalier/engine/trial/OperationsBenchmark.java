package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.FlatUpdate;
import io.espalier.engine.step.Network;
import io.espalier.engine.step.OperationTimes;
import io.espalier.engine.step.OperationTimes.Time;
import io.espalier.wire.GradientClip;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Times every recorded operation of a step of each net beside its bound: the bytes of its arrays
 * over the memory's bandwidth, or its products over the core's peak, both measured here.
 */
public final class OperationsBenchmark {
  private static final int SQUARE = 1536;
  private static final int COPIED = 1 << 25;

  private final Settings settings;
  private final Results results = new Results();
  private final double peak = OperationTimes.productsPerMicrosecond(SQUARE);
  private final double bandwidth = OperationTimes.bytesPerMicrosecond(COPIED);

  private OperationsBenchmark(Settings settings) {
    this.settings = settings;
  }

  /** Arguments: those of {@link Settings}, the Python unused; words are parts of nets' names. */
  public static void main(String[] arguments) throws Exception {
    Settings.run(
        arguments,
        settings -> {
          OperationsBenchmark benchmark = new OperationsBenchmark(settings);
          System.out.printf(
              "%ncopies %.1f GB/s, products %.1f GFLOP/s%n",
              benchmark.bandwidth / 1e3, benchmark.peak / 1e3);
          settings.chosen(BenchmarkNet.all(), BenchmarkNet::name).forEach(benchmark::measure);
          benchmark.results.write(settings.result());
        });
  }

  private void measure(BenchmarkNet net) {
    PreparedData data = BenchmarkData.drawn(net);
    Model network =
        Networks.model(
            net.model(),
            net.training(),
            net.shape(),
            BenchmarkNet.OUTPUTS,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT);
    MarkdownTable table = new MarkdownTable(net.name() + ", µs", "takes", "bound", "times");
    double total = 0;
    try (BatchSource batches = new BatchSource(data, net.model())) {
      Batch batch = batches.batch(data.split().rows(Part.TRAIN), 0, net.batch());
      List<Time> times = OperationTimes.of(network, batch.inputs(), settings.seconds());
      for (Time time : times) {
        double bound = Math.max(time.bytes() / bandwidth, time.products() / peak);
        row(table, net, time.name() + " " + time.shapes(), time.microseconds(), bound);
        total += time.microseconds();
      }
    }
    total += updateRow(table, net, network);
    Release.network(network);
    try (ReadyNet ready = new ReadyNet(net, data, true)) {
      ready.steps(settings.seconds() / 4);
      double step = ready.steps(settings.seconds());
      row(table, net, "loss and what lies between", step - total, 0);
      row(table, net, "the whole step", step, 0);
    }
    table.print();
  }

  private double updateRow(MarkdownTable table, BenchmarkNet net, Model network) {
    FlatUpdate update = new FlatUpdate(Network.of(network), GradientClip.NONE);
    ReadyNet.repeat(update::step, 20, settings.seconds() / 4);
    double microseconds = ReadyNet.repeat(update::step, 20, settings.seconds());
    long read = network.numParams() + network.numParams();
    INDArray state = Network.of(network).updater().getStateViewArray();
    long states = state == null ? 0 : state.length();
    double bytes = Float.BYTES * (read + network.numParams() + 2.0 * states);
    row(table, net, "update", microseconds, bytes / bandwidth);
    return microseconds;
  }

  private void row(MarkdownTable table, BenchmarkNet net, String what, double takes, double bound) {
    table.row(what, "%,.1f %,.1f %.1f", takes, bound, bound == 0 ? Double.NaN : takes / bound);
    results.small(net.name() + ": " + what, "microseconds", takes, bound);
  }
}
