package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.model.ScheduleKinds;
import io.espalier.model.UpdaterKinds;
import io.espalier.model.Values;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.EarlyStopping;
import io.espalier.wire.GradientClip;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrainingSpec.Budget;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the {@code training} part. */
final class TrainingReader {
  private static final String ALL = "all";
  private static final String WEIGHTS = "class-weights";
  private static final Updater ANY = new Updater.Sgd(1);
  private static final LearningRateSchedule CONSTANT = new LearningRateSchedule.Constant();

  private TrainingReader() {}

  /** The training; {@code batchSize} is what counts where the file names none. */
  static TrainingSpec read(Section section, int batchSize) {
    int size = batchSize(section, batchSize);
    int epochs = section.whole("epochs", 10, v -> new TrainingSpec(ANY, CONSTANT, 1, v, 0, 0));
    double l1 = section.real("l1", 0, v -> new TrainingSpec(ANY, CONSTANT, 1, 1, v, 0));
    double l2 = section.real("l2", 0, v -> new TrainingSpec(ANY, CONSTANT, 1, 1, 0, v));
    Updater updater =
        KindReader.read(
            kinded(section, "updater"), "an updater", UpdaterKinds.all(), "adam", Values.NONE);
    int steps = section.whole("steps", 0, v -> new Budget(v, 0));
    Budget budget =
        new Budget(
            steps,
            section.real("tolerance", 0, v -> new Budget(0, v)),
            earlyStopping(section.section("early-stopping")));
    LearningRateSchedule schedule = schedule(kinded(section, "schedule"), steps == 0 ? epochs : 0);
    GradientClip clip = gradientClip(section.section("gradient-clip"));
    double smoothing =
        section.real("label-smoothing", 0, v -> TrainingSpec.of(ANY, 1).withLabelSmoothing(v));
    ClassWeights weights = classWeights(section);
    section.close();
    return new TrainingSpec(
        updater, schedule, size, epochs, budget, l1, l2, clip, smoothing, weights);
  }

  private static EarlyStopping earlyStopping(Section section) {
    int patience = section.whole("patience", 0, v -> new EarlyStopping(v, 0));
    double delta = section.real("min-delta", 0, v -> new EarlyStopping(1, v));
    section.close();
    return new EarlyStopping(patience, patience > 0 ? delta : 0);
  }

  /** A word, a list in the order of the classes, or a block by their names. */
  private static ClassWeights classWeights(Section section) {
    Optional<Node> node = section.node(WEIGHTS);
    if (node.isEmpty()) {
      return ClassWeights.NONE;
    }
    String name = Section.join(section.path(), WEIGHTS);
    ClassWeights weights = ClassWeights.NONE;
    if (node.get() instanceof Node.Scalar) {
      return section.oneOf(WEIGHTS, List.of("none", "balanced"), "none").equals("balanced")
          ? new ClassWeights.Balanced()
          : weights;
    }
    try {
      if (node.get() instanceof Node.Sequence) {
        List<Double> listed = new ArrayList<>();
        for (Node element : section.list(WEIGHTS)) {
          listed.add(section.real(element, name, 1, TrainingReader::weight));
        }
        weights = new ClassWeights.Listed(listed);
      } else {
        Section inner = section.section(WEIGHTS);
        SortedMap<String, Double> named = new TreeMap<>();
        inner.keys().forEach(key -> named.put(key, inner.real(key, 1, TrainingReader::weight)));
        weights = named.isEmpty() ? weights : new ClassWeights.Named(named);
      }
    } catch (IllegalArgumentException wrong) {
      section.problem(WEIGHTS, String.valueOf(wrong.getMessage()));
    }
    return weights;
  }

  /** Holds one weight of several to its range. */
  private static void weight(double weight) {
    new ClassWeights.Listed(List.of(1.0, weight));
  }

  /**
   * The training of what trains by itself.
   *
   * @param read what {@link #read} gave
   */
  static TrainingSpec byItself(Section section, TrainingSpec read) {
    TrainingSpec heeded =
        TrainingSpec.of(new Updater.Adam(0.001), read.epochs())
            .withBudget(new Budget(0, read.budget().tolerance()));
    if (!read.equals(heeded)) {
      section.problem(
          "updater",
          "a model of kind trainable trains by itself, and of this part only epochs and tolerance"
              + " say something to it; leave the others out");
    }
    return heeded;
  }

  private static GradientClip gradientClip(Section section) {
    double norm = section.real("norm", 0, GradientClip::ofNorm);
    double value = section.real("value", 0, GradientClip::ofValue);
    section.close();
    if (norm > 0 && value > 0) {
      section.problem("value", "gradients are clipped by their norm or by their value, not both");
      return GradientClip.ofNorm(norm);
    }
    return new GradientClip(norm, value);
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

  /**
   * The schedule.
   *
   * @param allEpochs of the training; 0 if they are not known
   */
  private static LearningRateSchedule schedule(Section section, int allEpochs) {
    Values known =
        allEpochs == 0 ? Values.NONE : Values.NONE.with(ScheduleKinds.ALL_EPOCHS, allEpochs);
    return KindReader.read(section, "a schedule", ScheduleKinds.all(), "constant", known);
  }
}
