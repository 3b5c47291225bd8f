package io.espalier;

import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import java.util.Optional;

/**
 * What is trained again after the search.
 *
 * @param rows how many of the best trials; {@link Integer#MAX_VALUE} for all, 0 for none
 * @param seeds models per trial, each with its own weights; the first has the trial's
 * @param epochs passes; 0 for as many as the trial's
 * @param data the training part alone or together with the validation part
 * @param mode where each model trains
 */
public record RetrainSpec(int rows, int seeds, int epochs, Part data, Mode mode) {
  /** Where a model trains. */
  public sealed interface Mode {}

  /** In one task, as a trial. */
  public record Single() implements Mode {}

  /**
   * On the whole cluster, by averaging the parameters of copies.
   *
   * @param workers copies; 0 for as many as the cluster has slots
   * @param averagingFrequency steps of each copy between two averages
   */
  public record DataParallel(int workers, int averagingFrequency) implements Mode {}

  /** Steps between two averages, where nothing is said. */
  public static final int AVERAGING_FREQUENCY = 5;

  /** The best trial, one model, just as it trained. */
  public static final RetrainSpec BEST = new RetrainSpec(1, 1, 0, Part.TRAIN);

  /** Nothing. */
  public static final RetrainSpec NONE = new RetrainSpec(0, 1, 0, Part.TRAIN);

  public RetrainSpec {
    require(rows >= 0, "rows", 0, rows);
    require(seeds >= 1, "seeds", 1, seeds);
    require(epochs >= 0, "epochs", 0, epochs);
  }

  /** Why a model cannot train in this mode; empty if it can. */
  public Optional<String> objection(TrialPlan plan) {
    if (plan.model().kind() == ModelSpec.Kind.FUNCTION) {
      return rows == 0
          ? Optional.empty()
          : Optional.of("a function leaves nothing to retrain; set RetrainSpec.NONE");
    }
    if (mode instanceof Single) {
      return Optional.empty();
    }
    if (plan.model().kind() == ModelSpec.Kind.TRAINABLE) {
      return Optional.of("what trains by itself does not train data-parallel");
    }
    if (plan.model().kind() == ModelSpec.Kind.GCN) {
      return Optional.of("a gcn model does not train data-parallel");
    }
    return plan.training().batchSize() == TrainingSpec.WHOLE_PART
        ? Optional.of("one step per epoch cannot be shared among the workers of data-parallel")
        : Optional.empty();
  }

  private static void require(boolean condition, String what, int least, int value) {
    if (!condition) {
      throw new IllegalArgumentException(
          "retrain." + what + " must be at least " + least + ", not " + value);
    }
  }

  /** Models that each train in one task. */
  public RetrainSpec(int rows, int seeds, int epochs, Part data) {
    this(rows, seeds, epochs, data, new Single());
  }
}
