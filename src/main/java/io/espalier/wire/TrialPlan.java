package io.espalier.wire;

import java.io.Serializable;
import java.util.Optional;

/** What a configuration trains: its network, and how. */
public record TrialPlan(ModelSpec model, TrainingSpec training) implements Serializable {
  /** Why the model's loss is not one of smoothed labels, if they are asked for; else empty. */
  public Optional<String> smoothingObjection() {
    return training.labelSmoothing() > 0
            && (model.loss() != Loss.CROSS_ENTROPY || !model.ownLoss().isEmpty())
        ? Optional.of("labels are smoothed where the loss is cross-entropy, and nowhere else")
        : Optional.empty();
  }
}
