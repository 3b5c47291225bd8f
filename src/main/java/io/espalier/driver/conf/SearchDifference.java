package io.espalier.driver.conf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two canonical texts of {@link ExperimentSpec}. */
public final class SearchDifference {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTHING = "nothing";

  private SearchDifference() {}

  /**
   * One line per key that differs, sorted: {@code training.batch-size: 32 before, 64 now}. Empty if
   * the texts mean the same.
   *
   * @throws IllegalArgumentException if a text is not one that {@link ExperimentSpec} holds
   */
  public static String between(String before, String now) {
    Map<String, String> left = leaves(before);
    Map<String, String> right = leaves(now);
    TreeSet<String> keys = new TreeSet<>(left.keySet());
    keys.addAll(right.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String old = left.getOrDefault(key, NOTHING);
      String present = right.getOrDefault(key, NOTHING);
      if (!old.equals(present)) {
        differences.add(key + ": " + old + " before, " + present + " now");
      }
    }
    return String.join("\n", differences);
  }

  private static Map<String, String> leaves(String text) {
    Map<String, String> leaves = new TreeMap<>();
    try {
      collect(JSON.readTree(text), "", leaves);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no canonical text of an experiment", e);
    }
    return leaves;
  }

  private static void collect(JsonNode node, String path, Map<String, String> leaves) {
    if (node.isObject() && !node.isEmpty()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        collect(entry.getValue(), Section.join(path, entry.getKey()), leaves);
      }
    } else if (node.isArray() && holdsTrees(node)) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), Section.join(path, Integer.toString(i)), leaves);
      }
    } else {
      leaves.put(path, node.toString());
    }
  }

  private static boolean holdsTrees(JsonNode list) {
    for (JsonNode element : list) {
      if (element.isContainerNode()) {
        return true;
      }
    }
    return false;
  }
}
