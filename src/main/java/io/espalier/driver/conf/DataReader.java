package io.espalier.driver.conf;

import io.espalier.data.Augmentation;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.driver.hocon.Node;
import io.espalier.wire.Task;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code data} part. */
final class DataReader {
  private static final List<String> NORMALISATIONS =
      List.of("none", "unit", "fitted", "mean-image", "row-sum");

  /** Share held out for the test where a source has no test part of its own, and no folds. */
  private static final double DEFAULT_TEST = 0.2;

  private static final double DEFAULT_VALIDATION = 0.2;

  /** Any of them asks for a split of one's own. */
  private static final List<String> SPLITTING = List.of("validation", "folds");

  /** So do these where the published split leaves nodes of a graph unused. */
  private static final List<String> CHOOSING = List.of("test", "limit");

  private DataReader() {}

  static DataSpec read(Section section) {
    DataSource source = DataSourceReader.read(section);
    int folds = folds(section);
    boolean ownTest = source instanceof DataSource.Digits;
    DataSpec spec =
        new DataSpec(
            source,
            notNegative(section, "limit"),
            amount(section, "validation", folds > 0 ? 0 : DEFAULT_VALIDATION),
            folds,
            ownTest ? new Amount.Share(0) : amount(section, "test", folds > 0 ? 0 : DEFAULT_TEST),
            notNegative(section, "test-limit"),
            selection(section, source, folds),
            normalise(section),
            section.flag("flatten", false),
            scaleLabels(section, source),
            augment(section.section("augment")));
    if (folds > 0 && !spec.validation().isNone()) {
      section.problem(
          "validation", "folds take the place of a validation part; leave out one of the two");
    }
    spec.orderObjection().ifPresent(why -> section.problem("order-by", why));
    if (isOfGraphs(source)) {
      checkGraphs(section, spec);
    }
    section.close(" with data.source = " + section.text("source", "…"));
    return spec;
  }

  private static Augmentation augment(Section section) {
    Augmentation.Flip none = Augmentation.Flip.NONE;
    int padding = section.whole("crop-padding", 0, v -> new Augmentation(v, none, 0, 0, 0, 0));
    Augmentation.Flip flip = section.word("flip", Augmentation.Flip.class, none);
    double shift = section.real("shift", 0, v -> new Augmentation(0, none, v, 0, 0, 0));
    double rotation = section.real("rotation", 0, v -> new Augmentation(0, none, 0, v, 0, 0));
    double noise = section.real("noise", 0, v -> new Augmentation(0, none, 0, 0, v, 0));
    int cutout = section.whole("cutout", 0, v -> new Augmentation(0, none, 0, 0, 0, v));
    section.close();
    return new Augmentation(padding, flip, shift, rotation, noise, cutout);
  }

  /** Only numbers can be scaled. */
  private static boolean scaleLabels(Section section, DataSource source) {
    boolean fitted =
        section.oneOf("normalize-label", List.of("none", "fitted"), "none").equals("fitted");
    if (fitted && source.task() == Task.CLASSIFICATION) {
      section.problem(
          "normalize-label", "classes have no scale; leave it out, or set regression = true");
    }
    return fitted;
  }

  private static int folds(Section section) {
    return section.whole(
        "folds",
        0,
        value -> {
          if (value < 0 || value == 1) {
            throw new IllegalArgumentException(
                "accepted are 0 (none) and whole numbers from 2 on, not " + value);
          }
        });
  }

  private static Selection selection(Section section, DataSource source, int folds) {
    Selection selection =
        section.word("selection", Selection.class, usualSelection(section, source, folds));
    if (selection == Selection.PUBLISHED) {
      checkPublished(section, source);
    }
    return selection;
  }

  /** Folds are stratified, papers split as published unless the file asks for something else. */
  private static Selection usualSelection(Section section, DataSource source, int folds) {
    if (folds > 0) {
      return source.task() == Task.CLASSIFICATION ? Selection.STRATIFIED : Selection.RANDOM;
    }
    List<String> own = new ArrayList<>(SPLITTING);
    if (source instanceof DataSource.Citations) {
      own.addAll(CHOOSING);
    }
    return source.mayBringSplit() && own.stream().noneMatch(key -> isSet(section, key))
        ? Selection.PUBLISHED
        : Selection.RANDOM;
  }

  private static void checkPublished(Section section, DataSource source) {
    if (!source.mayBringSplit()) {
      section.problem(
          "selection",
          "only data.source = citations, cora, images and npy may have a published split; accepted"
              + " are random, stratified, last");
    }
    List<String> own = new ArrayList<>(SPLITTING);
    if (source instanceof DataSource.Citations) {
      own.addAll(CHOOSING);
      own.add("test-limit");
    }
    for (String key : own) {
      if (isSet(section, key)) {
        section.problem(
            key, "the published split is taken as it is; leave this out, or set data.selection");
      }
    }
  }

  /** Whether a key is there and not just the 0 that stands for nothing. */
  private static boolean isSet(Section section, String key) {
    boolean amount = key.equals("validation") || key.equals("test");
    return section
        .node(key)
        .filter(node -> amount || Node.number(node).orElse(1.0) != 0)
        .isPresent();
  }

  private static boolean isOfGraphs(DataSource source) {
    return source instanceof DataSource.TuGraphs
        || source instanceof DataSource.DrawnGraphs
        || source instanceof DataSource.Citations;
  }

  /** What is made for images makes no sense for the nodes of graphs. */
  private static void checkGraphs(Section section, DataSpec spec) {
    if (spec.flatten()) {
      section.problem("flatten", "graphs cannot be flattened; leave it out");
    }
    if (spec.normalise() instanceof Normalise.MeanImage) {
      section.problem(
          "normalize",
          "'mean-image' is for images; for graphs none, unit, fitted, row-sum and { mean, std } are"
              + " accepted");
    }
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
      case "row-sum" -> new Normalise.RowSum();
      case "none" -> new Normalise.None();
      default -> throw new IllegalStateException("a word of data.normalize that nobody reads");
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
