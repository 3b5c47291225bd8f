package io.espalier.driver.conf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code reference.conf} says of its keys: a key's comment stands behind it or, of a block,
 * before it, and goes on in the comments below until an empty line, a lone '#' or the next key. A
 * key without a value of its own is commented out.
 */
final class ReferenceText {
  private static final String REFERENCE = "/io/espalier/reference.conf";
  private static final Pattern KEY =
      Pattern.compile("( *)(# )?([a-z][a-z0-9-]*) ([={])([^#]*)(#.*)?");
  private static final Pattern COMMENT = Pattern.compile(" *#(.*)");
  private static final int INDENT = 2;

  /**
   * One key.
   *
   * @param written its default; empty where it has none, or is a block
   */
  record Entry(String written, List<String> comment) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Deque<String> blocks = new ArrayDeque<>();
  private final List<String> before = new ArrayList<>();
  private List<String> current = new ArrayList<>();

  private ReferenceText() {}

  /** All keys with their paths, in the order of the file. */
  static Map<String, Entry> read() {
    try (InputStream in = ReferenceText.class.getResourceAsStream(REFERENCE)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks Espalier's " + REFERENCE);
      }
      ReferenceText text = new ReferenceText();
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(text::line);
      return text.entries;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + REFERENCE, e);
    }
  }

  private void line(String line) {
    Matcher key = KEY.matcher(line);
    Matcher comment = COMMENT.matcher(line);
    if (key.matches() && isKey(key)) {
      key(key);
    } else if (comment.matches() && !comment.group(1).isBlank()) {
      (blocks.isEmpty() ? before : current).add(comment.group(1));
    } else if (line.strip().equals("}")) {
      blocks.removeLast();
      current = new ArrayList<>();
    } else {
      before.clear();
      current = new ArrayList<>();
    }
  }

  /** Not a word in the middle of a comment: those are further to the right. */
  private boolean isKey(Matcher line) {
    return line.group(1).length() == INDENT * blocks.size()
        && (line.group(2) == null || !blocks.isEmpty());
  }

  private void key(Matcher key) {
    String value = key.group(5).strip();
    boolean block = key.group(4).equals("{");
    List<String> path = new ArrayList<>(blocks);
    path.add(key.group(3));
    Entry entry =
        entries.computeIfAbsent(
            String.join(".", path),
            any -> new Entry(block || key.group(2) != null ? "" : value, new ArrayList<>()));
    current = entry.comment();
    current.addAll(before);
    before.clear();
    if (key.group(6) != null) {
      current.add(key.group(6).substring(1));
    }
    if (block && value.isEmpty() && key.group(2) == null) {
      blocks.addLast(key.group(3));
    }
  }
}
