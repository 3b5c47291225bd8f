package io.espalier.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Spark's event log tells of an application: executors that came and went, tasks that ended.
 */
record SparkEvents(List<Executor> added, List<Executor> removed, List<Task> tasks) {
  /** An executor and when it came or went, in milliseconds since 1970. */
  record Executor(String id, long atMillis) {}

  /** An attempt of a task, in milliseconds since 1970. */
  record Task(String executor, long startedMillis, long endedMillis, String end) {}

  /** Reads what stands so far in the only event log in a folder, or nothing before there is one. */
  static SparkEvents read(Path folder) throws IOException {
    SparkEvents events = new SparkEvents(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (Stream<Path> logs = Files.list(folder)) {
      Optional<Path> log = logs.filter(file -> !file.toString().endsWith(".crc")).findFirst();
      String text = log.isEmpty() ? "" : Files.readString(log.get());
      ObjectMapper json = new ObjectMapper();
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        events.add(json.readTree(line));
      }
    }
    return events;
  }

  /** How many executors there were together at the most. */
  long mostTogether() {
    long most = 0;
    for (int i = 0; i < added.size(); i++) {
      long at = added.get(i).atMillis();
      long gone = removed.stream().filter(executor -> executor.atMillis() <= at).count();
      most = Math.max(most, i + 1 - gone);
    }
    return most;
  }

  private void add(JsonNode event) {
    String kind = event.get("Event").asText();
    if (kind.equals("SparkListenerExecutorAdded")) {
      added.add(executor(event));
    } else if (kind.equals("SparkListenerExecutorRemoved")) {
      removed.add(executor(event));
    } else if (kind.equals("SparkListenerTaskEnd")) {
      JsonNode task = event.get("Task Info");
      tasks.add(
          new Task(
              task.get("Executor ID").asText(),
              task.get("Launch Time").asLong(),
              task.get("Finish Time").asLong(),
              event.get("Task End Reason").get("Reason").asText()));
    }
  }

  private static Executor executor(JsonNode event) {
    return new Executor(event.get("Executor ID").asText(), event.get("Timestamp").asLong());
  }
}
