package io.espalier.search.space;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Names as people know them from Keras, PyTorch, scikit-learn and Optuna, and those that mean the
 * same here.
 */
final class FamiliarNames {
  private static final Map<String, List<String>> OURS =
      Map.ofEntries(
          Map.entry("acc", List.of("validation-accuracy", "accuracy")),
          Map.entry("accuracy", List.of("validation-accuracy")),
          Map.entry("bs", List.of("batch-size")),
          Map.entry("clip-grad-norm", List.of("gradient-clip")),
          Map.entry("criterion", List.of("loss")),
          Map.entry("direction", List.of("goal")),
          Map.entry("dropout-rate", List.of("dropout", "rate")),
          Map.entry("duration", List.of("seconds")),
          Map.entry("eta", List.of("reduction")),
          Map.entry("eval-accuracy", List.of("validation-accuracy")),
          Map.entry("eval-loss", List.of("validation-loss")),
          Map.entry("filters", List.of("channels")),
          Map.entry("grad-clip", List.of("gradient-clip")),
          Map.entry("hidden-size", List.of("units")),
          Map.entry("initializer", List.of("weight-init")),
          Map.entry("kernel-initializer", List.of("weight-init")),
          Map.entry("kernel-size", List.of("kernel")),
          Map.entry("learning-rate-init", List.of("learning-rate")),
          Map.entry("loss", List.of("validation-loss")),
          Map.entry("loss-fn", List.of("loss")),
          Map.entry("lr", List.of("learning-rate")),
          Map.entry("lr-scheduler", List.of("schedule")),
          Map.entry("max-epochs", List.of("epochs")),
          Map.entry("max-iter", List.of("epochs")),
          Map.entry("max-trials", List.of("trials")),
          Map.entry("n-epochs", List.of("epochs")),
          Map.entry("n-trials", List.of("trials")),
          Map.entry("num-epochs", List.of("epochs")),
          Map.entry("num-samples", List.of("trials")),
          Map.entry("num-trials", List.of("trials")),
          Map.entry("number", List.of("trial")),
          Map.entry("optimizer", List.of("updater")),
          Map.entry("out-channels", List.of("channels")),
          Map.entry("params", List.of("hp")),
          Map.entry("pruner", List.of("scheduler")),
          Map.entry("random-seed", List.of("seed")),
          Map.entry("random-state", List.of("seed")),
          Map.entry("sampler", List.of("algorithm")),
          Map.entry("state", List.of("status")),
          Map.entry("step", List.of("epoch")),
          Map.entry("strides", List.of("stride")),
          Map.entry("test-acc", List.of("test-accuracy")),
          Map.entry("test-size", List.of("test")),
          Map.entry("train-acc", List.of("train-accuracy")),
          Map.entry("trial-id", List.of("trial")),
          Map.entry("val-acc", List.of("validation-accuracy")),
          Map.entry("val-accuracy", List.of("validation-accuracy")),
          Map.entry("val-loss", List.of("validation-loss")),
          Map.entry("valid-loss", List.of("validation-loss")),
          Map.entry("validation-acc", List.of("validation-accuracy")),
          Map.entry("validation-split", List.of("validation")),
          Map.entry("value", List.of("objective")),
          Map.entry("weight-decay", List.of("weight-decay", "l2")));

  private FamiliarNames() {}

  /**
   * Our names for one, the likeliest first.
   *
   * @param plain in lower case with hyphens
   */
  static List<String> ours(String plain) {
    return OURS.getOrDefault(plain, List.of());
  }

  /** What each of them means. */
  static Collection<List<String>> all() {
    return OURS.values();
  }
}
