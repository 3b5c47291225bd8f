package io.espalier.driver.conf;

import io.espalier.ConfigurationException;
import io.espalier.ConfirmSpec;
import io.espalier.Experiment;
import io.espalier.MeasuredNames;
import io.espalier.ReportSpec;
import io.espalier.RetrainSpec;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.driver.hocon.HoconFile;
import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Setting;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Metric;
import io.espalier.wire.OwnMetric;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads experiment files. */
public final class ExperimentFile {
  private static final String SUFFIX = ".conf";
  private static final int BATCH_SIZE = 32;

  private final Path file;
  private final Node.Tree root;
  private final Section section;
  private final Problems problems;

  private ExperimentFile(Path file, Node.Tree root, Problems problems) {
    this.file = file;
    this.root = root;
    this.problems = problems;
    this.section = new Section(Reading.fixed(problems), root, "");
  }

  /**
   * Reads and checks an experiment.
   *
   * @param overrides {@code path=value} each, as {@code reference.conf} describes them
   * @param environment what {@code ${?NAME}} in the file is looked up in, after the file itself
   * @throws ConfigurationException if anything is wrong; its message lists every problem with file,
   *     line and key
   */
  public static Experiment load(
      Path file, List<String> overrides, Map<String, String> environment) {
    Problems problems = new Problems();
    List<Setting> settings = Setting.parse(overrides, problems);
    Node.Tree root =
        new HoconFile(file, problems)
            .read(settings, environment)
            .map(Defaults::of)
            .orElseThrow(() -> new ConfigurationException(problems.lines()));
    return new ExperimentFile(file, root, problems).read();
  }

  private Experiment read() {
    Section experiment = section.section("experiment");
    String name = name(experiment);
    long seed = seed(experiment);
    experiment.close();
    boolean function = FunctionParts.isFunction(root);
    DataSpec data =
        function
            ? FunctionParts.data(section.section("data"))
            : DataReader.read(section.section("data"));
    RetrainSpec retrain =
        function
            ? FunctionParts.retrain(section.section("retrain"))
            : SearchReader.retrain(section.section("retrain"));
    ReportSpec report = ReportReader.read(section);
    Section measure = section.section("measure");
    TrainMeasure train = measure.word("train", TrainMeasure.class, TrainMeasure.STEPS);
    List<Metric> metrics = SearchReader.metrics(measure, data.source().task(), data.validates());
    List<OwnMetric> own = OwnMetricReader.read(measure, data.validates());
    if (function) {
      FunctionParts.checkMetrics(measure, metrics, own);
    }
    measure.close();
    Output output = output();
    Search search = search(data, own, retrain);
    return new Experiment(
        name,
        seed,
        data,
        search.space(),
        search.settings(),
        search.plan(),
        search.objectives().get(0),
        search.judgement(),
        search.confirm(),
        train,
        metrics,
        own,
        retrain,
        report,
        output.directory(),
        output.mlflow(),
        Optional.of(WholeText.of(root, name, data.source(), search.space().parameters())));
  }

  /** Ends the reading here if anything is wrong. */
  private void requireNone() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems.lines());
    }
  }

  /** What the model, training and search parts say together. */
  private record Search(
      SearchSpace space,
      SearchSettings settings,
      List<Objective> objectives,
      Judgement judgement,
      ConfirmSpec confirm,
      ModelResolver plan) {}

  /** Reads the search; ends the reading if anything is wrong so far. */
  private Search search(DataSpec data, List<OwnMetric> own, RetrainSpec retrain) {
    Task task = data.source().task();
    boolean hasValidation = data.validates();
    Section search = section.section("search");
    SearchTree tree =
        SearchTree.of(part("model"), part("training"), scalars(search, "order"), problems);
    SearchSettings settings = SearchReader.settings(search, tree.parameters());
    if (Searchers.named(settings.algorithm()).overGrid()) {
      tree.checkGrids(problems);
    }
    MeasuredNames names = new MeasuredNames(task, hasValidation, own);
    List<String> limits = new ArrayList<>();
    List<Constraint> constraints = constraints(search, tree, names, limits);
    int maxRows =
        search.whole("max-rows", Experiment.MAXIMUM_ROWS, v -> SearchReader.atLeast(1, v));
    List<Objective> objectives = new ObjectiveReader(names).read(search);
    if (data.source() instanceof DataSource.NoData) {
      FunctionParts.checkObjectives(search, objectives);
    }
    int repeats = search.whole("repeats", 1, value -> SearchReader.atLeast(1, value));
    ConfirmSpec confirm = SearchReader.confirm(search);
    settings
        .stopping()
        .objection(objectives.get(0), repeats * Math.max(1, data.folds()), hasValidation)
        .ifPresent(why -> search.problem("no-longer-pays", why));
    search.close();
    section.close();
    ModelResolver resolver = new ModelResolver(tree, data, batchSize(data), retrain, root.place());
    probe(tree, resolver);
    requireNone();
    SearchSpace space = new SearchSpace(tree.parameters(), constraints);
    new SpaceCheck(space, settings, maxRows, section).run(hasValidation, retrain, limits);
    requireNone();
    Judgement judgement = new Judgement(objectives.subList(1, objectives.size()), limits, repeats);
    return new Search(space, settings, objectives, judgement, confirm, resolver);
  }

  /** Nodes of one graph are best learnt from all at once: every step needs the whole graph. */
  private static int batchSize(DataSpec data) {
    return data.source() instanceof DataSource.Citations ? TrainingSpec.WHOLE_PART : BATCH_SIZE;
  }

  private String name(Section experiment) {
    String fileName = String.valueOf(file.getFileName());
    String own =
        fileName.endsWith(SUFFIX)
            ? fileName.substring(0, fileName.length() - SUFFIX.length())
            : fileName;
    String name = experiment.text("name", own);
    Experiment.nameObjection(name).ifPresent(why -> experiment.problem("name", why));
    return name;
  }

  private static long seed(Section experiment) {
    Node node = experiment.node("seed").orElse(null);
    if (node instanceof Node.Scalar scalar && scalar.value() instanceof Long seed) {
      return seed;
    }
    if (node != null) {
      experiment.wrong(node, "experiment.seed", "a whole number");
    }
    return 0;
  }

  private Node part(String key) {
    return section.node(key).orElse(Node.Tree.of(Map.of(), root.place()));
  }

  private List<Node.Scalar> scalars(Section search, String key) {
    List<Node.Scalar> scalars = new ArrayList<>();
    for (Node node : search.list(key)) {
      if (node instanceof Node.Scalar scalar) {
        scalars.add(scalar);
      } else {
        search.wrong(node, "search." + key, "text");
      }
    }
    return scalars;
  }

  /**
   * Those on parameters.
   *
   * @param limits takes those that use what is measured
   */
  private List<Constraint> constraints(
      Section search, SearchTree tree, MeasuredNames measured, List<String> limits) {
    List<String> names = tree.parameters().stream().map(Parameter::name).toList();
    List<Constraint> constraints = new ArrayList<>();
    for (Node.Scalar text : scalars(search, "constraints")) {
      search.checked(
          text,
          "search.constraints",
          () ->
              measured
                  .limit(text.text(), names)
                  .ifPresentOrElse(
                      limits::add, () -> constraints.add(Constraint.compile(text.text(), names))));
    }
    return constraints;
  }

  /** Where results go, and which MLflow server is told of them. */
  private record Output(String directory, Optional<String> mlflow) {}

  private Output output() {
    Section output = section.section("output");
    String directory = output.text("directory", Experiment.OUTPUT);
    Optional<String> mlflow =
        Optional.of(output.text("mlflow", "")).filter(address -> !address.isEmpty());
    mlflow.flatMap(Experiment::mlflowObjection).ifPresent(why -> output.problem("mlflow", why));
    output.close();
    return new Output(directory, mlflow);
  }

  private void probe(SearchTree tree, ModelResolver resolver) {
    List<Parameter> parentsFirst =
        tree.slots().values().stream().map(Slot::parameter).distinct().toList();
    new DomainProbe(parentsFirst, resolver, problems)
        .run(root.entry("model").map(Node::place).orElse(root.place()));
  }
}
