package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.model.ImpossibleModelException;
import io.espalier.search.space.Probes;
import io.espalier.wire.Configuration;
import io.espalier.wire.Part;

/** Class weights must be of the classes that the data have; told before anything trains. */
final class TrainingCheck {
  private TrainingCheck() {}

  /**
   * Looks at a sample of the configurations.
   *
   * @throws ConfigurationException if one of them weighs classes that there are not
   */
  static void require(Experiment experiment, PreparedData data) {
    for (Configuration probe : Probes.sample(experiment.space())) {
      try {
        data.weighted(experiment.plan().of(probe).training(), Part.TRAIN);
      } catch (ImpossibleModelException none) {
        // The search rejects it.
      } catch (IllegalArgumentException wrong) {
        throw new ConfigurationException("training.class-weights: " + wrong.getMessage());
      }
    }
  }
}
