package io.espalier.driver.report;

import java.util.List;

/**
 * What a report says of the data.
 *
 * @param facts lines of name and text: what the examples are, and the like
 * @param parts the parts of the split in their order, the empty ones left out
 * @param classes names of the classes whose examples the parts count; empty of a regression, and
 *     where they are many
 * @param baselines what somebody reaches who looks at no input
 */
public record DataFacts(
    List<Fact> facts, List<PartFacts> parts, List<String> classes, List<Baseline> baselines) {
  public DataFacts {
    facts = List.copyOf(facts);
    parts = List.copyOf(parts);
    classes = List.copyOf(classes);
    baselines = List.copyOf(baselines);
  }

  /**
   * A part of the data.
   *
   * @param classes how many examples each class has in it, in the classes' order
   */
  public record PartFacts(String name, int examples, List<Integer> classes) {
    public PartFacts {
      classes = List.copyOf(classes);
    }
  }

  /**
   * A prediction without a model, measured.
   *
   * @param what is predicted: {@code always cat, the largest class}
   * @param metric column name of the metric: {@code test_accuracy}
   */
  public record Baseline(String what, String metric, double value) {}
}
