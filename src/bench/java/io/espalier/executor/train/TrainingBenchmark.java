package io.espalier.executor.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.data.Targets;
import io.espalier.executor.models.Networks;
import io.espalier.wire.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times a training step of each net: compiled, layer by layer, and by PyTorch, in turns, each on
 * one thread, while the others wait. Prints a Markdown table of medians and writes them to a file.
 */
public final class TrainingBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedReader answers;
  private final Writer requests;
  private final int pairs;
  private final double seconds;
  private final List<Map<String, Object>> results = new ArrayList<>();

  private TrainingBenchmark(BufferedReader answers, Writer requests, int pairs, double seconds) {
    this.answers = answers;
    this.requests = requests;
    this.pairs = pairs;
    this.seconds = seconds;
  }

  /**
   * Arguments: Python, the peer's script, the file to write, pairs per net, seconds per
   * measurement, and optionally words of which a net's name must contain one.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Process peer =
        new ProcessBuilder(arguments[0], arguments[1])
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader answers = peer.inputReader(StandardCharsets.UTF_8);
        Writer requests = peer.outputWriter(StandardCharsets.UTF_8)) {
      TrainingBenchmark benchmark =
          new TrainingBenchmark(
              answers, requests, Integer.parseInt(arguments[3]), Double.parseDouble(arguments[4]));
      benchmark.run(List.of(arguments).subList(5, arguments.length), Path.of(arguments[2]));
    } finally {
      peer.destroy();
      peer.waitFor();
    }
  }

  private void run(List<String> words, Path file) throws IOException {
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    String version = answer().get("version").asText();
    System.out.printf(
        "| µs per step | compiled | PyTorch %s | ratio | layer by layer | ratio |%n", version);
    System.out.println("|---|---:|---:|---:|---:|---:|");
    for (BenchmarkNet net : BenchmarkNet.all()) {
      if (words.isEmpty() || words.stream().anyMatch(net.name()::contains)) {
        measure(net);
      }
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), results);
  }

  private void measure(BenchmarkNet net) throws IOException {
    double[] compiled = new double[pairs];
    double[] layerwise = new double[pairs];
    double[] peer = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      compiled[i] = microseconds(net, true);
      peer[i] = peerMicroseconds(net);
      layerwise[i] = microseconds(net, false);
    }
    double ours = median(compiled);
    double theirs = median(peer);
    double slow = median(layerwise);
    System.out.printf(
        "| %s | %.0f | %.0f | %.2f | %.0f | %.2f |%n",
        net.name(), ours, theirs, theirs / ours, slow, slow / ours);
    record(net.name(), ours, theirs);
    record(net.name() + ", against layer by layer", ours, slow);
  }

  private void record(String name, double ours, double peer) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("case", name);
    result.put("unit", "microseconds/step");
    result.put("ours", ours);
    result.put("peer", peer);
    result.put("ratio", peer / ours);
    results.add(result);
  }

  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double peerMicroseconds(BenchmarkNet net) throws IOException {
    requests.write(
        JSON.writeValueAsString(Map.of("net", net.described(), "seconds", seconds)) + "\n");
    requests.flush();
    return answer().get("microseconds").asDouble();
  }

  private JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the PyTorch half ended; its message is above");
    }
    return JSON.readTree(line);
  }

  private double microseconds(BenchmarkNet net, boolean compiled) {
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
    Criterion criterion = new Criterion.CrossEntropy(targets);
    INDArray inputs =
        Nd4j.rand(DataType.FLOAT, Networks.batchShape(net.model(), net.shape(), net.batch()))
            .muli(2)
            .subi(1);
    Batch batch = new Batch(inputs, IntStream.range(0, net.batch()).toArray(), 0, net.batch());
    try (TrainingStep step =
        compiled
            ? new CompiledStep(network, criterion, targets)
            : new LayerwiseStep(network, criterion, targets)) {
      train(step, batch, seconds / 4);
      return train(step, batch, seconds);
    } finally {
      network.close();
      inputs.close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private static double train(TrainingStep step, Batch batch, double seconds) {
    long start = System.nanoTime();
    int count = 0;
    while (count < 3 || System.nanoTime() - start < seconds * 1e9) {
      step.step(batch);
      count++;
    }
    return (System.nanoTime() - start) / 1e3 / count;
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
