package io.espalier.engine.trial;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Times epochs of graph-convolution nets as a search trains them, evaluation apart, against PyTorch
 * with dense and with sparse matrices, in turns, each on one thread while the others wait. Prints a
 * Markdown table of medians and writes them to a file.
 */
public final class GraphBenchmark {
  private static final List<String> FORMS = List.of("dense", "sparse", "sparse features");

  private final Settings settings;
  private final Peer torch;
  private final MarkdownTable table;
  private final Results results = new Results();

  private GraphBenchmark(Settings settings, Peer torch) {
    this.settings = settings;
    this.torch = torch;
    table =
        new MarkdownTable(
            "an epoch of training, ms",
            "Espalier",
            "PyTorch " + torch.version() + ", dense",
            "ratio",
            "torch.sparse",
            "ratio",
            "torch.sparse, features too",
            "ratio");
  }

  /** Arguments: those of {@link Settings}; words are parts of nets' names. */
  public static void main(String[] arguments) throws Exception {
    Settings.run(arguments, GraphBenchmark::run);
  }

  private static void run(Settings settings) throws IOException {
    List<GraphNet> nets = settings.chosen(GraphNet.all(), GraphNet::name);
    try (Peer torch = Peer.python(settings, Settings.data(""))) {
      GraphBenchmark benchmark = new GraphBenchmark(settings, torch);
      for (GraphNet net : nets) {
        System.err.println("espalier: measuring " + net.name());
        benchmark.measure(net);
      }
      benchmark.table.print();
      benchmark.results.write(settings.result());
    }
  }

  private void measure(GraphNet net) throws IOException {
    EpochTiming epochs = new EpochTiming(net.load(), net.model(), net.training());
    Map<String, Series> peers = new LinkedHashMap<>();
    net.forms().forEach(form -> peers.put(form, Series.of(settings.pairs())));
    Series ours = Series.of(settings.pairs());
    for (int pair = 0; pair < settings.pairs(); pair++) {
      ours.set(pair, epochs.microseconds(settings.seconds()) / 1e3);
      for (Map.Entry<String, Series> peer : peers.entrySet()) {
        peer.getValue().set(pair, torchMilliseconds(net, peer.getKey()));
      }
    }
    report(net, ours.median(), peers);
  }

  private double torchMilliseconds(GraphNet net, String form) throws IOException {
    return torch
            .ask(Map.of("net", net.described(), "form", form, "seconds", settings.seconds()))
            .get("microseconds")
            .asDouble()
        / 1e3;
  }

  private void report(GraphNet net, double ours, Map<String, Series> peers) {
    StringBuilder cells = new StringBuilder(String.format("%.2f", ours));
    for (String form : FORMS) {
      if (net.forms().contains(form)) {
        double peer = Objects.requireNonNull(peers.get(form)).median();
        cells.append(String.format(" %.2f %.2f", peer, peer / ours));
        results.small(net.name() + ", against PyTorch " + form, "milliseconds/epoch", ours, peer);
      } else {
        cells.append(" – –");
      }
    }
    table.row(net.name(), cells.toString());
  }
}
