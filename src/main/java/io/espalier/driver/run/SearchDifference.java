package io.espalier.driver.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two canonical texts of an {@link Identity} or a retrain part. */
final class SearchDifference {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTHING = "nothing";
  private static final String PLANS = "plans";

  private SearchDifference() {}

  /**
   * One line per key that differs, sorted: {@code training.batch-size: 32 before, 64 now}. Plans
   * are compared where both have a configuration; what does not differ in all of them says where.
   * Empty if the texts mean the same.
   *
   * @throws IllegalArgumentException if a text is none
   */
  static String between(String before, String now) {
    JsonNode left = parse(before);
    JsonNode right = parse(now);
    List<String> differences = new ArrayList<>(plans(left.path(PLANS), right.path(PLANS)));
    differences.addAll(lines(withoutPlans(left), withoutPlans(right)));
    differences.sort(null);
    return String.join("\n", differences);
  }

  private static JsonNode withoutPlans(JsonNode all) {
    return all instanceof ObjectNode object ? object.deepCopy().without(PLANS) : all;
  }

  private static List<String> plans(JsonNode before, JsonNode now) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    int compared = 0;
    for (Map.Entry<String, JsonNode> plan : before.properties()) {
      if (now.has(plan.getKey())) {
        compared++;
        for (String line : lines(plan.getValue(), now.get(plan.getKey()))) {
          places.computeIfAbsent(line, key -> new ArrayList<>()).add(plan.getKey());
        }
      }
    }
    List<String> differences = new ArrayList<>();
    int all = compared;
    places.forEach((line, where) -> differences.add(where.size() == all ? line : line + at(where)));
    return differences;
  }

  private static String at(List<String> configurations) {
    String first = configurations.get(0).isEmpty() ? "" : " where " + configurations.get(0);
    return configurations.size() == 1
        ? first
        : first + " and in " + (configurations.size() - 1) + " other samples";
  }

  private static List<String> lines(JsonNode before, JsonNode now) {
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
    return differences;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no canonical text of an experiment", e);
    }
  }

  private static Map<String, String> leaves(JsonNode node) {
    Map<String, String> leaves = new TreeMap<>();
    collect(node, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String path, Map<String, String> leaves) {
    if (node.isObject() && !node.isEmpty()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        collect(entry.getValue(), join(path, entry.getKey()), leaves);
      }
    } else if (node.isArray() && holdsTrees(node)) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), join(path, Integer.toString(i)), leaves);
      }
    } else {
      leaves.put(path, node.toString());
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
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
