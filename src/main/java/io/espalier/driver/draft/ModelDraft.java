package io.espalier.driver.draft;

import io.espalier.data.Features;
import io.espalier.data.PreparedData;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is trained on data of a kind: a network whose sizes are searched, and how it learns. */
final class ModelDraft {
  private static final int FEW_EXAMPLES = 1_000;
  private static final int SOME_EXAMPLES = 10_000;
  private static final int MOST_DEPTH = 3;
  private static final int SMALLEST_PLANE = 8;

  private final PreparedData data;
  private final InputShape shape;

  ModelDraft(PreparedData data) {
    this.data = data;
    shape = data.dataset().shape();
  }

  /** The network. */
  Block model() {
    if (shape instanceof InputShape.Graph graph) {
      return graph.example() == InputShape.Graph.Example.NODE ? papers() : graphs();
    }
    return shape instanceof InputShape.Image image ? pictures(image) : table();
  }

  /** How it learns. */
  Block training(int epochs) {
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry(
            "updater", "{ kind = adam, learning-rate { uniform = [3e-4, 1e-2], scale = log } }"));
    entries.add(new Entry("schedule", "cosine", "the learning rate falls to 0 over all epochs"));
    String mostDecay = data.examples(Part.TRAIN) < FEW_EXAMPLES ? "1e-2" : "1e-3";
    entries.add(new Entry("l2", "{ uniform = [1e-6, " + mostDecay + "], scale = log }"));
    if (!isOfNodes()) {
      entries.add(new Entry("batch-size", Integer.toString(batchSize())));
    }
    entries.add(new Entry("epochs", Integer.toString(epochs), "passes over the training part"));
    return new Block("training", entries);
  }

  /** How inputs, and numbers to predict, are normalised. */
  List<Entry> normalisation() {
    return isOfNumbers()
        ? List.of(
            inputs(), new Entry("normalize-label", "fitted", "for the training; told as they are"))
        : List.of(inputs());
  }

  private Entry inputs() {
    if (isOfNodes()) {
      return new Entry("normalize", "row-sum", "every paper's words sum up to 1");
    }
    if (data.dataset().features() instanceof Features.Bytes) {
      return new Entry("normalize", "unit", "bytes 0 to 255 become 0 to 1");
    }
    return new Entry("normalize", "fitted", "to mean 0, deviation 1 of the training part");
  }

  /**
   * Whether numbers are predicted. Dropout before their output widens what the weights see in
   * training beyond what they see afterwards, which shifts predictions.
   */
  private boolean isOfNumbers() {
    return data.dataset().targets().task() == Task.REGRESSION;
  }

  private boolean isOfNodes() {
    return shape instanceof InputShape.Graph graph
        && graph.example() == InputShape.Graph.Example.NODE;
  }

  private int batchSize() {
    int examples = data.examples(Part.TRAIN);
    if (examples < FEW_EXAMPLES) {
      return 16;
    }
    return examples < SOME_EXAMPLES ? 32 : examples < 10 * SOME_EXAMPLES ? 128 : 512;
  }

  /** One to three layers of one width each. */
  private Block table() {
    int examples = data.examples(Part.TRAIN);
    int most = examples < FEW_EXAMPLES ? 64 : examples < SOME_EXAMPLES ? 128 : 256;
    List<String> blocks = new ArrayList<>();
    for (int depth = 1; depth <= MOST_DEPTH; depth++) {
      blocks.addAll(deep(depth, most));
    }
    return new Block("model", new Entry("choice", list(blocks), "of one to three layers"));
  }

  private List<String> deep(int depth, int most) {
    List<String> lines = new ArrayList<>();
    lines.add("  { name = deep-" + depth + ", kind = mlp, layers = [");
    lines.add(
        String.format(
            Locale.ROOT,
            "    { dense { units { int = [%d, %d], scale = log, name = units-%d } } }",
            most / 8,
            most,
            depth));
    for (int more = 2; more <= depth; more++) {
      lines.add("    { dense { units { same-as = units-" + depth + " } } }");
    }
    if (!isOfNumbers()) {
      lines.add("    { dropout { rate { uniform = [0, 0.5], name = dropout-" + depth + " } } }");
    }
    lines.add("  ] }");
    return lines;
  }

  /** What becomes of the best. */
  Optional<Block> retraining(boolean folds) {
    return folds || isOfNodes()
        ? Optional.empty()
        : Optional.of(
            new Block(
                "retrain",
                new Entry("data", "train-and-validation", "the best is trained again on both")));
  }

  /** Convolutions that double their channels, while there is something to pool. */
  private Block pictures(InputShape.Image image) {
    List<String> layers = new ArrayList<>();
    int side = Math.min(image.height(), image.width());
    for (int block = 1; block <= MOST_DEPTH && side >= SMALLEST_PLANE; block++) {
      layers.add(
          String.format(
              Locale.ROOT,
              "  { conv { channels { int = [%d, %d], scale = log, name = channels-%d }, kernel = 3,"
                  + " padding = 1 } }",
              4 << block,
              8 << block,
              block));
      layers.add("  { pool { kernel = 2 } }");
      side /= 2;
    }
    layers.add("  { dense { units { int = [32, 128], scale = log } } }");
    if (!isOfNumbers()) {
      layers.add("  { dropout { rate { uniform = [0, 0.5] } } }");
    }
    return new Block("model", new Entry("kind", "cnn"), new Entry("layers", list(layers)));
  }

  /** A list in HOCON, a line each. */
  private static String list(List<String> lines) {
    List<String> all = new ArrayList<>(List.of("["));
    all.addAll(lines);
    all.add("]");
    return String.join("\n", all);
  }

  private static Block graphs() {
    return new Block(
        "model",
        new Entry("kind", "gcn"),
        new Entry(
            "layers",
            """
            [
              { graph-conv { units { int = [16, 64], scale = log }, repeat { grid = [2, 3] } } }
              { dense = 32 }
              { dropout { rate { uniform = [0, 0.5] } } }
            ]\
            """),
        new Entry("read-out", "{ choice = [mean, sum] }", "of the nodes' vectors"));
  }

  private static Block papers() {
    return new Block(
        "model",
        new Entry("kind", "gcn"),
        new Entry("weight-init", "xavier-uniform"),
        new Entry(
            "layers",
            """
            [
              { graph-conv { units { int = [8, 64], scale = log }, dropout { uniform = [0.2, 0.8] } } }
            ]\
            """),
        new Entry("output", "{ graph-conv { dropout { same-as = dropout } } }"));
  }
}
