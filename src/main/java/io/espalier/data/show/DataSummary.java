package io.espalier.data.show;

import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** Loaded data on one page of text. */
public final class DataSummary {
  private static final List<Part> PARTS = List.of(Part.TRAIN, Part.VALIDATION, Part.TEST);
  private static final int MOST_NUMBERS_SHOWN = 6;
  private static final int MOST_NAMES_SHOWN = 12;

  private DataSummary() {}

  /**
   * Shape, parts, classes with their counts, normalisation and fingerprint; ends with a newline.
   */
  public static String text(PreparedData data) {
    Dataset dataset = data.dataset();
    List<String> lines = new ArrayList<>();
    lines.add("shape          " + shape(dataset));
    if (dataset.graphs().count() > 0) {
      lines.add("graphs         " + GraphSummary.text(dataset.graphs()));
    }
    if (!dataset.featureNames().isEmpty()) {
      lines.add("inputs         " + names(dataset.featureNames()));
    }
    lines.add("targets        " + targets(dataset.targets()));
    lines.add("normalisation  " + normalisation(data.normalisation()));
    data.augmentation().inWords().ifPresent(words -> lines.add("augmented      " + words));
    if (!data.folds().isEmpty()) {
      lines.add("folds          " + folds(data.folds()));
    }
    lines.add("fingerprint    " + data.fingerprint());
    lines.add("");
    lines.addAll(counts(data));
    return String.join("\n", lines) + "\n";
  }

  private static String folds(List<PreparedData.Fold> folds) {
    IntSummaryStatistics sizes =
        folds.stream().mapToInt(fold -> fold.split().validation().length).summaryStatistics();
    String examples =
        sizes.getMin() == sizes.getMax()
            ? Integer.toString(sizes.getMin())
            : sizes.getMin() + " or " + sizes.getMax();
    return folds.size() + ", each validates " + examples + " examples";
  }

  private static String kind(InputShape layout) {
    if (layout instanceof InputShape.Graph) {
      return "numbers of a node";
    }
    if (layout instanceof InputShape.Sequence) {
      return "sequences, at most so many steps";
    }
    return layout instanceof InputShape.Image ? "images, channels x height x width" : "numbers";
  }

  private static String shape(Dataset dataset) {
    String kind = kind(dataset.layout());
    String flat =
        dataset.shape().equals(dataset.layout()) ? "" : ", flattened to " + dataset.shape();
    String stored = dataset.features() instanceof Features.Bytes ? "bytes" : "floats";
    return dataset.layout() + " (" + kind + flat + "; stored as " + stored + ")";
  }

  private static String targets(Targets targets) {
    return targets instanceof Targets.Classes classes
        ? classes.names().size() + " classes"
        : targets.outputs() + " number" + (targets.outputs() == 1 ? "" : "s") + " to predict";
  }

  private static String names(List<String> names) {
    int shown = Math.min(names.size(), MOST_NAMES_SHOWN);
    String rest = shown < names.size() ? ", … (" + names.size() + " in all)" : "";
    return String.join(", ", names.subList(0, shown)) + rest;
  }

  private static String normalisation(Normalisation normalisation) {
    if (normalisation.equals(Normalisation.NONE)) {
      return "none";
    }
    if (normalisation.rowSum()) {
      return "divided by the sum of the numbers";
    }
    return String.format(
        Locale.ROOT,
        "(x * %s - %s) / %s",
        normalisation.scale(),
        numbers(normalisation.shift()),
        numbers(normalisation.divisor()));
  }

  private static String numbers(float[] numbers) {
    boolean same = true;
    for (float number : numbers) {
      same &= number == numbers[0];
    }
    if (same) {
      return Float.toString(numbers[0]);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Math.min(numbers.length, MOST_NUMBERS_SHOWN); i++) {
      texts.add(String.format(Locale.ROOT, "%.4g", numbers[i]));
    }
    String rest = numbers.length > MOST_NUMBERS_SHOWN ? ", … (" + numbers.length + " in all)" : "";
    return "[" + String.join(", ", texts) + rest + "]";
  }

  /** One line for all examples, then one per class: counts in each part. */
  private static List<String> counts(PreparedData data) {
    List<String> rows = new ArrayList<>();
    List<String> names =
        data.dataset().targets() instanceof Targets.Classes classes ? classes.names() : List.of();
    int width = Math.max(12, names.stream().mapToInt(String::length).max().orElse(0));
    rows.add(row(width, "", "train", "validation", "test"));
    rows.add(
        row(
            width,
            "examples",
            PARTS.stream().map(part -> Integer.toString(data.examples(part))).toArray()));
    for (int label = 0; label < names.size(); label++) {
      int wanted = label;
      rows.add(
          row(
              width,
              names.get(label),
              PARTS.stream().map(part -> Integer.toString(count(data, part, wanted))).toArray()));
    }
    return rows;
  }

  private static int count(PreparedData data, Part part, int label) {
    int count = 0;
    if (data.dataset().targets() instanceof Targets.Classes classes) {
      for (int row : data.split().rows(part)) {
        count += classes.labels()[row] == label ? 1 : 0;
      }
    }
    return count;
  }

  private static String row(int width, String name, Object... cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", name));
    for (Object cell : cells) {
      line.append(String.format(Locale.ROOT, "%12s", cell));
    }
    return line.toString();
  }
}
