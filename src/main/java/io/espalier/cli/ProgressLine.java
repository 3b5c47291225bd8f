package io.espalier.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * How far something is, in one line of a terminal: a bar as wide as what is said beside it allows.
 *
 * @param parts what there is to say, the most important first; those for which there is no room go
 */
record ProgressLine(String task, long done, long total, List<String> parts) {
  private static final int NARROWEST_BAR = 20;
  private static final int FRAME = 2;
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int MOST_BARS = 16;

  ProgressLine {
    parts = List.copyOf(parts);
  }

  /**
   * The line.
   *
   * @param width characters that it has at most
   */
  String text(int width) {
    String begin = task + " " + done + "/" + total + " ";
    List<String> said = new ArrayList<>();
    int room = width - begin.length() - FRAME;
    for (String part : parts) {
      int needs = part.length() + (said.isEmpty() ? 1 : 2);
      if (room - needs < NARROWEST_BAR) {
        break;
      }
      said.add(part);
      room -= needs;
    }
    String line = begin + bar(Math.max(1, room)) + " " + String.join(", ", said);
    return line.substring(0, Math.min(Math.max(0, width), line.stripTrailing().length()));
  }

  private String bar(int cells) {
    int full = total == 0 ? cells : (int) (cells * Math.min(done, total) / total);
    String filled = "=".repeat(full);
    String head = full < cells ? ">" : "";
    return "[" + filled + head + " ".repeat(cells - full - head.length()) + "]";
  }

  /** Numbers as bars of their height, the latest at the right; nothing of fewer than two. */
  static String sparkline(List<Double> numbers) {
    if (numbers.size() < 2) {
      return "";
    }
    double low = numbers.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double high = numbers.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    int shown = Math.min(numbers.size(), MOST_BARS);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      double number = numbers.get((int) ((long) i * (numbers.size() - 1) / (shown - 1)));
      double share = high > low ? (number - low) / (high - low) : 0;
      text.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
    }
    return text.toString();
  }
}
