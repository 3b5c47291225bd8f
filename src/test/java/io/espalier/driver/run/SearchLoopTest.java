package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.HostHealth;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.Patience;
import io.espalier.driver.tables.TableDigest;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.wire.Assignment;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import io.espalier.wire.TaskResult;
import io.espalier.wire.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop with everything but training: what executors do is a function of the test. */
class SearchLoopTest extends SparkForTests {
  private static final int TRIALS = 300;
  private static final int GUILTY = 150;
  private static final String EXPERIMENT =
      """
      experiment { name = loop, seed = 1 }
      data { source = blobs, examples = 60, features = 2, centres = 2, test = 0, validation = 0.2 }
      model { kind = mlp, layers = [ { dense { units { int = [1, 300] } } } ] }
      training { updater { kind = sgd, learning-rate = 0.1 }, epochs = 1 }
      retrain { rows = none }
      """;

  /** Sizes of the assignments that tasks were given; local mode shares this JVM. */
  private static final Queue<Integer> SIZES = new ConcurrentLinkedQueue<>();

  private static final Queue<String> NOTICES = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger TROUBLES = new AtomicInteger();
  private static final AtomicBoolean CANCELLED = new AtomicBoolean();

  @BeforeEach
  void forget() {
    SIZES.clear();
    NOTICES.clear();
  }

  @Test
  void bundlesGiveTheSameTableAsTrialsOneByOne() {
    History together = search("together", SearchLoopTest::brief);
    List<Integer> bundles = List.copyOf(SIZES);
    SIZES.clear();
    History alone = search("alone", SearchLoopTest::lengthy);

    assertThat(bundles.size()).isLessThan(TRIALS / 4);
    assertThat(SIZES).hasSize(TRIALS).containsOnly(1);
    assertThat(together.count(TrialStatus.COMPLETED)).isEqualTo(TRIALS);
    assertThat(TableDigest.of(together)).isEqualTo(TableDigest.of(alone));
  }

  @Test
  void aMistakeOfTheProgramEndsTheRunAndIsRecordedOfNoTrial() {
    assertThatThrownBy(() -> search("mistake", SearchLoopTest::mistaken))
        .isInstanceOf(ProgramException.class)
        .hasMessage("no such state, on here");
    History history = history("mistake");
    assertThat(history.count(TrialStatus.FAILED)).isZero();
    assertThat(history.count(TrialStatus.COMPLETED)).isPositive();
  }

  @Test
  void anExceptionThatATaskDidNotHandBackIsAMistakeOfTheProgram() {
    assertThatThrownBy(() -> search("thrown", SearchLoopTest::throwing))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("java.lang.IllegalStateException: not handed back");
    assertThat(history("thrown").count(TrialStatus.FAILED)).isZero();
  }

  @Test
  void briefTroubleOfTheOnlyHostIsWaitedForAndRecordedOfNoTrial() {
    TROUBLES.set(2);
    History history = search("brief", SearchLoopTest::troubled);
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(TRIALS);
    assertThat(TableDigest.of(history))
        .isEqualTo(TableDigest.of(search("well", SearchLoopTest::brief)));
  }

  @Test
  void lastingTroubleOfTheOnlyHostPausesTheSearchWithWhatIsKnown() {
    TROUBLES.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> search("lasting", SearchLoopTest::troubled))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "no host is left that can train: here: the disk is full; nothing was recorded of it, and"
                + " the same command goes on from here");
    assertThat(history("lasting").count(TrialStatus.FAILED)).isZero();
  }

  @Test
  void aJobThatSomebodyEndsIsSentAgain() {
    CANCELLED.set(false);
    History history = search("cancelled", SearchLoopTest::cancelling);
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(TRIALS);
    assertThat(NOTICES)
        .anyMatch(line -> line.endsWith("was cancelled; its trials are tried again"));
  }

  @Test
  void trialsThatCameBackUntrainedAreSentAgain() {
    History history = search("late", SearchLoopTest::lazy);
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(TRIALS);
    assertThat(SIZES).anyMatch(size -> size > 1);
  }

  @Test
  void aTrialsStartIsInTheJournalBeforeItIsTrainedAndFilesAreFewerThanTrials() throws IOException {
    History history = search("recorded", SearchLoopTest::brief);
    List<Event> events = Journal.read(run("recorded"), new Configuration());
    for (Trial trial : history.trials()) {
      long startedAt = trial.outcome().orElseThrow().timing().startedAtMillis();
      assertThat(trial.decidedAtMillis()).isLessThanOrEqualTo(startedAt);
      assertThat(trial.queueSeconds())
          .as("its own wait, not its bundle's")
          .isEqualTo((startedAt - trial.decidedAtMillis()) / 1_000.0);
    }
    assertThat(events).filteredOn(Event.TrialFinished.class::isInstance).hasSize(TRIALS);
    assertThat(TableDigest.of(History.of(events))).isEqualTo(TableDigest.of(history));
    assertThat(journalFiles("recorded")).isLessThan(TRIALS / 4);
  }

  @Test
  void theOutcomeOfALongTrialWaitsForNoOther() throws IOException {
    search("long", SearchLoopTest::lengthy);
    assertThat(journalFiles("long")).isGreaterThan(TRIALS / 4);
  }

  /** Writes of the journal: the last number of its files, which are merged later. */
  private long journalFiles(String name) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(run(name), "journal"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.endsWith(".json"))
          .mapToLong(file -> Long.parseLong(file.replaceAll(".*?(\\d+)\\.json", "$1")))
          .max()
          .orElse(0);
    }
  }

  @Test
  void impossibleRowsHoldNothingUp() {
    History history =
        search("impossible", SearchLoopTest::brief, scheduler -> now -> few(scheduler.decide(now)));
    assertThat(history.count(TrialStatus.INVALID)).isEqualTo(TRIALS - TRIALS / 50);
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(TRIALS / 50);
  }

  /** Leaves one possible row in fifty. */
  private static Decision few(Decision decision) {
    return decision instanceof Decision.Start train && train.trial() % 50 != 0
        ? new Decision.Reject(train.trial(), train.configuration(), "impossible")
        : decision;
  }

  private History search(String name, Function<Assignment, TaskResult> task) {
    return search(name, task, UnaryOperator.identity());
  }

  private History search(
      String name, Function<Assignment, TaskResult> task, UnaryOperator<Scheduler> changed) {
    Experiment spec = tiny.spec(EXPERIMENT);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = context.hadoopConfiguration();
    PreparedData data = new DataLoader(hadoop).load(spec.data(), spec.seed());
    TrialPlans plans = new TrialPlans(spec, data);
    ModelStore models =
        new ModelStore(
            "loop",
            1,
            new org.apache.hadoop.fs.Path(run(name)),
            hadoop,
            data,
            spec.data().source(),
            Patience.NONE);
    try (RunRecord record = new RunRecord(Journal.create(run(name), hadoop))) {
      record.append(List.of(SampleRun.opened(1, Column.of(spec.space()))));
      new SearchLoop(
              record,
              changed.apply(plans.scheduler()),
              new TaskDispatcher(context, task),
              new TrialSegments(spec, plans, models, new Checkpoints(run(name), hadoop)),
              Fusion.NONE,
              new Troubles(HostHealth.of(spark.sparkContext(), NOTICES::add), NOTICES::add),
              new LiveTrials(spec.objective()),
              plans.most(),
              new SearchClock(record.history(), OptionalDouble.empty()),
              RunListener.NONE)
          .run();
      return record.history();
    }
  }

  private History history(String name) {
    return Journal.history(run(name), new Configuration());
  }

  private String run(String name) {
    return folder.resolve(name).toString();
  }

  private static TaskResult brief(Assignment assignment) {
    return TaskResult.of(outcomes(assignment, 1));
  }

  private static TaskResult lengthy(Assignment assignment) {
    return TaskResult.of(outcomes(assignment, 2_000));
  }

  /** Trains a trial and the one after it, and leaves the rest of its assignment. */
  private static TaskResult lazy(Assignment assignment) {
    List<Outcome> all = outcomes(assignment, 1);
    return TaskResult.of(all.subList(0, Math.min(2, all.size())));
  }

  private static TaskResult mistaken(Assignment assignment) {
    return has(assignment, GUILTY)
        ? trouble(assignment, Trouble.Kind.PROGRAM, "no such state")
        : brief(assignment);
  }

  private static TaskResult throwing(Assignment assignment) {
    if (has(assignment, GUILTY)) {
      throw new IllegalStateException("not handed back");
    }
    return brief(assignment);
  }

  private static TaskResult troubled(Assignment assignment) {
    return has(assignment, GUILTY) && TROUBLES.getAndDecrement() > 0
        ? trouble(assignment, Trouble.Kind.ENVIRONMENT, "the disk is full")
        : brief(assignment);
  }

  /** The first task that comes here has its job ended, as by hand in Spark's page. */
  private static TaskResult cancelling(Assignment assignment) {
    if (has(assignment, GUILTY) && CANCELLED.compareAndSet(false, true)) {
      int stage = TaskContext.get().stageId();
      spark.sparkContext().cancelStage(stage);
      while (!TaskContext.get().isInterrupted()) {
        Thread.onSpinWait();
      }
      throw new TaskKilledException("ended");
    }
    return brief(assignment);
  }

  private static boolean has(Assignment assignment, int trial) {
    return assignment.segments().stream().anyMatch(segment -> segment.trial() == trial);
  }

  private static TaskResult trouble(Assignment assignment, Trouble.Kind kind, String reason) {
    List<Outcome> before =
        outcomes(assignment, 1).stream().filter(outcome -> outcome.trial() < GUILTY).toList();
    return new TaskResult(before, List.of(), List.of(new Trouble(kind, "here", reason, "")));
  }

  private static List<Outcome> outcomes(Assignment assignment, int millis) {
    SIZES.add(assignment.segments().size());
    List<Outcome> outcomes = new ArrayList<>();
    for (Segment segment : assignment.segments()) {
      outcomes.add(outcome(segment.trial(), millis));
    }
    return outcomes;
  }

  /** An outcome whose clock says so many milliseconds, whatever it really took. */
  private static Outcome outcome(int trial, int millis) {
    Outcome sample = SampleRun.outcome(trial, 1.0 / trial);
    long now = System.currentTimeMillis();
    return new Outcome(
        trial,
        Outcome.Status.COMPLETED,
        "",
        "",
        sample.measurements(),
        List.of(),
        100,
        List.of(),
        new Outcome.Timing(0, millis / 1_000.0, 0, now, now + millis),
        sample.place());
  }
}
