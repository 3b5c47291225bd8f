package io.espalier.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/** One of our trainings in a virtual machine of its own; speaks as {@code scaling_peer.py} does. */
public final class ScalingWorker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedReader requests;
  private final PrintStream answers;

  private ScalingWorker(BufferedReader requests, PrintStream answers) {
    this.requests = requests;
    this.answers = answers;
  }

  /** Answers requests that hold a net's name and seconds. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new ScalingWorker(requests, answers).run();
  }

  private void run() throws IOException {
    answer(Map.of("version", Runtime.version().toString()));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      JsonNode request = JSON.readTree(line);
      double seconds = request.get("seconds").asDouble();
      try (ReadyNet ready = ready(request.get("name").asText())) {
        ready.steps(seconds / 4);
        answer("ready");
        requests.readLine();
        answer(Map.of("steps_per_second", 1e6 / ready.steps(seconds)));
      }
    }
  }

  private static ReadyNet ready(String name) {
    BenchmarkNet net =
        BenchmarkNet.all().stream().filter(n -> n.name().equals(name)).findAny().orElseThrow();
    return new ReadyNet(net, BenchmarkData.drawn(net), true);
  }

  private void answer(Object answer) throws IOException {
    answers.println(JSON.writeValueAsString(answer));
  }
}
