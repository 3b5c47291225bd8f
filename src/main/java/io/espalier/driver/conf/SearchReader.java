package io.espalier.driver.conf;

import io.espalier.ConfirmSpec;
import io.espalier.Metrics;
import io.espalier.RetrainSpec;
import io.espalier.driver.hocon.Node;
import io.espalier.search.schedule.SchedulerSettings;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.space.Parameter;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the {@code search} and {@code retrain} parts. */
final class SearchReader {
  static final String UNVALIDATED =
      "nothing can be measured without a validation part; set data.validation above 0 or"
          + " data.folds";

  private SearchReader() {}

  /** What a validation part is measured by beside what it always is; a list, or one word. */
  static List<Metric> metrics(Section section, Task task, boolean hasValidation) {
    List<Metric> accepted = Metrics.toAskFor(task);
    List<String> words = accepted.stream().map(Metric::word).toList();
    String name = Section.join(section.path(), "metrics");
    List<Metric> metrics = new ArrayList<>();
    for (Node node : section.elements("metrics")) {
      int word = words.indexOf(section.oneOf(node, name, words, ""));
      if (word >= 0) {
        metrics.add(accepted.get(word));
      }
    }
    if (!metrics.isEmpty() && !hasValidation) {
      section.problem("metrics", UNVALIDATED);
    }
    return metrics;
  }

  /** Which trials are trained again before one is called best. */
  static ConfirmSpec confirm(Section section) {
    int trials = section.whole("confirm", 0, value -> atLeast(0, value));
    int seeds = section.whole("confirm-seeds", ConfirmSpec.SEEDS, value -> atLeast(1, value));
    return new ConfirmSpec(trials, seeds);
  }

  /**
   * Which searcher, and how much it may spend.
   *
   * @param parameters of the space; where all have a grid and no searcher is named, it is walked
   */
  static SearchSettings settings(Section section, List<Parameter> parameters) {
    OptionalInt trials =
        section.has("trials")
            ? OptionalInt.of(section.whole("trials", 1, value -> atLeast(1, value)))
            : OptionalInt.empty();
    OptionalLong epochs =
        section.has("epochs")
            ? OptionalLong.of(section.whole("epochs", 1, value -> atLeast(1, value)))
            : OptionalLong.empty();
    boolean grid = parameters.stream().allMatch(parameter -> parameter.domain().hasGrid());
    boolean budget = trials.isPresent() || epochs.isPresent();
    String usual = grid || !budget ? SearchSettings.GRID.algorithm() : Searchers.AUTO;
    String algorithm = section.oneOf("algorithm", Searchers.words(), usual);
    int window = section.whole("window", SearchSettings.WINDOW, value -> atLeast(1, value));
    SchedulerSettings scheduler = SchedulerReader.read(section);
    Optional<Boolean> deterministic =
        section.has("deterministic")
            ? Optional.of(section.flag("deterministic", true))
            : Optional.empty();
    try {
      return new SearchSettings(
          algorithm,
          trials,
          epochs,
          window,
          scheduler,
          deterministic,
          StoppingReader.read(section),
          new PointsReader(section, parameters).read(),
          section.texts("start-from"),
          together(section));
    } catch (IllegalArgumentException refused) {
      section.problem("algorithm", String.valueOf(refused.getMessage()));
      return SearchSettings.GRID;
    }
  }

  /** How many trials train side by side at most. */
  private static int together(Section section) {
    Node node = section.node("fusion").orElse(null);
    if (node != null && Node.number(node).isPresent()) {
      return section.whole(node, "search.fusion", SearchSettings.ANY, value -> atLeast(1, value));
    }
    return section.oneOf("fusion", List.of("auto", "off"), "auto").equals("off")
        ? SearchSettings.ALONE
        : SearchSettings.ANY;
  }

  static RetrainSpec retrain(Section section) {
    int rows = rows(section);
    int seeds = section.whole("seeds", 1, value -> atLeast(1, value));
    int epochs = section.whole("epochs", 0, value -> atLeast(1, value));
    String data =
        section.oneOf(
            "data", List.of("train", "train+validation", "train-and-validation"), "train");
    RetrainSpec.Mode mode = mode(section);
    section.close();
    return new RetrainSpec(
        rows, seeds, epochs, data.equals("train") ? Part.TRAIN : Part.TRAIN_AND_VALIDATION, mode);
  }

  private static RetrainSpec.Mode mode(Section section) {
    String mode = section.oneOf("mode", List.of("single", "data-parallel"), "single");
    int workers = section.whole("workers", 0, value -> atLeast(1, value));
    int frequency =
        section.whole(
            "averaging-frequency", RetrainSpec.AVERAGING_FREQUENCY, value -> atLeast(1, value));
    return mode.equals("single")
        ? new RetrainSpec.Single()
        : new RetrainSpec.DataParallel(workers, frequency);
  }

  private static int rows(Section section) {
    Node node = section.node("rows").orElse(null);
    if (node == null) {
      return 1;
    }
    if (Node.number(node).isPresent()) {
      return section.whole(node, "retrain.rows", 1, value -> atLeast(0, value));
    }
    return switch (section.oneOf("rows", List.of("best", "all", "none"), "best")) {
      case "all" -> Integer.MAX_VALUE;
      case "none" -> 0;
      default -> 1;
    };
  }

  static int atLeast(int minimum, int value) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "a whole number of at least " + minimum + " is accepted, not " + value);
    }
    return value;
  }
}
