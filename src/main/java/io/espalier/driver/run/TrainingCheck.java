package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.Metrics;
import io.espalier.data.Augmentation;
import io.espalier.data.PreparedData;
import io.espalier.model.ImpossibleModelException;
import io.espalier.search.space.Probes;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.Configuration;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.TrialPlan;
import java.util.Optional;

/** What trainings ask of the data and of the objective, told before anything trains. */
final class TrainingCheck {
  private final Experiment experiment;
  private final PreparedData data;

  private TrainingCheck(Experiment experiment, PreparedData data) {
    this.experiment = experiment;
    this.data = data;
  }

  /**
   * Looks at a sample of the configurations.
   *
   * @throws ConfigurationException if one of them weighs classes that there are not, or is to end
   *     early by what no epoch measures
   */
  static void require(Experiment experiment, PreparedData data) {
    TrainingCheck check = new TrainingCheck(experiment, data);
    for (Configuration probe : Probes.sample(experiment.space())) {
      try {
        check.require(experiment.plan().of(probe));
      } catch (ImpossibleModelException none) {
        // The search rejects it.
      }
    }
  }

  /**
   * Looks at what trials are judged by.
   *
   * @throws ConfigurationException if it is measured on a part that has no examples
   */
  static void requireObjective(Experiment experiment, PreparedData data) {
    Optional<String> validated =
        experiment.judgedBy().stream().filter(Metrics::ofValidation).findFirst();
    if (validated.isPresent() && data.examples(Part.VALIDATION) == 0 && data.folds().isEmpty()) {
      throw new ConfigurationException(
          "the objective "
              + validated.get()
              + " cannot be measured: the validation part is empty; set data.validation above 0 or"
              + " data.folds, or search.objective.metric to train-loss");
    }
  }

  private void require(TrialPlan plan) {
    boolean early = plan.training().budget().earlyStopping().asked();
    if (plan.model().kind() == ModelSpec.Kind.TRAINABLE) {
      refuse(early, "training.early-stopping");
      refuse(!plan.training().classWeights().equals(ClassWeights.NONE), "training.class-weights");
      refuse(!data.augmentation().equals(Augmentation.NONE), "data.augment");
    }
    try {
      data.weighted(plan.training(), Part.TRAIN);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigurationException("training.class-weights: " + wrong.getMessage());
    }
    if (early) {
      requireMonitored(plan.model());
    }
  }

  private static void refuse(boolean asked, String key) {
    if (asked) {
      throw new ConfigurationException(
          key + ": a class that trains by itself knows nothing of it; leave it out");
    }
  }

  private void requireMonitored(ModelSpec model) {
    String metric = experiment.objective().metric();
    if (model.kind() == ModelSpec.Kind.FUNCTION) {
      throw new ConfigurationException(
          "training.early-stopping: a function has no weights to keep; leave it out");
    }
    if (!metric.matches("validation_\\w+") || !experiment.data().validates()) {
      throw new ConfigurationException(
          "training.early-stopping: it looks at the objective, which must be one metric of a"
              + " validation part, such as validation_loss, not "
              + metric);
    }
  }
}
