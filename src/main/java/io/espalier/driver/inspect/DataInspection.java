package io.espalier.driver.inspect;

import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.report.DataFacts;
import io.espalier.driver.report.Fact;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a report says of the data: their kind, their split, and what a guess reaches on them. */
final class DataInspection {
  /** More classes are not counted one by one. */
  private static final int MOST_CLASSES = 20;

  private static final List<Part> PARTS = List.of(Part.TRAIN, Part.VALIDATION, Part.TEST);

  private DataInspection() {}

  static DataFacts of(PreparedData data) {
    Dataset dataset = data.dataset();
    List<Fact> facts = new ArrayList<>(List.of(new Fact("inputs", inputs(dataset))));
    facts.add(new Fact("to predict", targets(dataset.targets())));
    if (!data.folds().isEmpty()) {
      facts.add(new Fact("validated", "by " + data.folds().size() + " folds of the training part"));
    }
    boolean counted =
        dataset.targets() instanceof Targets.Classes classes
            && classes.names().size() <= MOST_CLASSES;
    List<DataFacts.PartFacts> parts =
        PARTS.stream()
            .filter(part -> data.examples(part) > 0)
            .map(
                part ->
                    new DataFacts.PartFacts(
                        name(part), data.examples(part), counted ? counts(data, part) : List.of()))
            .toList();
    return new DataFacts(
        facts,
        parts,
        counted ? ((Targets.Classes) dataset.targets()).names() : List.of(),
        baselines(data));
  }

  private static String inputs(Dataset dataset) {
    if (dataset.shape() instanceof InputShape.Graph graph) {
      return graph.example() == InputShape.Graph.Example.GRAPH
          ? "graphs, " + graph.features() + " numbers a node"
          : "nodes of a graph, " + graph.features() + " numbers each";
    }
    if (dataset.shape() instanceof InputShape.Sequence sequence) {
      return "sequences of up to "
          + sequence.steps()
          + " steps, "
          + sequence.features()
          + " numbers each";
    }
    return dataset.layout() instanceof InputShape.Image image
        ? "images, " + image + " (channels, height, width)"
        : dataset.shape().size() + " numbers";
  }

  private static String targets(Targets targets) {
    if (targets instanceof Targets.Numbers numbers) {
      return numbers.width() == 1 ? "a number" : numbers.width() + " numbers";
    }
    return targets.outputs() + " classes";
  }

  private static String name(Part part) {
    return part == Part.TRAIN ? "training" : part.name().toLowerCase(Locale.ROOT);
  }

  private static List<Integer> counts(PreparedData data, Part part) {
    Targets.Classes classes = (Targets.Classes) data.dataset().targets();
    Integer[] counts = new Integer[classes.names().size()];
    Arrays.fill(counts, 0);
    for (int row : data.split().rows(part)) {
      counts[classes.labels()[row]]++;
    }
    return List.of(counts);
  }

  /** On the validation and the test part, by what the training part says. */
  private static List<DataFacts.Baseline> baselines(PreparedData data) {
    return PARTS.subList(1, PARTS.size()).stream()
        .filter(part -> data.examples(part) > 0)
        .map(
            part ->
                data.dataset().targets() instanceof Targets.Numbers numbers
                    ? mean(data, numbers, part)
                    : largest(data, part))
        .toList();
  }

  private static DataFacts.Baseline largest(PreparedData data, Part part) {
    Targets.Classes classes = (Targets.Classes) data.dataset().targets();
    List<Integer> train = counts(data, Part.TRAIN);
    int largest = train.indexOf(train.stream().max(Integer::compare).orElseThrow());
    return new DataFacts.Baseline(
        "always '" + classes.names().get(largest) + "', the largest class of the training part",
        column(part, "accuracy"),
        (double) counts(data, part).get(largest) / data.examples(part));
  }

  private static DataFacts.Baseline mean(PreparedData data, Targets.Numbers numbers, Part part) {
    int[] train = data.split().rows(Part.TRAIN);
    int[] rows = data.split().rows(part);
    double squares = 0;
    for (int output = 0; output < numbers.width(); output++) {
      double sum = 0;
      for (int row : train) {
        sum += numbers.values()[row * numbers.width() + output];
      }
      for (int row : rows) {
        double error = numbers.values()[row * numbers.width() + output] - sum / train.length;
        squares += error * error;
      }
    }
    return new DataFacts.Baseline(
        "always the mean of the training part",
        column(part, "rmse"),
        Math.sqrt(squares / ((double) rows.length * numbers.width())));
  }

  private static String column(Part part, String metric) {
    return part.name().toLowerCase(Locale.ROOT) + "_" + metric;
  }
}
