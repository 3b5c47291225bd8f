package io.espalier.engine.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a benchmark found, as a list of {@code {case, unit, ours, peer, ratio}}. */
final class Results {
  private final List<Map<String, Object>> results = new ArrayList<>();

  /** Of something that should be small; a ratio above 1 means that ours is smaller. */
  void small(String name, String unit, double ours, double peer) {
    add(name, unit, ours, peer, peer / ours);
  }

  /** Of something that should be large; a ratio above 1 means that ours is larger. */
  void large(String name, String unit, double ours, double peer) {
    add(name, unit, ours, peer, ours / peer);
  }

  /** The same of a row that has a bar. */
  void bar(String name, String unit, double ours, double peer) {
    large(name, unit, ours, peer);
    bar();
  }

  /** Gives the row that was added last a bar. */
  void bar() {
    results.get(results.size() - 1).put("bar", true);
  }

  private void add(String name, String unit, double ours, double peer, double ratio) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("case", name);
    result.put("unit", unit);
    result.put("ours", ours);
    result.put("peer", peer);
    result.put("ratio", ratio);
    results.add(result);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), results);
  }
}
