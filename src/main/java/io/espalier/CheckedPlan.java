package io.espalier;

import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.Configuration;
import io.espalier.wire.TrialPlan;

/** A program's plan; what the records of a model refuse is an impossible model to everybody. */
record CheckedPlan(Plan plan) implements Plan {
  @Override
  public TrialPlan of(Configuration configuration) {
    try {
      return plan.of(configuration);
    } catch (IllegalArgumentException refused) {
      throw new ImpossibleModelException(String.valueOf(refused.getMessage()));
    }
  }
}
