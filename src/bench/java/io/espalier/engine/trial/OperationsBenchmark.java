package io.espalier.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.data.PreparedData;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.Network;
import io.espalier.engine.step.OperationTimes;
import io.espalier.engine.step.OperationTimes.Time;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Times every recorded operation of a step of each net beside its bound, the bytes of its arrays
 * over the memory's bandwidth or its products over the core's peak, both measured here, and beside
 * PyTorch's operation of the same purpose.
 */
public final class OperationsBenchmark {
  private static final int SQUARE = 1536;
  private static final int COPIED = 1 << 25;

  private final Settings settings;
  private final Peer torch;
  private final Results results = new Results();
  private final double peak = OperationTimes.productsPerMicrosecond(SQUARE);
  private final double bandwidth = OperationTimes.bytesPerMicrosecond(COPIED);

  private OperationsBenchmark(Settings settings, Peer torch) {
    this.settings = settings;
    this.torch = torch;
  }

  /** Arguments: those of {@link Settings}; words are parts of nets' names. */
  public static void main(String[] arguments) throws Exception {
    Settings.run(arguments, OperationsBenchmark::run);
  }

  private static void run(Settings settings) throws IOException {
    List<BenchmarkNet> nets = settings.chosen(BenchmarkNet.all(), BenchmarkNet::name);
    try (Peer torch = Peer.python(settings)) {
      OperationsBenchmark benchmark = new OperationsBenchmark(settings, torch);
      System.out.printf(
          "%ncopies %.1f GB/s, products %.1f GFLOP/s%n",
          benchmark.bandwidth / 1e3, benchmark.peak / 1e3);
      for (BenchmarkNet net : nets) {
        benchmark.measure(net);
      }
      benchmark.results.write(settings.result());
    }
  }

  private void measure(BenchmarkNet net) throws IOException {
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
    MarkdownTable table =
        new MarkdownTable(
            net.name() + ", µs", "takes", "bound", "times", "PyTorch " + torch.version(), "ratio");
    double total = 0;
    double update;
    JsonNode peers;
    try (BatchSource batches = new BatchSource(data, net.model())) {
      Batch batch = batches.batch(data.split().rows(Part.TRAIN), 0, net.batch());
      List<Time> times = OperationTimes.of(network, batch.inputs(), settings.seconds());
      update = OperationTimes.update(network, batch.inputs(), settings.seconds());
      peers = ask(net, times, network.numParams());
      for (int i = 0; i < times.size(); i++) {
        Time time = times.get(i);
        double bound = Math.max(time.bytes() / bandwidth, time.products() / peak);
        String what = time.name() + " " + time.shapes();
        row(table, net, what, time.microseconds(), bound, peers.get(i).asDouble(Double.NaN));
        total += time.microseconds();
      }
    }
    double ofPeer = peers.get(peers.size() - 1).asDouble();
    total += update;
    updateRow(table, net, network, update, ofPeer);
    Release.network(network);
    try (ReadyNet ready = new ReadyNet(net, data, true)) {
      ready.steps(settings.seconds() / 4);
      double step = ready.steps(settings.seconds());
      row(table, net, "loss and what lies between", step - total, 0, Double.NaN);
      row(table, net, "the whole step", step, 0, Double.NaN);
    }
    table.print();
  }

  /** Microseconds of each operation, and then of the update. */
  private JsonNode ask(BenchmarkNet net, List<Time> times, long parameters) throws IOException {
    Map<String, Object> request = new HashMap<>(net.described());
    request.put(
        "operations",
        times.stream().map(t -> Map.of("name", t.name(), "shapes", t.shapes())).toList());
    request.put("parameters", parameters);
    request.put("seconds", settings.seconds());
    return torch.ask(request).get("microseconds");
  }

  private void updateRow(
      MarkdownTable table, BenchmarkNet net, Model network, double microseconds, double peer) {
    long read = network.numParams() + network.numParams();
    INDArray state = Network.of(network).updater().getStateViewArray();
    long states = state == null ? 0 : state.length();
    double bytes = Float.BYTES * (read + network.numParams() + 2.0 * states);
    row(table, net, "update", microseconds, bytes / bandwidth, peer);
  }

  private void row(
      MarkdownTable table, BenchmarkNet net, String what, double takes, double bound, double peer) {
    double times = bound == 0 ? Double.NaN : takes / bound;
    table.row(what, "%,.1f %,.1f %.1f %,.1f %.2f", takes, bound, times, peer, peer / takes);
    results.small(net.name() + ": " + what, "microseconds", takes, bound);
  }
}
