package io.espalier.driver.conf;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.wire.Task;
import java.util.List;

/** Reads the {@code data} part. */
final class DataReader {
  private static final List<String> NORMALISATIONS =
      List.of("none", "unit", "fitted", "mean-image");

  /** Share held out for the test where a source has no test part of its own. */
  private static final double DEFAULT_TEST = 0.2;

  private DataReader() {}

  static DataSpec read(Section section) {
    DataSource source = SourceReader.read(section);
    boolean ownTest = source instanceof DataSource.Digits;
    DataSpec spec =
        new DataSpec(
            source,
            notNegative(section, "limit"),
            amount(section, "validation", 0),
            0,
            ownTest ? new Amount.Share(0) : amount(section, "test", DEFAULT_TEST),
            notNegative(section, "test-limit"),
            section.word("selection", DataSpec.Selection.class, DataSpec.Selection.RANDOM),
            normalise(section),
            section.flag("flatten", false));
    section.close(" with data.source = " + section.text("source", "…"));
    return spec;
  }

  /** What a model of this data predicts. */
  static Task task(DataSource source) {
    boolean regression =
        (source instanceof DataSource.Table table && table.regression())
            || (source instanceof DataSource.Playground playground
                && playground.pattern() == DataSource.Playground.Pattern.PLANE);
    return regression ? Task.REGRESSION : Task.CLASSIFICATION;
  }

  /** Whether a part is held out at all. */
  static boolean isEmpty(Amount amount) {
    return amount instanceof Amount.Share share
        ? share.share() == 0
        : ((Amount.Count) amount).count() == 0;
  }

  private static int notNegative(Section section, String key) {
    return section.whole(key, 0, Amount.Count::new);
  }

  private static Amount amount(Section section, String key, double fallback) {
    Node node = section.node(key).orElse(null);
    if (node == null) {
      return new Amount.Share(fallback);
    }
    String name = Section.join(section.path(), key);
    double number =
        section.real(
            node,
            name,
            0,
            value -> {
              if (value < 0 || (value >= 1 && value != Math.rint(value))) {
                throw new IllegalArgumentException(
                    "accepted is a share in [0, 1) or a whole number of examples, not " + value);
              }
            });
    return number < 1
        ? new Amount.Share(number)
        : new Amount.Count(section.whole(node, name, 1, Amount.Count::new));
  }

  private static Normalise normalise(Section section) {
    if (section.node("normalize").orElse(null) instanceof Node.Tree) {
      return given(section.section("normalize"));
    }
    return switch (section.oneOf("normalize", NORMALISATIONS, "none")) {
      case "unit" -> new Normalise.Unit();
      case "fitted" -> new Normalise.Fitted();
      case "mean-image" -> new Normalise.MeanImage();
      default -> new Normalise.None();
    };
  }

  private static Normalise given(Section section) {
    section.require("mean", "a number, or a list with one per channel");
    section.require("std", "a number, or a list with one per channel");
    List<Double> mean = numbers(section, "mean", false);
    List<Double> std = numbers(section, "std", true);
    if (mean.size() != std.size() && mean.size() > 1 && std.size() > 1) {
      section.problem(
          "std",
          "mean and std have "
              + mean.size()
              + " and "
              + std.size()
              + " numbers; as many are needed");
    }
    section.close();
    return new Normalise.Given(mean, std);
  }

  private static List<Double> numbers(Section section, String key, boolean positive) {
    boolean single = section.node(key).orElse(null) instanceof Node.Scalar;
    List<Node> nodes = single ? section.node(key).stream().toList() : section.list(key);
    return nodes.stream()
        .map(
            node ->
                section.real(
                    node,
                    Section.join(section.path(), key),
                    1,
                    value -> {
                      if (positive && value <= 0) {
                        throw new IllegalArgumentException(key + " must be above 0, not " + value);
                      }
                    }))
        .toList();
  }
}
