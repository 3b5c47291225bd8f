package io.espalier.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that measures when asked: one line of JSON in, one line of JSON out. */
final class Peer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final String version;

  private Peer(String name, List<String> command) throws IOException {
    this.name = name;
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    requests = process.outputWriter(StandardCharsets.UTF_8);
    version = answer().get("version").asText();
  }

  /** A script, with arguments, in a Python that has PyTorch. */
  static Peer python(Settings settings, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(settings.python(), settings.script()));
    command.addAll(List.of(arguments));
    return new Peer("the PyTorch half", command);
  }

  /** Another virtual machine of the same kind, with this one's options and class path. */
  static Peer twin(Class<?> main) throws IOException {
    List<String> options =
        new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    return java(main, options, System.getProperty("java.class.path", ""));
  }

  /** Another virtual machine. */
  static Peer java(Class<?> main, List<String> options, String classPath) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    return new Peer(main.getSimpleName(), command);
  }

  /** The version of what it measures. */
  String version() {
    return version;
  }

  /** The answer to a request. */
  JsonNode ask(Map<String, Object> request) throws IOException {
    send(request);
    return answer();
  }

  void send(Map<String, Object> request) throws IOException {
    requests.write(JSON.writeValueAsString(request) + "\n");
    requests.flush();
  }

  JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(name + " ended; its message is above");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    answers.close();
  }
}
