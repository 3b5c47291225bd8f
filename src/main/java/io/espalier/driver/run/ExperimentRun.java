package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.RunOptions;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.data.load.DataLoader;
import io.espalier.data.session.SessionLender;
import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.driver.cluster.OutputFolder;
import io.espalier.driver.cluster.RunSessions;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.Patience;
import io.espalier.driver.journal.Provenance;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import io.espalier.driver.journal.RunLease;
import io.espalier.driver.listen.Listeners;
import io.espalier.driver.listen.TableRefresh;
import io.espalier.driver.mlflow.MlflowTracking;
import io.espalier.driver.tables.TableDigest;
import io.espalier.driver.tables.TableWriter;
import io.espalier.engine.MachineFacts;
import io.espalier.engine.ModelTools;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Observation;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.wire.Part;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * One experiment from its value to its result: opens or resumes a run, searches, retrains, writes
 * the report and the tables.
 */
public final class ExperimentRun {
  private final Experiment experiment;
  private final RunOptions options;
  private final Configuration hadoop;
  private final RunSessions sessions;
  private final Listeners listeners;

  private ExperimentRun(
      Experiment experiment,
      RunOptions options,
      Configuration hadoop,
      RunSessions sessions,
      Listeners listeners) {
    this.experiment = experiment;
    this.options = options;
    this.hadoop = hadoop;
    this.sessions = sessions;
    this.listeners = listeners;
  }

  /**
   * Runs an experiment to its end. Takes up the newest run of its name if search and data agree: an
   * unfinished one goes on, of a finished one the result is returned and nothing is trained.
   *
   * @param hadoop by which files are found, here and on executors
   * @param sessions read the data, where they are tables of Spark's, and train
   * @throws ConfigurationException if the newest run searched something else
   * @throws io.espalier.data.DataException if the data cannot be used
   * @throws NothingTrainedException if no trial ended with a usable objective
   * @throws ClusterException if Spark cannot do the work; the same call goes on later
   * @throws io.espalier.driver.journal.UnwritableException if record, models or tables cannot be
   *     written; the same call goes on once there is room
   * @throws io.espalier.driver.journal.RunOwnedException if somebody else owns the run
   * @throws io.espalier.CancelledException if the options' cancellation was asked for
   */
  public static RunResult run(
      Experiment experiment, RunOptions options, Configuration hadoop, RunSessions sessions) {
    OutputFolder.require(experiment.outputDirectory(), hadoop);
    try (Listeners listeners = Listeners.withFound(options.listeners())) {
      experiment
          .mlflow()
          .map(address -> new MlflowTracking(address, hadoop, listeners::notice))
          .ifPresent(listeners::add);
      return new ExperimentRun(experiment, options, hadoop, sessions, listeners).run();
    } catch (RuntimeException failure) {
      // what a cancelled job, or a thread that waits for one, throws says nothing more
      options.cancellation().requireGoingOn();
      throw failure;
    }
  }

  /**
   * The run's lease comes first; where there is no run yet, nothing is made before all is checked.
   */
  private RunResult run() {
    RunFolders folders = new RunFolders(experiment.outputDirectory(), hadoop);
    String name = experiment.name();
    Optional<Beginning> begins =
        options.newRun() || folders.newest(name).isEmpty()
            ? Optional.of(beginning())
            : Optional.empty();
    options.cancellation().requireGoingOn();
    begins.ifPresent(read -> sessions.begin());
    RunFolder folder = options.newRun() ? folders.createNext(name) : folders.current(name);
    return RunLease.holding(
        folder.path(),
        hadoop,
        new Claim("run", options.takeOver()),
        listeners::notice,
        lease ->
            Journal.exists(folder.path(), hadoop)
                ? goOn(lease, folder, begins.map(Beginning::data))
                : begin(lease, folder, begins.orElseGet(this::beginning)));
  }

  /** What a new run is made of beside its experiment. */
  private record Beginning(PreparedData data, List<Observation> earlier) {}

  private Beginning beginning() {
    List<Observation> earlier = EarlierRuns.observations(experiment, hadoop, listeners::notice);
    return new Beginning(data(), earlier);
  }

  private RunResult begin(RunLease lease, RunFolder folder, Beginning beginning) {
    options.cancellation().requireGoingOn();
    TableRefresh tables = tables(folder);
    try (RunRecord record = record(folder, Journal.create(lease))) {
      ExperimentCopy.write(experiment, folder.path(), hadoop);
      record.append(List.of(opened(folder, beginning)));
      return execute(record, folder, beginning.data(), tables);
    }
  }

  private RunResult goOn(RunLease lease, RunFolder folder, Optional<PreparedData> read) {
    Event.RunOpened opened = Journal.opening(lease);
    SameSearch before = new SameSearch(opened, folder.path(), hadoop, SameSearch.NEW_RUN);
    Experiment asBegun = before.asBegun(experiment);
    before.require(asBegun);
    return new ExperimentRun(asBegun, options, hadoop, sessions, listeners)
        .goOn(lease, folder, opened, before, read);
  }

  private RunResult goOn(
      RunLease lease,
      RunFolder folder,
      Event.RunOpened opened,
      SameSearch before,
      Optional<PreparedData> read) {
    PreparedData data = read.orElseGet(this::data);
    before.requireData(experiment, data);
    SameSearch.noticeRetrain(experiment, opened, listeners);
    options.cancellation().requireGoingOn();
    TableRefresh tables = tables(folder);
    try (RunRecord record = record(folder, Journal.open(lease))) {
      if (record.history().finish().isPresent() && !hasMoreToDo(record.history(), data, folder)) {
        return again(record, folder, tables);
      }
      sessions.begin();
      resume(record, folder);
      return execute(record, folder, data, tables);
    }
  }

  private PreparedData data() {
    SessionLender reading =
        new ReadingJobs(sessions.reading(), experiment.name(), hadoop, options.cancellation());
    PreparedData data =
        new DataLoader(hadoop, reading, listeners::notice)
            .load(experiment.data(), experiment.seed());
    TrainingCheck.requireObjective(experiment, data);
    UndefinedMetrics.tell(experiment, data, listeners::notice);
    TrainingCheck.require(experiment, data);
    if (experiment.judgedBy().contains(Objective.CLOCK)) {
      listeners.notice(
          "trials are judged by the seconds that they take: which is best, and the digest, may be"
              + " others each time");
    }
    if (experiment.search().stopping().byClock()) {
      listeners.notice(
          "search.minutes and search.trial-minutes end by the clock: tables, and the digest, may be"
              + " others each time");
    }
    return data;
  }

  private TableRefresh tables(RunFolder folder) {
    TableRefresh tables =
        new TableRefresh(new TableWriter(folder.path(), hadoop), listeners::notice);
    listeners.add(tables);
    return tables;
  }

  private RunRecord record(RunFolder folder, Journal journal) {
    listeners.begins(folder.path(), journal.events());
    return new RunRecord(journal, listeners, options.cancellation());
  }

  /**
   * Whether there is work for a finished run: its budget has grown, failures are tried again, more
   * is to be confirmed, or a model is gone.
   */
  private boolean hasMoreToDo(History history, PreparedData data, RunFolder folder) {
    return (options.retryFailed() && history.count(TrialStatus.FAILED) > 0)
        || Confirming.isMissing(history, experiment.confirm())
        || ModelStore.lost(
            history, history.best(experiment.retrain().rows()), new Path(folder.path()), hadoop)
        || !(new TrialPlans(experiment, data).scheduler().decide(history)
            instanceof Decision.Finish);
  }

  private void resume(RunRecord record, RunFolder folder) {
    History history = record.history();
    String how = history.finish().isPresent() ? "taking up the finished run " : "resuming ";
    SortedMap<String, String> versions = versions();
    SameSearch.noticeVersions(history, versions, listeners);
    record.append(List.of(new Event.RunResumed(versions, System.currentTimeMillis())));
    listeners.notice(
        how + folder.path() + ": " + history.finished().size() + " trials are finished and kept");
    if (options.retryFailed()) {
      record.append(
          history.trials().stream()
              .filter(trial -> trial.status() == TrialStatus.FAILED)
              .map(
                  trial ->
                      new Event.TrialReopened(
                          trial.number(), "failed trials are retried", System.currentTimeMillis()))
              .toList());
    }
  }

  /** What takes part; warns where the fast convolutions do not. */
  private SortedMap<String, String> versions() {
    MachineFacts facts = ModelTools.facts();
    if (!facts.oneDnn() && facts.backend().equals("CPU")) {
      listeners.notice(
          "convolutions train without oneDNN, several times slower: " + facts.oneDnnReason());
    }
    SortedMap<String, String> versions = new TreeMap<>(Provenance.versions());
    versions.put("cpu", Provenance.processor() + ", " + facts.cores() + " cores");
    versions.put("onednn", facts.oneDnnVersion());
    ModelTools.backendObjection().ifPresent(why -> versions.put("step", "layer by layer, " + why));
    return versions;
  }

  private Event opened(RunFolder folder, Beginning beginning) {
    PreparedData data = beginning.data();
    return new Event.RunOpened(
        experiment.name(),
        folder.run(),
        experiment.seed(),
        Identity.of(experiment).text(),
        RetrainText.of(experiment.retrain()),
        data.fingerprint(),
        experiment.objective(),
        experiment.judgement(),
        Column.of(experiment.space()),
        data.dataset().targets() instanceof Targets.Classes labels ? labels.names() : List.of(),
        data.folds().size(),
        data.folds().isEmpty() ? data.examples(Part.VALIDATION) : 0,
        beginning.earlier(),
        new TrialPlans(experiment, data).rungs(),
        versions(),
        System.currentTimeMillis());
  }

  @SuppressWarnings("try") // the jobs are submitted by this thread while it is held
  private RunResult execute(
      RunRecord record, RunFolder folder, PreparedData data, TableRefresh tables) {
    SparkSession session = sessions.training(MemoryNeed.of(experiment, data));
    try (RunJobs jobs =
            new RunJobs(session.sparkContext(), experiment.name(), hadoop, options.cancellation());
        LiveTrials live = live(session, record.history(), data);
        TrainingSite site =
            new TrainingSite(
                session,
                experiment,
                data,
                live.channel(),
                folder.path(),
                hadoop,
                listeners::notice)) {
      ModelStore models =
          new ModelStore(
              experiment.name(),
              folder.run(),
              new Path(folder.path()),
              hadoop,
              data,
              experiment.data().source(),
              patience());
      TrialSegments segments = search(record, site, live, models, data);
      try (EndReport report = EndReport.begin(experiment, record.history(), data)) {
        retrain(record, site, segments, models);
        report.write(folder.path(), hadoop, listeners);
      }
      return finish(record, folder, tables);
    }
  }

  private LiveTrials live(SparkSession session, History history, PreparedData data) {
    Scheduler scheduler = new TrialPlans(experiment, data).scheduler();
    boolean decided = scheduler.epochRule(history).isPresent();
    return LiveTrials.of(
        session.sparkContext(),
        experiment.objective(),
        options.trialStops(),
        decided,
        listeners::notice);
  }

  private TrialSegments search(
      RunRecord record, TrainingSite site, LiveTrials live, ModelStore models, PreparedData data) {
    TrialPlans plans = new TrialPlans(experiment, data);
    plans.notice().ifPresent(listeners::notice);
    TrialSegments segments =
        new TrialSegments(experiment, plans, models, new Checkpoints(models.folder(), hadoop));
    new SearchLoop(
            record,
            plans.scheduler(),
            site.dispatcher(),
            segments,
            plans.deterministic() ? site.fusion() : Fusion.NONE,
            site.troubles(),
            live,
            plans.most(),
            new SearchClock(record.history(), experiment.search().stopping().minutes()),
            listeners)
        .run();
    segments.over();
    new Confirming(record, site, experiment, segments, listeners).complete();
    return segments;
  }

  private void retrain(
      RunRecord record, TrainingSite site, TrialSegments segments, ModelStore models) {
    List<Trial> trials = record.history().best(experiment.retrain().rows());
    new Retraining(record, site, experiment, segments, models, listeners).complete(trials);
    segments.over();
    for (Trial best : trials.subList(0, Math.min(1, trials.size()))) {
      record.history().retrained().stream()
          .filter(r -> r.trial() == best.number() && r.seedIndex() == 0 && !r.model().isEmpty())
          .findFirst()
          .ifPresent(r -> models.best(r.trial(), r.seedIndex()));
    }
  }

  /**
   * The end is recorded last: a process that is killed before leaves no finished run half done. A
   * run whose tables cannot be written is not finished: the next call has nothing to do but that.
   */
  private RunResult finish(RunRecord record, RunFolder folder, TableRefresh tables) {
    String digest = TableDigest.of(record.history());
    complete(tables, record.history(), folder);
    record.append(List.of(new Event.RunFinished(digest, System.currentTimeMillis())));
    return result(record, folder, digest);
  }

  private void complete(TableRefresh tables, History history, RunFolder folder) {
    WholeTables.write(tables, history, folder.path(), patience());
  }

  /** Of a file system that refuses for a while. */
  private Patience patience() {
    return Patience.of(hadoop, listeners::notice);
  }

  /** The result of a run that was finished before. */
  private RunResult again(RunRecord record, RunFolder folder, TableRefresh tables) {
    listeners.notice(folder.path() + " is finished; this is its result (--new starts another run)");
    if (!tables.isComplete()) {
      complete(tables, record.history(), folder);
      listeners.notice("its tables were not complete and have been written again");
    }
    String digest = record.history().finish().map(Event.RunFinished::digest).orElseThrow();
    return result(record, folder, digest);
  }

  private RunResult result(RunRecord record, RunFolder folder, String digest) {
    History history = record.history();
    if (history.best(1).isEmpty()) {
      throw new NothingTrainedException(FailureSummary.of(history));
    }
    return RunResult.of(history, folder.path(), RunReport.page(folder.path(), hadoop), digest);
  }
}
