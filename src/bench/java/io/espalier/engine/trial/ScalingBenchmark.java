package io.espalier.engine.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many times the steps of one training two side by side do: two threads of this process, as a
 * local run has them, two virtual machines of ours, and two PyTorch processes. Everything on one
 * thread per training.
 */
public final class ScalingBenchmark {
  private static final List<String> NETS =
      List.of("CNN 6-16", "MLP 3072-512-256-10, batch 200", "MLP 64-32-10");

  private final Settings settings;
  private final List<Peer> torch;
  private final List<Peer> machines;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Results results = new Results();
  private final MarkdownTable factors;
  private final MarkdownTable sums;

  private ScalingBenchmark(Settings settings, List<Peer> torch, List<Peer> machines) {
    this.settings = settings;
    this.torch = torch;
    this.machines = machines;
    String processes = "processes of PyTorch " + torch.get(0).version();
    factors =
        new MarkdownTable(
            "two trainings side by side, times the steps of one",
            "threads of a JVM",
            "JVMs",
            processes,
            "threads to PyTorch",
            "JVMs to PyTorch");
    sums =
        new MarkdownTable(
            "two trainings side by side, steps/s of both",
            "threads of a JVM",
            "JVMs",
            processes,
            "threads to PyTorch",
            "threads to JVMs");
  }

  /** Arguments: those of {@link Settings}; words are parts of nets' names. */
  public static void main(String[] arguments) throws Exception {
    Settings.run(arguments, ScalingBenchmark::run);
  }

  private static void run(Settings settings) throws Exception {
    List<BenchmarkNet> all =
        BenchmarkNet.all().stream()
            .filter(net -> NETS.stream().anyMatch(net.name()::contains))
            .toList();
    List<BenchmarkNet> nets = settings.chosen(all, BenchmarkNet::name);
    try (Peer torch = Peer.python(settings);
        Peer secondTorch = Peer.python(settings);
        Peer machine = Peer.twin(ScalingWorker.class);
        Peer secondMachine = Peer.twin(ScalingWorker.class)) {
      new ScalingBenchmark(settings, List.of(torch, secondTorch), List.of(machine, secondMachine))
          .measure(nets);
    }
  }

  private void measure(List<BenchmarkNet> nets) throws Exception {
    try {
      for (BenchmarkNet net : nets) {
        System.err.println("espalier: measuring " + net.name());
        measure(net);
      }
    } finally {
      threads.shutdown();
    }
    factors.print();
    sums.print();
    results.write(settings.result());
  }

  /** Steps per second of one training and of two, by pairs. */
  private record Side(Series one, Series two) {
    static Side of(int pairs) {
      return new Side(Series.of(pairs), Series.of(pairs));
    }

    double factor() {
      return two.over(one).median();
    }

    double sum() {
      return two.median();
    }
  }

  /** One and two in turns, so that what else the machine does meets both. */
  private void measure(BenchmarkNet net) throws Exception {
    Side inThreads = Side.of(settings.pairs());
    Side inMachines = Side.of(settings.pairs());
    Side inTorch = Side.of(settings.pairs());
    for (int pair = 0; pair < settings.pairs(); pair++) {
      inThreads.one().set(pair, threads(net, 1));
      inThreads.two().set(pair, threads(net, 2));
      inMachines.one().set(pair, processes(machines.subList(0, 1), net));
      inMachines.two().set(pair, processes(machines, net));
      inTorch.one().set(pair, processes(torch.subList(0, 1), net));
      inTorch.two().set(pair, processes(torch, net));
    }
    reportFactors(net.name(), inThreads.factor(), inMachines.factor(), inTorch.factor());
    reportSums(net.name(), inThreads.sum(), inMachines.sum(), inTorch.sum());
  }

  private void reportFactors(String net, double inThreads, double inMachines, double inTorch) {
    factors.row(
        net,
        "%.2f %.2f %.2f %.2f %.2f",
        inThreads,
        inMachines,
        inTorch,
        inThreads / inTorch,
        inMachines / inTorch);
    String unit = "times the steps of one";
    results.large(net + ", scaling of two threads", unit, inThreads, inTorch);
    results.large(net + ", scaling of two JVMs", unit, inMachines, inTorch);
  }

  private void reportSums(String net, double inThreads, double inMachines, double inTorch) {
    sums.row(
        net,
        "%,.0f %,.0f %,.0f %.2f %.2f",
        inThreads,
        inMachines,
        inTorch,
        inThreads / inTorch,
        inThreads / inMachines);
    String unit = "steps/s of both";
    results.large(net + ", two threads against two PyTorch processes", unit, inThreads, inTorch);
    results.large(net + ", two threads against two JVMs", unit, inThreads, inMachines);
  }

  /** Steps per second of all trainings together. */
  private double threads(BenchmarkNet net, int count) throws Exception {
    CyclicBarrier warm = new CyclicBarrier(count);
    List<Callable<Double>> trainings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trainings.add(() -> train(net, warm));
    }
    double sum = 0;
    for (Future<Double> training : threads.invokeAll(trainings)) {
      sum += training.get();
    }
    return sum;
  }

  private double train(BenchmarkNet net, CyclicBarrier warm) throws Exception {
    try (ReadyNet ready = new ReadyNet(net, BenchmarkData.drawn(net), true)) {
      ready.steps(settings.seconds() / 4);
      warm.await();
      return 1e6 / ready.steps(settings.seconds());
    }
  }

  /** Steps per second of all trainings together, one in each process. */
  private double processes(List<Peer> peers, BenchmarkNet net) throws IOException {
    for (Peer peer : peers) {
      peer.send(Map.of("name", net.name(), "net", net.described(), "seconds", settings.seconds()));
    }
    for (Peer peer : peers) {
      peer.answer();
    }
    for (Peer peer : peers) {
      peer.send(Map.of());
    }
    double sum = 0;
    for (Peer peer : peers) {
      sum += peer.answer().get("steps_per_second").asDouble();
    }
    return sum;
  }
}
