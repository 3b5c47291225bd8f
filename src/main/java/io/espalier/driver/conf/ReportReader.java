package io.espalier.driver.conf;

import io.espalier.ReportSpec;
import io.espalier.driver.hocon.Node;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the {@code report} part, which never changes what is searched or retrained. */
final class ReportReader {
  private static final String KEY = "report";
  private static final int DEFAULT_SAMPLES = 4;
  private static final int MOST_SAMPLES = 100;

  private ReportReader() {}

  static ReportSpec read(Section root) {
    Node node = root.node(KEY).orElse(null);
    if (node instanceof Node.Scalar word) {
      if (!word.text().equals("none")) {
        root.wrong(word, KEY, "none or a block { … }");
      }
      return new ReportSpec(false, first(DEFAULT_SAMPLES));
    }
    Section section = root.section(KEY);
    boolean enabled = section.flag("enabled", true);
    List<Integer> samples = samples(section);
    section.close();
    return new ReportSpec(enabled, samples);
  }

  private static List<Integer> samples(Section section) {
    if (!(section.node("samples").orElse(null) instanceof Node.Sequence)) {
      return first(section.whole("samples", DEFAULT_SAMPLES, ReportReader::few));
    }
    List<Node> indexes = section.list("samples");
    if (indexes.size() > MOST_SAMPLES) {
      section.problem("samples", refusal(indexes.size()));
    }
    return indexes.stream()
        .map(index -> section.whole(index, "report.samples", 0, v -> SearchReader.atLeast(0, v)))
        .distinct()
        .toList();
  }

  private static List<Integer> first(int samples) {
    return IntStream.range(0, samples).boxed().toList();
  }

  private static void few(int samples) {
    if (samples < 0 || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(refusal(samples));
    }
  }

  private static String refusal(int samples) {
    return "0 to "
        + MOST_SAMPLES
        + " of the first test examples, or a list of as many indexes, are accepted, not "
        + samples;
  }
}
