package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrainingSpec.Budget;
import io.espalier.wire.Updater;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the {@code training} part. */
final class TrainingReader {
  private static final String ALL = "all";
  private static final Updater ANY = new Updater.Sgd(1);
  private static final LearningRateSchedule CONSTANT = new LearningRateSchedule.Constant();

  private TrainingReader() {}

  /** The training; {@code batchSize} is what counts where the file names none. */
  static TrainingSpec read(Section section, int batchSize) {
    int size = batchSize(section, batchSize);
    int epochs = section.whole("epochs", 10, v -> new TrainingSpec(ANY, CONSTANT, 1, v, 0, 0));
    double l1 = section.real("l1", 0, v -> new TrainingSpec(ANY, CONSTANT, 1, 1, v, 0));
    double l2 = section.real("l2", 0, v -> new TrainingSpec(ANY, CONSTANT, 1, 1, 0, v));
    Updater updater = UpdaterReader.read(kinded(section, "updater"));
    int steps = section.whole("steps", 0, v -> new Budget(v, 0));
    Budget budget = new Budget(steps, section.real("tolerance", 0, v -> new Budget(0, v)));
    LearningRateSchedule schedule = schedule(kinded(section, "schedule"), steps == 0 ? epochs : 0);
    section.close();
    return new TrainingSpec(updater, schedule, size, epochs, budget, l1, l2);
  }

  private static int batchSize(Section section, int fallback) {
    if (section.node("batch-size").orElse(null) instanceof Node.Scalar scalar
        && Node.number(scalar).isEmpty()) {
      if (!scalar.text().equals(ALL)) {
        String name = Section.join(section.path(), "batch-size");
        section.wrong(scalar, name, "a whole number or " + ALL);
      }
      return TrainingSpec.WHOLE_PART;
    }
    return section.whole("batch-size", fallback, v -> new TrainingSpec(ANY, CONSTANT, v, 1, 0, 0));
  }

  /** The tree at a key; a word stands for a tree of that kind. */
  private static Section kinded(Section section, String key) {
    Node node = section.node(key).orElse(null);
    if (!(node instanceof Node.Scalar)) {
      return section.section(key);
    }
    Node.Tree tree = new Node.Tree(new TreeMap<>(Map.of("kind", node)), node.place());
    return section.section(tree, Section.join(section.path(), key));
  }

  private static LearningRateSchedule schedule(Section section, int allEpochs) {
    String kind = section.oneOf("kind", List.of("constant", "decay", "step", "cosine"), "constant");
    LearningRateSchedule schedule =
        switch (kind) {
          case "decay" -> new LearningRateSchedule.Decay(factor(section));
          case "step" -> new LearningRateSchedule.Step(factor(section), requiredEpochs(section));
          case "cosine" -> cosine(section, allEpochs);
          case "constant" -> CONSTANT;
          default -> throw new IllegalStateException("nobody reads the schedule " + kind);
        };
    section.close(" of a schedule of kind " + kind);
    return schedule;
  }

  /** Over all epochs, if their number is known. */
  private static LearningRateSchedule cosine(Section section, int allEpochs) {
    double minimum = section.real("minimum", 0, v -> new LearningRateSchedule.Cosine(1, v));
    if (allEpochs == 0) {
      return new LearningRateSchedule.Cosine(requiredEpochs(section), minimum);
    }
    int epochs =
        section.whole("epochs", allEpochs, v -> new LearningRateSchedule.Cosine(v, minimum));
    return new LearningRateSchedule.Cosine(epochs, minimum);
  }

  private static double factor(Section section) {
    section.require("factor", "a number above 0, such as 0.95");
    return section.real("factor", 1, LearningRateSchedule.Decay::new);
  }

  private static int requiredEpochs(Section section) {
    section.require("epochs", "a whole number above 0");
    return section.whole("epochs", 1, v -> new LearningRateSchedule.Step(1, v));
  }
}
