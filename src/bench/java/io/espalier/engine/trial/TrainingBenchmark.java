package io.espalier.engine.trial;

import io.espalier.engine.trial.NetTiming.Side;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Times training steps and epochs of each net, ours and the peers', in turns, each on one thread
 * while the others wait. Prints Markdown tables of medians and writes them to a file.
 */
public final class TrainingBenchmark {
  private final Settings settings;
  private final Peer torch;
  private final Peer shipped;
  private final Results results = new Results();
  private final MarkdownTable steps;
  private final MarkdownTable epochs;
  private final MarkdownTable loops =
      new MarkdownTable(
          "µs per step", "bare steps", "the epoch's loop", "around the step", "per cent");

  private TrainingBenchmark(Settings settings, Peer torch, Peer shipped) {
    this.settings = settings;
    this.torch = torch;
    this.shipped = shipped;
    String version = "PyTorch " + torch.version();
    steps =
        new MarkdownTable(
            "a full training step, µs",
            "Espalier",
            version,
            "ratio",
            "fused optimizer",
            "ratio",
            "DL4J " + shipped.version() + " as shipped",
            "ratio",
            "layer by layer",
            "ratio");
    epochs =
        new MarkdownTable(
            "an epoch of 5,000 real examples, examples/s",
            "Espalier",
            version + ", fused optimizer",
            "ratio");
  }

  /** Arguments: those of {@link Settings}; words are parts of nets' names. */
  public static void main(String[] arguments) throws Exception {
    Settings.run(arguments, TrainingBenchmark::run);
  }

  private static void run(Settings settings) throws IOException {
    List<BenchmarkNet> nets = settings.chosen(BenchmarkNet.all(), BenchmarkNet::name);
    try (Peer torch = Peer.python(settings);
        Peer shipped = ShippedPeer.start()) {
      TrainingBenchmark benchmark = new TrainingBenchmark(settings, torch, shipped);
      for (BenchmarkNet net : nets) {
        System.err.println("espalier: measuring " + net.name());
        benchmark.measure(net);
      }
      benchmark.steps.print();
      benchmark.epochs.print();
      benchmark.loops.print();
      benchmark.results.write(settings.result());
    }
  }

  private void measure(BenchmarkNet net) throws IOException {
    NetTiming timing = new NetTiming(net, torch, shipped, settings.seconds());
    Map<Side, Series> series = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      series.put(side, Series.of(settings.pairs()));
    }
    for (int pair = 0; pair < settings.pairs(); pair++) {
      for (Side side : Side.values()) {
        series(series, side).set(pair, timing.microseconds(side));
      }
    }
    reportSteps(net, series);
    reportEpochs(net, series);
    reportLoops(net, series);
  }

  private void reportSteps(BenchmarkNet net, Map<Side, Series> series) {
    double ours = median(series, Side.COMPILED);
    double peer = median(series, Side.TORCH);
    double fused = median(series, Side.TORCH_FUSED);
    double dl4j = median(series, Side.SHIPPED);
    double slow = median(series, Side.LAYERWISE);
    steps.row(
        net.name(),
        "%,.0f %,.0f %.2f %,.0f %.2f %,.0f %.2f %,.0f %.2f",
        ours,
        peer,
        peer / ours,
        fused,
        fused / ours,
        dl4j,
        dl4j / ours,
        slow,
        slow / ours);
    results.small(net.name(), "microseconds/step", ours, peer);
    results.small(
        net.name() + ", against PyTorch's fused optimizer", "microseconds/step", ours, fused);
    results.small(net.name() + ", against DL4J as shipped", "microseconds/step", ours, dl4j);
    results.small(net.name() + ", against layer by layer", "microseconds/step", ours, slow);
  }

  private void reportEpochs(BenchmarkNet net, Map<Side, Series> series) {
    double perSecond = ExampleSet.EXAMPLES * 1e6;
    double ours = perSecond / median(series, Side.EPOCH);
    double peer = perSecond / median(series, Side.TORCH_EPOCH);
    epochs.row(net.name(), "%,.0f %,.0f %.2f", ours, peer, ours / peer);
    results.large(net.name() + ", epoch of 5,000 real examples", "examples/s", ours, peer);
  }

  private void reportLoops(BenchmarkNet net, Map<Side, Series> series) {
    double count = Math.ceil((double) ExampleSet.EXAMPLES / net.batch());
    double loop = median(series, Side.EPOCH) / count;
    double bare = median(series, Side.BARE_EPOCH) / count;
    Series around = series(series, Side.EPOCH).minus(series(series, Side.BARE_EPOCH));
    double microseconds = around.median() / count;
    double percent = 100 * around.over(series(series, Side.BARE_EPOCH)).median();
    loops.row(net.name(), "%,.1f %,.1f %.1f %.1f", bare, loop, microseconds, percent);
    results.small(
        net.name() + ", epoch's loop against bare steps", "microseconds/step", loop, bare);
  }

  private static double median(Map<Side, Series> series, Side side) {
    return series(series, side).median();
  }

  private static Series series(Map<Side, Series> series, Side side) {
    return Objects.requireNonNull(series.get(side));
  }
}
