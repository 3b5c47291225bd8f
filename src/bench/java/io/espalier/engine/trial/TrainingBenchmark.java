package io.espalier.engine.trial;

import io.espalier.engine.trial.NetTiming.Peers;
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
  private final Peers peers;
  private final Results results = new Results();
  private final MarkdownTable steps;
  private final MarkdownTable epochs;
  private final MarkdownTable loops =
      new MarkdownTable(
          "µs per step", "bare steps", "the epoch's loop", "around the step", "per cent");

  private TrainingBenchmark(Settings settings, Peers peers) {
    this.settings = settings;
    this.peers = peers;
    String torch = "PyTorch " + peers.torch().version();
    steps =
        new MarkdownTable(
            "a full training step, µs",
            "Espalier",
            torch,
            "ratio",
            "fused optimizer",
            "ratio",
            "torch.compile",
            "ratio",
            peers.hasJax() ? "JAX " + peers.jax().version() : "JAX (not there)",
            "ratio",
            "DL4J " + peers.shipped().version() + " as shipped",
            "ratio",
            "layer by layer",
            "ratio");
    epochs =
        new MarkdownTable(
            "an epoch of 5,000 real examples, examples/s",
            "Espalier",
            torch + ", fused optimizer",
            "ratio",
            "torch.compile",
            "ratio");
  }

  /** Arguments: those of {@link Settings}; words are parts of nets' names. */
  public static void main(String[] arguments) throws Exception {
    Settings.run(arguments, TrainingBenchmark::run);
  }

  private static void run(Settings settings) throws IOException {
    List<BenchmarkNet> nets = settings.chosen(BenchmarkNet.all(), BenchmarkNet::name);
    try (Peers peers = Peers.start(settings)) {
      TrainingBenchmark benchmark = new TrainingBenchmark(settings, peers);
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
    NetTiming timing = new NetTiming(net, peers, settings.seconds());
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
    Map<Side, String> others = new EnumMap<>(Side.class);
    others.put(Side.TORCH, "");
    others.put(Side.TORCH_FUSED, ", against PyTorch's fused optimizer");
    others.put(Side.TORCH_COMPILED, ", against torch.compile");
    if (peers.hasJax() && net.isPlain()) {
      others.put(Side.JAX, ", against JAX");
    }
    if (net.isPlain()) {
      others.put(Side.SHIPPED, ", against DL4J as shipped");
    }
    others.put(Side.LAYERWISE, ", against layer by layer");
    others.forEach(
        (side, suffix) -> {
          results.small(net.name() + suffix, "microseconds/step", ours, median(series, side));
          if (!net.isPlain() && (side == Side.TORCH || side == Side.TORCH_FUSED)) {
            results.bar();
          }
        });
    steps.row(
        net.name(),
        "%,.0f" + " %,.0f %.2f".repeat(6),
        ours,
        median(series, Side.TORCH),
        median(series, Side.TORCH) / ours,
        median(series, Side.TORCH_FUSED),
        median(series, Side.TORCH_FUSED) / ours,
        median(series, Side.TORCH_COMPILED),
        median(series, Side.TORCH_COMPILED) / ours,
        median(series, Side.JAX),
        median(series, Side.JAX) / ours,
        median(series, Side.SHIPPED),
        median(series, Side.SHIPPED) / ours,
        median(series, Side.LAYERWISE),
        median(series, Side.LAYERWISE) / ours);
  }

  private void reportEpochs(BenchmarkNet net, Map<Side, Series> series) {
    double perSecond = ExampleSet.EXAMPLES * 1e6;
    double ours = perSecond / median(series, Side.EPOCH);
    double peer = perSecond / median(series, Side.TORCH_EPOCH);
    double compiled = perSecond / median(series, Side.TORCH_COMPILED_EPOCH);
    epochs.row(
        net.name(),
        "%,.0f %,.0f %.2f %,.0f %.2f",
        ours,
        peer,
        ours / peer,
        compiled,
        ours / compiled);
    String name = net.name() + ", epoch of 5,000 real examples";
    results.large(name, "examples/s", ours, peer);
    results.large(name + ", against torch.compile", "examples/s", ours, compiled);
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
