package io.espalier.driver.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One {@code path=value} of the command line. It replaces the whole value at the path; a whole
 * number in the path is an index, from 0, where a list stands.
 *
 * @param number its position among the overrides, from 0
 * @param value HOCON if it begins with a brace, bracket or quotation mark or holds <code>${</code>;
 *     else taken as it stands, so that paths and addresses need no quotation marks
 */
public record Setting(int number, List<String> path, String value) {
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
  static final Pattern REAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

  public Setting {
    path = List.copyOf(path);
  }

  /** Parses the arguments; those that are none are problems. */
  public static List<Setting> parse(List<String> arguments, Problems problems) {
    List<Setting> settings = new ArrayList<>();
    for (String argument : arguments) {
      Place place = new Place("--set " + argument, Place.OVERRIDE + settings.size(), 0);
      int equals = argument.indexOf('=');
      if (equals <= 0 || argument.substring(equals + 1).isBlank()) {
        problems.add(place, "", "this is no override; path=value is accepted");
        continue;
      }
      try {
        List<String> path = ConfigUtil.splitPath(argument.substring(0, equals).strip());
        String value = argument.substring(equals + 1).strip();
        settings.add(new Setting(settings.size(), path, value));
      } catch (ConfigException e) {
        problems.add(place, "", "the path is unreadable; words joined by dots are accepted");
      }
    }
    return settings.stream().filter(setting -> !setting.isSuperseded(settings)).toList();
  }

  /** Whether a later one replaces what this one would change. */
  private boolean isSuperseded(List<Setting> settings) {
    return settings.stream()
        .filter(later -> later.number > number && later.path.size() <= path.size())
        .anyMatch(later -> path.subList(0, later.path.size()).equals(later.path));
  }

  String text() {
    return String.join(".", path) + "=" + value;
  }

  boolean isHocon() {
    return value.startsWith("{")
        || value.startsWith("[")
        || value.startsWith("\"")
        || value.contains("${");
  }

  /** The value where it is no HOCON: a Long, Double, Boolean or String. */
  Object scalar() {
    if (WHOLE.matcher(value).matches()) {
      return Long.valueOf(value);
    }
    if (REAL.matcher(value).matches()) {
      return Double.valueOf(value);
    }
    return value.equals("true") || value.equals("false") ? Boolean.valueOf(value) : value;
  }

  /** The tree with the replacement in place of what stands at the path. */
  Node.Tree apply(Node.Tree root, Node replacement, Problems problems) {
    return (Node.Tree) replace(Optional.of(root), 0, replacement, problems);
  }

  private Node replace(Optional<Node> at, int depth, Node replacement, Problems problems) {
    if (depth == path.size()) {
      return replacement;
    }
    String element = path.get(depth);
    if (at.isPresent() && at.get() instanceof Node.Sequence list) {
      return replaceElement(list, depth, replacement, problems);
    }
    Node.Tree tree =
        at.isPresent() && at.get() instanceof Node.Tree found
            ? found
            : Node.Tree.of(Map.of(), replacement.place());
    return tree.with(element, replace(tree.entry(element), depth + 1, replacement, problems));
  }

  private Node replaceElement(Node.Sequence list, int depth, Node replacement, Problems problems) {
    String element = path.get(depth);
    int size = list.elements().size();
    if (!INDEX.matcher(element).matches() || Integer.parseInt(element) >= size) {
      problems.add(
          replacement.place(),
          String.join(".", path.subList(0, depth)),
          "the list has no element '" + element + "'; " + indexes(size));
      return list;
    }
    int index = Integer.parseInt(element);
    List<Node> changed = new ArrayList<>(list.elements());
    changed.set(index, replace(Optional.of(changed.get(index)), depth + 1, replacement, problems));
    return new Node.Sequence(changed, list.place());
  }

  private static String indexes(int size) {
    return size == 0 ? "it is empty" : "0 to " + (size - 1) + " are accepted";
  }
}
