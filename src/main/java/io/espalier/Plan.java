package io.espalier;

import io.espalier.wire.Configuration;
import io.espalier.wire.TrialPlan;

/**
 * What an experiment trains for each configuration. A pure function: the same configuration gives
 * an equal model and training on every machine and at any time. Called by several threads, once or
 * more for each trial, so it should be cheap.
 */
@FunctionalInterface
public interface Plan {
  /**
   * The model and training of a configuration.
   *
   * @throws io.espalier.model.ImpossibleModelException or {@link IllegalArgumentException} if its
   *     values do not go together; the trial is INVALID then, with the message as its reason
   */
  TrialPlan of(Configuration configuration);
}
