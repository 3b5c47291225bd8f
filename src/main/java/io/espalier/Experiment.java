package io.espalier;

import io.espalier.data.DataSpec;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Metric;
import io.espalier.wire.OwnMetric;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is to be searched, as a value: data, space, plan and objective, and what becomes of the
 * best. Built by a program ({@code ExperimentBuilder.named}) or read from an experiment file;
 * nothing behind either knows the other. Two experiments are the same search when seed, data,
 * space, objective and measure agree and their plans give the same models and trainings; the rest
 * is budget and taste.
 *
 * @param name names the folder of the experiment's runs
 * @param seed decides splits, shuffles, weights and dropout
 * @param search which searcher proposes configurations, and how much it may spend
 * @param plan what each configuration trains
 * @param judgement how trials are judged beside the objective
 * @param confirm which trials are trained again before one is called best
 * @param measure how the training loss and its like are measured
 * @param metrics what validation parts are measured by beside what they always are
 * @param ownMetrics what validation and test parts are measured by besides, of the user's own
 * @param outputDirectory folder or Hadoop URI that holds all experiments
 * @param mlflow address of an MLflow server that is told of runs, {@code http://host:5000}; empty
 *     where none is
 * @param file the whole experiment as a file that gives it again anywhere; empty if it was built by
 *     a program
 */
public record Experiment(
    String name,
    long seed,
    DataSpec data,
    SearchSpace space,
    SearchSettings search,
    Plan plan,
    Objective objective,
    Judgement judgement,
    ConfirmSpec confirm,
    TrainMeasure measure,
    List<Metric> metrics,
    List<OwnMetric> ownMetrics,
    RetrainSpec retrain,
    ReportSpec report,
    String outputDirectory,
    Optional<String> mlflow,
    Optional<String> file) {
  /** The seed of experiments that name none. */
  public static final long SEED = 42;

  /** Most rows of a grid, where nothing else is said. */
  public static final int MAXIMUM_ROWS = 1_000_000;

  /** Where runs go, where nothing else is said. */
  public static final String OUTPUT = "notebooks-out";

  private static final String MLFLOW_ACCEPTED =
      "accepted is the address of one that runs (mlflow server), such as http://127.0.0.1:5000";

  private static final Pattern SAFE_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?");

  public Experiment {
    metrics = metrics.stream().distinct().sorted().toList();
    ownMetrics = List.copyOf(ownMetrics);
  }

  /** An experiment without metrics of the user's own. */
  public Experiment(
      String name,
      long seed,
      DataSpec data,
      SearchSpace space,
      SearchSettings search,
      Plan plan,
      Objective objective,
      Judgement judgement,
      ConfirmSpec confirm,
      TrainMeasure measure,
      List<Metric> metrics,
      RetrainSpec retrain,
      ReportSpec report,
      String outputDirectory,
      Optional<String> mlflow,
      Optional<String> file) {
    this(
        name,
        seed,
        data,
        space,
        search,
        plan,
        objective,
        judgement,
        confirm,
        measure,
        metrics,
        List.of(),
        retrain,
        report,
        outputDirectory,
        mlflow,
        file);
  }

  /** The same search over other data, which a program holds: no file gives it again. */
  public Experiment over(DataSpec other) {
    return new Experiment(
        name,
        seed,
        other,
        space,
        search,
        plan,
        objective,
        judgement,
        confirm,
        measure,
        metrics,
        ownMetrics,
        retrain,
        report,
        outputDirectory,
        mlflow,
        Optional.empty());
  }

  /** The same experiment with another search, whatever its file says. */
  public Experiment with(SearchSettings other) {
    return new Experiment(
        name,
        seed,
        data,
        space,
        other,
        plan,
        objective,
        judgement,
        confirm,
        measure,
        metrics,
        ownMetrics,
        retrain,
        report,
        outputDirectory,
        mlflow,
        file);
  }

  /** What trials are judged by, the first one first. */
  public List<Objective> objectives() {
    return judgement.with(objective);
  }

  /** All that trials are judged by, objectives and limits, by its names in them. */
  public SortedSet<String> judgedBy() {
    SortedSet<String> names = new TreeSet<>();
    objectives().forEach(one -> names.addAll(one.names()));
    judgement.limits().forEach(limit -> names.addAll(Constraint.namesIn(limit)));
    names.removeAll(space.names());
    return names;
  }

  /**
   * What validation parts are measured by on request: the metrics, and what trials are judged by.
   */
  public List<Metric> asked() {
    Stream<Metric> own =
        judgedBy().stream()
            .filter(Metrics::ofValidation)
            .flatMap(column -> Metrics.metric(column).stream())
            .filter(metric -> !metric.always());
    return Stream.concat(metrics.stream(), own).distinct().sorted().toList();
  }

  /** Why a text cannot name an experiment; empty if it can. */
  public static Optional<String> nameObjection(String name) {
    return SAFE_NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "'"
                + name
                + "' cannot name a folder everywhere; accepted are up to 100 letters, digits, '.',"
                + " '-' and '_', beginning with a letter or digit and not ending with '.'");
  }

  /** Why a text cannot be the address of an MLflow server; empty if it can. */
  public static Optional<String> mlflowObjection(String address) {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException wrong) {
      return Optional.of(
          "'" + address + "' is no address: " + wrong.getMessage() + "; " + MLFLOW_ACCEPTED);
    }
    if (uri.getUserInfo() != null) {
      return Optional.of(
          "a password in the address would be written down; put it into the environment as"
              + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD");
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    return web && uri.getHost() != null
        ? Optional.empty()
        : Optional.of("'" + address + "' is no MLflow server; " + MLFLOW_ACCEPTED);
  }
}
