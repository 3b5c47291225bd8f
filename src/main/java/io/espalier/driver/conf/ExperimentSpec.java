package io.espalier.driver.conf;

import io.espalier.data.DataSpec;
import io.espalier.search.history.Objective;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import java.util.function.Function;

/**
 * A checked experiment.
 *
 * @param search which searcher proposes configurations, and how much it may spend
 * @param resolver puts a configuration's values into the model and training parts of the file;
 *     cheap and thread-safe. Throws {@link io.espalier.model.ImpossibleModelException} for values
 *     that do not go together
 * @param outputDirectory folder or Hadoop URI that holds all experiments
 * @param searchText canonical text of everything that decides the table (seed, data, model,
 *     training, search): equal means the same search
 * @param retrainText canonical text of the retrain part
 * @param text the whole experiment, resolved, as a file that gives the same experiment anywhere
 */
public record ExperimentSpec(
    String name,
    long seed,
    DataSpec data,
    SearchSpace space,
    SearchSettings search,
    Objective objective,
    TrainMeasure trainMeasure,
    RetrainSpec retrain,
    ReportSpec report,
    String outputDirectory,
    Function<Configuration, Resolved> resolver,
    String searchText,
    String retrainText,
    String text) {
  /** What a configuration trains. */
  public record Resolved(ModelSpec model, TrainingSpec training) {}
}
