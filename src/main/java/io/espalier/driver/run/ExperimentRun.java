package io.espalier.driver.run;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.driver.cluster.OutputFolder;
import io.espalier.driver.conf.ConfigurationException;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.Provenance;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.tables.TableDigest;
import io.espalier.driver.tables.TableWriter;
import io.espalier.engine.MachineFacts;
import io.espalier.engine.ModelTools;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Part;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * One experiment from its checked file to its result: opens or resumes a run, searches, retrains,
 * writes the report and the tables.
 */
public final class ExperimentRun {
  private final ExperimentSpec spec;
  private final RunObserver observer;
  private final Configuration hadoop;

  private ExperimentRun(ExperimentSpec spec, RunObserver observer) {
    this.spec = spec;
    this.observer = observer;
    this.hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Runs an experiment to its end. Takes up the newest run of its name if search and data agree: an
   * unfinished one goes on, of a finished one the result is returned and nothing is trained.
   *
   * @param fresh whether to begin another run in any case
   * @param spark starts Spark, once it is needed
   * @throws ConfigurationException if the newest run searched something else
   * @throws io.espalier.data.DataException if the data cannot be used
   * @throws NothingTrainedException if no trial ended with a usable objective
   * @throws ClusterException if Spark cannot do the work; the same call goes on later
   */
  public static RunResult run(
      ExperimentSpec spec, boolean fresh, Supplier<SparkSession> spark, RunObserver observer) {
    return run(spec, fresh, need -> spark.get(), observer);
  }

  /** The same; Spark is told what its executors must have room for. */
  public static RunResult run(
      ExperimentSpec spec,
      boolean fresh,
      Function<MemoryNeed, SparkSession> spark,
      RunObserver observer) {
    return run(spec, fresh, Claim.of("run"), spark, observer);
  }

  /**
   * The same.
   *
   * @param claim as which the run is owned meanwhile
   * @throws io.espalier.driver.journal.RunOwnedException if somebody else owns it
   */
  public static RunResult run(
      ExperimentSpec spec,
      boolean fresh,
      Claim claim,
      Function<MemoryNeed, SparkSession> spark,
      RunObserver observer) {
    OutputFolder.require(spec.outputDirectory());
    return new ExperimentRun(spec, observer).run(fresh, claim, spark);
  }

  /**
   * The run's lease comes first; where there is no run yet, nothing is made before all is checked.
   */
  private RunResult run(boolean fresh, Claim claim, Function<MemoryNeed, SparkSession> spark) {
    RunFolders folders = new RunFolders(spec.outputDirectory(), hadoop);
    Optional<PreparedData> begins =
        fresh || folders.newest(spec.name()).isEmpty() ? Optional.of(data()) : Optional.empty();
    RunFolder folder = fresh ? folders.createNext(spec.name()) : folders.current(spec.name());
    return RunLease.holding(
        folder.path(),
        hadoop,
        claim,
        observer::notice,
        lease ->
            Journal.exists(folder.path(), hadoop)
                ? goOn(lease, folder, begins, spark)
                : begin(lease, folder, begins.orElseGet(this::data), spark));
  }

  private RunResult begin(
      RunLease lease,
      RunFolder folder,
      PreparedData data,
      Function<MemoryNeed, SparkSession> spark) {
    try (RunRecord record = record(Journal.create(lease), folder)) {
      ExperimentCopy.write(spec, folder.path(), hadoop);
      record.append(List.of(opened(folder, data)));
      return execute(record, folder, data, spark.apply(MemoryNeed.of(spec, data)));
    }
  }

  private RunResult goOn(
      RunLease lease,
      RunFolder folder,
      Optional<PreparedData> read,
      Function<MemoryNeed, SparkSession> spark) {
    Event.RunOpened before = Journal.history(folder.path(), hadoop).opened();
    SameSearch.require(spec, before, folder, SameSearch.NEW_RUN);
    PreparedData data = read.orElseGet(this::data);
    SameSearch.requireData(data, before, folder, SameSearch.NEW_RUN);
    SameSearch.noticeRetrain(spec, before, observer);
    try (RunRecord record = record(Journal.open(lease), folder)) {
      if (record.history().finish().isPresent()) {
        return again(record, folder);
      }
      resume(record, folder);
      return execute(record, folder, data, spark.apply(MemoryNeed.of(spec, data)));
    }
  }

  private PreparedData data() {
    PreparedData data = new DataLoader(hadoop, observer::notice).load(spec.data(), spec.seed());
    requireObjective(data);
    return data;
  }

  private RunRecord record(Journal journal, RunFolder folder) {
    return new RunRecord(journal, new TableWriter(folder.path(), hadoop));
  }

  private void resume(RunRecord record, RunFolder folder) {
    SortedMap<String, String> versions = versions();
    SameSearch.noticeVersions(record.history(), versions, observer);
    record.append(List.of(new Event.RunResumed(versions, System.currentTimeMillis())));
    observer.notice(
        "resuming "
            + folder.path()
            + ": "
            + record.history().finished().size()
            + " trials are finished and kept");
  }

  /** What takes part; warns where the fast convolutions do not. */
  private SortedMap<String, String> versions() {
    MachineFacts facts = ModelTools.facts();
    if (!facts.oneDnn() && facts.backend().equals("CPU")) {
      observer.notice(
          "convolutions train without oneDNN, several times slower: " + facts.oneDnnReason());
    }
    SortedMap<String, String> versions = new TreeMap<>(Provenance.versions());
    versions.put("onednn", facts.oneDnn() ? "on" : "off");
    ModelTools.backendObjection().ifPresent(why -> versions.put("step", "layer by layer, " + why));
    return versions;
  }

  private Event opened(RunFolder folder, PreparedData data) {
    return new Event.RunOpened(
        spec.name(),
        folder.run(),
        spec.seed(),
        spec.searchText(),
        spec.retrainText(),
        data.fingerprint(),
        spec.objective(),
        Columns.of(spec.space()),
        data.dataset().targets() instanceof Targets.Classes labels ? labels.names() : List.of(),
        data.folds().size(),
        versions(),
        System.currentTimeMillis());
  }

  private RunResult execute(
      RunRecord record, RunFolder folder, PreparedData data, SparkSession session) {
    try (TrainingSite site =
        new TrainingSite(session, spec, data, folder.path(), hadoop, observer::notice)) {
      ModelStore models =
          new ModelStore(
              spec.name(),
              folder.run(),
              new Path(folder.path()),
              hadoop,
              data,
              spec.data().source());
      search(record, site.dispatcher(), models, data);
      retrain(record, site, models);
      RunReport.attempt(spec, record.history(), data, folder.path(), hadoop, observer);
      return finish(record, folder);
    }
  }

  private void search(
      RunRecord record, TaskDispatcher dispatcher, ModelStore models, PreparedData data) {
    Rows rows = new Rows(spec, data);
    new SearchLoop(
            record,
            rows.scheduler(),
            dispatcher,
            new TrialSegments(
                spec,
                data.examples(Part.VALIDATION) > 0,
                data.folds().size(),
                new KeptTrials(spec.retrain(), rows.count(), spec.objective(), models)),
            rows.count(),
            observer)
        .run();
  }

  private void retrain(RunRecord record, TrainingSite site, ModelStore models) {
    List<Trial> trials = record.history().best(spec.retrain().rows());
    new Retraining(record, site, spec, models, observer).complete(trials);
    for (Trial best : trials.subList(0, Math.min(1, trials.size()))) {
      record.history().retrained().stream()
          .filter(r -> r.trial() == best.number() && r.seedIndex() == 0 && !r.model().isEmpty())
          .findFirst()
          .ifPresent(r -> models.best(r.model()));
    }
  }

  /** The end is recorded last: a process that is killed before leaves no finished run half done. */
  private RunResult finish(RunRecord record, RunFolder folder) {
    record.completeTables();
    record.append(
        List.of(
            new Event.RunFinished(TableDigest.of(record.history()), System.currentTimeMillis())));
    return result(record, folder);
  }

  /** The result of a run that was finished before. */
  private RunResult again(RunRecord record, RunFolder folder) {
    observer.notice(folder.path() + " is finished; this is its result (--new starts another run)");
    if (record.restoreTables()) {
      observer.notice("its tables were not complete and have been written again");
    }
    return result(record, folder);
  }

  private RunResult result(RunRecord record, RunFolder folder) {
    History history = record.history();
    if (history.count(TrialStatus.COMPLETED) == 0) {
      throw new NothingTrainedException(FailureSummary.of(history));
    }
    return RunResult.of(history, folder.path(), RunReport.page(folder.path(), hadoop));
  }

  private void requireObjective(PreparedData data) {
    String metric = spec.objective().metric();
    if (metric.startsWith("validation_")
        && data.examples(Part.VALIDATION) == 0
        && data.folds().isEmpty()) {
      throw new ConfigurationException(
          "the objective "
              + metric
              + " cannot be measured: the validation part is empty; set data.validation above 0 or"
              + " data.folds, or search.objective.metric to train-loss");
    }
  }
}
