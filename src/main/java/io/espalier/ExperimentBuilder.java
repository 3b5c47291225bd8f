package io.espalier;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.TableSpec;
import io.espalier.data.session.HeldTable;
import io.espalier.search.history.Formula;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Objective.Goal;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Metric;
import io.espalier.wire.OwnMetric;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Builds an {@link Experiment} in a program. Needed are data and a plan; a parameter that is added
 * later changes faster in a grid. What is left out is as in an experiment file.
 */
public final class ExperimentBuilder {
  private final String name;
  private long seed = Experiment.SEED;
  private Optional<DataSpec> data = Optional.empty();
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<String> constraints = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private long maxRows = Experiment.MAXIMUM_ROWS;
  private SearchSettings search = SearchSettings.GRID;
  private Optional<Plan> plan = Optional.empty();
  private Optional<Objective> objective = Optional.empty();
  private List<Objective> further = List.of();
  private final List<String> limits = new ArrayList<>();
  private int repeats = 1;
  private ConfirmSpec confirm = ConfirmSpec.NONE;
  private TrainMeasure measure = TrainMeasure.STEPS;
  private List<Metric> metrics = List.of();
  private List<OwnMetric> ownMetrics = List.of();
  private RetrainSpec retrain = RetrainSpec.BEST;
  private ReportSpec report = ReportSpec.USUAL;
  private String outputDirectory = Experiment.OUTPUT;
  private Optional<String> mlflow = Optional.empty();

  private ExperimentBuilder(String name) {
    this.name = name;
  }

  /**
   * Begins an experiment of that name; {@link #build} checks it.
   *
   * @param name up to 100 letters, digits, '.', '-' and '_'
   */
  public static ExperimentBuilder named(String name) {
    return new ExperimentBuilder(name);
  }

  /** The seed of splits, shuffles, weights and dropout; 42 where none is given. */
  public ExperimentBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** The data, split as usual ({@link DataSpec#of}). */
  public ExperimentBuilder data(DataSource source) {
    return data(DataSpec.of(source));
  }

  /**
   * Rows that the program holds, split as usual. What becomes of their columns is the same as with
   * every other table; the run is known again by what is in them.
   */
  public ExperimentBuilder data(Dataset<Row> rows, TableSpec columns) {
    return data(new HeldTable(rows, columns));
  }

  /** The data. */
  public ExperimentBuilder data(DataSpec value) {
    data = Optional.of(value);
    return this;
  }

  /** All parameters and constraints of a space, after those that are there. */
  public ExperimentBuilder space(SearchSpace value) {
    parameters.addAll(value.parameters());
    value.constraints().forEach(constraint -> constraints.add(constraint.text()));
    return this;
  }

  /** A parameter. */
  public ExperimentBuilder parameter(Parameter value) {
    parameters.add(value);
    return this;
  }

  /** A parameter of whole numbers to try. */
  public ExperimentBuilder grid(String parameter, long... values) {
    List<Value> all =
        LongStream.of(values).mapToObj(value -> (Value) new Value.Whole(value)).toList();
    return listed(parameter, () -> new Domain.Grid(all));
  }

  /** A parameter of real numbers to try. */
  public ExperimentBuilder grid(String parameter, double... values) {
    return listed(
        parameter,
        () ->
            new Domain.Grid(
                DoubleStream.of(values).mapToObj(value -> (Value) new Value.Real(value)).toList()));
  }

  /** A parameter of words to choose from. */
  public ExperimentBuilder choice(String parameter, String... values) {
    List<Value> all = Arrays.stream(values).map(value -> (Value) new Value.Text(value)).toList();
    return listed(parameter, () -> new Domain.Choice(all));
  }

  private ExperimentBuilder listed(String parameter, java.util.function.Supplier<Domain> domain) {
    try {
      parameters.add(Parameter.of(parameter, domain.get()));
    } catch (IllegalArgumentException wrong) {
      refused.add("space: " + parameter + ": " + wrong.getMessage());
    }
    return this;
  }

  /**
   * A condition over the parameters that every configuration meets: {@code units <= 4 || l2 > 0}.
   */
  public ExperimentBuilder constraint(String condition) {
    constraints.add(condition);
    return this;
  }

  /** Which searcher proposes configurations, and how much it may spend; every row of the grid. */
  public ExperimentBuilder search(SearchSettings value) {
    search = value;
    return this;
  }

  /** So many configurations drawn at random; ranges need no step. */
  public ExperimentBuilder random(int trials) {
    return search(SearchSettings.random(trials));
  }

  /** Refuses grids of more rows; 1,000,000 where nothing is given. */
  public ExperimentBuilder maxRows(long value) {
    maxRows = value;
    return this;
  }

  /** What each configuration trains. */
  public ExperimentBuilder plan(Plan value) {
    plan = Optional.of(value);
    return this;
  }

  /**
   * What is looked for, the last value of a metric, or of an expression ({@link Objective}), in the
   * direction that suits it.
   */
  public ExperimentBuilder objective(String metric) {
    return objective(new Objective(metric, usualGoal(metric), Objective.At.LAST));
  }

  private Goal usualGoal(String metric) {
    try {
      MeasuredNames names = new MeasuredNames(Task.CLASSIFICATION, true, ownMetrics);
      Optional<Goal> usual = names.goal(Formula.of(metric));
      if (usual.isEmpty()) {
        refused.add("objective: the direction of '" + metric + "' has to be given as well");
      }
      return usual.orElse(Goal.MINIMIZE);
    } catch (IllegalArgumentException wrong) {
      return Goal.MINIMIZE; // the check of the whole says why
    }
  }

  /** What is looked for; the validation loss where nothing is given. */
  public ExperimentBuilder objective(Objective value) {
    objective = Optional.of(value);
    return this;
  }

  /**
   * Objectives beside the first one: the tables mark the trials that no other one is better than by
   * all of them. The best trial is the best by the first.
   */
  public ExperimentBuilder alsoObjectives(Objective... values) {
    further = List.of(values);
    return this;
  }

  /**
   * A condition on what is measured, {@code parameters < 1e6 && validation_loss < 1}: a trial that
   * does not meet it is never the best.
   */
  public ExperimentBuilder limit(String condition) {
    limits.add(condition);
    return this;
  }

  /** Trains every configuration so often, with seeds of its own; what is measured is the mean. */
  public ExperimentBuilder repeats(int value) {
    repeats = value;
    return this;
  }

  /**
   * Trains the best trials again before one of them is called best; none where nothing is given.
   */
  public ExperimentBuilder confirm(ConfirmSpec value) {
    confirm = value;
    return this;
  }

  /** How training metrics are measured; as means over the steps where nothing is given. */
  public ExperimentBuilder measure(TrainMeasure value) {
    measure = value;
    return this;
  }

  /**
   * What validation parts are measured by after every epoch, beside what they always are; the
   * objective's metric need not be among them.
   */
  public ExperimentBuilder metrics(Metric... values) {
    metrics = List.of(values);
    return this;
  }

  /**
   * What validation and test parts are measured by besides: metrics of one's own. They come before
   * an objective that names one.
   */
  public ExperimentBuilder ownMetrics(OwnMetric... values) {
    ownMetrics = List.of(values);
    return this;
  }

  /** What is trained again; the best trial where nothing is given. */
  public ExperimentBuilder retrain(RetrainSpec value) {
    retrain = value;
    return this;
  }

  /** What is drawn at the end. */
  public ExperimentBuilder report(ReportSpec value) {
    report = value;
    return this;
  }

  /** The folder or Hadoop URI that holds all experiments. */
  public ExperimentBuilder output(String directory) {
    outputDirectory = directory;
    return this;
  }

  /** An MLflow server that is told of runs, by its address: {@code http://host:5000}. */
  public ExperimentBuilder mlflow(String address) {
    mlflow = Optional.of(address);
    return this;
  }

  /**
   * Checks and builds the experiment; asks the plan about a few configurations.
   *
   * @throws ConfigurationException if anything is wrong; its message lists every problem
   */
  public Experiment build() {
    ExperimentCheck check = new ExperimentCheck(refused);
    Experiment.nameObjection(name).ifPresent(why -> check.problem("name", why));
    mlflow.flatMap(Experiment::mlflowObjection).ifPresent(why -> check.problem("mlflow", why));
    check.requireGiven("data", data, "a source such as new DataSource.Iris()");
    check.requireGiven("plan", plan, "a function from a configuration to its model and training");
    SearchSpace space = check.space(parameters, constraints);
    Objective wanted = objective.orElseGet(() -> usual(data.map(DataSpec::validates).orElse(true)));
    data.ifPresent(check::data);
    MeasuredNames names =
        new MeasuredNames(
            data.map(given -> given.source().task()).orElse(Task.CLASSIFICATION),
            data.map(DataSpec::validates).orElse(true),
            ownMetrics);
    Objective first = data.isPresent() ? check.objective(names, wanted) : wanted;
    Judgement judgement =
        data.isPresent()
            ? check.judgement(names, further, limits, repeats, space)
            : Judgement.PLAIN;
    data.ifPresent(given -> check.metrics(given, metrics));
    data.ifPresent(given -> check.ownMetrics(given, ownMetrics));
    data.ifPresent(given -> check.stopping(search, first, judgement, given));
    check.search(space, search, maxRows, data, retrain);
    plan.ifPresent(given -> check.plan(space, given, retrain));
    check.throwIfAny(name);
    return new Experiment(
        name,
        seed,
        data.orElseThrow(),
        space,
        search,
        new CheckedPlan(plan.orElseThrow()),
        first,
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

  private static Objective usual(boolean validated) {
    String metric = Metrics.usual(validated);
    return new Objective(metric, Metrics.goal(metric), Objective.At.LAST);
  }
}
