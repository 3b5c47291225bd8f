package io.espalier.executor.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.data.Targets;
import io.espalier.executor.models.Networks;
import io.espalier.executor.models.Release;
import io.espalier.wire.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How many times the steps of one training two side by side do: two threads of this process, as a
 * local run has them, against two PyTorch processes. Everything on one thread per training.
 */
public final class ScalingBenchmark {
  private static final List<String> NETS =
      List.of("S7 CNN", "S5 MLP 3072-512-256-10, b200", "MLP 64-32-10");

  private final ScalingPeer[] peers;
  private final int rounds;
  private final double seconds;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Map<String, Object>> results = new ArrayList<>();

  private ScalingBenchmark(ScalingPeer[] peers, int rounds, double seconds) {
    this.peers = peers;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Arguments as those of {@link TrainingBenchmark}. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments).subList(5, arguments.length);
    try (ScalingPeer first = new ScalingPeer(arguments[0], arguments[1]);
        ScalingPeer second = new ScalingPeer(arguments[0], arguments[1])) {
      ScalingBenchmark benchmark =
          new ScalingBenchmark(
              new ScalingPeer[] {first, second},
              Integer.parseInt(arguments[3]),
              Double.parseDouble(arguments[4]));
      benchmark.run(words, Path.of(arguments[2]));
    }
  }

  private void run(List<String> words, Path file) throws Exception {
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    System.out.printf(
        "| two trainings against one | threads | processes of PyTorch %s | ratio |%n",
        peers[0].version());
    System.out.println("|---|---:|---:|---:|");
    try {
      for (BenchmarkNet net : BenchmarkNet.all()) {
        if (chosen(net, NETS) && (words.isEmpty() || chosen(net, words))) {
          measure(net);
        }
      }
    } finally {
      threads.shutdown();
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), results);
  }

  private static boolean chosen(BenchmarkNet net, List<String> words) {
    return words.stream().anyMatch(net.name()::contains);
  }

  /** One and two in turns, so that what else the machine does meets both. */
  private void measure(BenchmarkNet net) throws Exception {
    double[] threadScaling = new double[rounds];
    double[] processScaling = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      double one = threads(net, 1);
      double two = threads(net, 2);
      threadScaling[i] = two / one;
      double onePeer = processes(net, 1);
      double twoPeers = processes(net, 2);
      processScaling[i] = twoPeers / onePeer;
    }
    double ours = TrainingBenchmark.median(threadScaling);
    double peer = TrainingBenchmark.median(processScaling);
    System.out.printf("| %s | %.2f | %.2f | %.2f |%n", net.name(), ours, peer, ours / peer);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("case", net.name() + ", two side by side");
    result.put("unit", "times the steps of one");
    result.put("ours", ours);
    result.put("peer", peer);
    result.put("ratio", ours / peer);
    results.add(result);
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

  private double processes(BenchmarkNet net, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      peers[i].prepare(net, seconds);
    }
    for (int i = 0; i < count; i++) {
      peers[i].start();
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += peers[i].result();
    }
    return sum;
  }

  private double train(BenchmarkNet net, CyclicBarrier warm) throws Exception {
    Targets.Classes targets = targets(net.batch());
    MultiLayerNetwork network =
        Networks.create(
            net.model(),
            net.training(),
            net.shape(),
            BenchmarkNet.OUTPUTS,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT);
    INDArray inputs =
        Nd4j.rand(DataType.FLOAT, Networks.batchShape(net.model(), net.shape(), net.batch()))
            .muli(2)
            .subi(1);
    Batch batch = new Batch(inputs, IntStream.range(0, net.batch()).toArray(), 0, net.batch());
    try (TrainingStep step =
        new CompiledStep(network, new Criterion.CrossEntropy(targets), targets)) {
      stepsPerSecond(step, batch, seconds / 4);
      warm.await();
      return stepsPerSecond(step, batch, seconds);
    } finally {
      Release.network(network);
      inputs.close();
      Release.workspaces();
    }
  }

  private static double stepsPerSecond(TrainingStep step, Batch batch, double seconds) {
    long start = System.nanoTime();
    int count = 0;
    while (count < 3 || System.nanoTime() - start < seconds * 1e9) {
      step.step(batch);
      count++;
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  private static Targets.Classes targets(int examples) {
    short[] labels = new short[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = (short) (i * 7 % BenchmarkNet.OUTPUTS);
    }
    List<String> names =
        IntStream.range(0, BenchmarkNet.OUTPUTS).mapToObj(Integer::toString).toList();
    return new Targets.Classes(labels, names);
  }
}
