package io.espalier.executor.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A PyTorch process on one thread that trains when told to. */
final class ScalingPeer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final String version;

  ScalingPeer(String python, String script) throws IOException {
    process =
        new ProcessBuilder(python, script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    requests = process.outputWriter(StandardCharsets.UTF_8);
    version = answer().get("version").asText();
  }

  String version() {
    return version;
  }

  /** Builds the net and warms up; returns when ready to {@link #start}. */
  void prepare(BenchmarkNet net, double seconds) throws IOException {
    write(JSON.writeValueAsString(Map.of("net", net.described(), "seconds", seconds)));
    answer();
  }

  void start() throws IOException {
    write("go");
  }

  /** Steps per second, when the training is over. */
  double result() throws IOException {
    return answer().get("steps_per_second").asDouble();
  }

  private void write(String line) throws IOException {
    requests.write(line + "\n");
    requests.flush();
  }

  private JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the PyTorch half ended; its message is above");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    answers.close();
  }
}
