package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.HostHealth;
import io.espalier.driver.cluster.Preflight;
import io.espalier.driver.cluster.SessionCheck;
import io.espalier.engine.ModelTools;
import io.espalier.engine.ParallelRetrain;
import io.espalier.engine.TrialTask;
import io.espalier.search.history.Objective;
import io.espalier.wire.LiveChannel;
import io.espalier.wire.Monitored;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.TrainingPlan;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Executors that are ready to train an experiment: checked by a preflight task, plan and data
 * broadcast once.
 */
final class TrainingSite implements AutoCloseable {
  private final Broadcast<TrainingPlan> plan;
  private final Broadcast<PreparedData> data;
  private final TaskDispatcher dispatcher;
  private final ParallelTraining parallel;
  private final Troubles troubles;

  /**
   * Makes the executors ready.
   *
   * @param channel where trials tell what they measure
   * @param runFolder the folder that they must be able to see
   * @param notices told in one line what is not as it was asked for
   * @throws ClusterException if they cannot do the work
   */
  TrainingSite(
      SparkSession session,
      Experiment experiment,
      PreparedData prepared,
      LiveChannel channel,
      String runFolder,
      Configuration hadoop,
      Consumer<String> notices) {
    this(
        session,
        experiment,
        prepared,
        channel,
        new Checkpoints(runFolder, hadoop).safekeeping(Safekeeping.USUAL_MILLIS),
        runFolder,
        hadoop,
        notices);
  }

  /** The same, with segments that leave their state where and when this says. */
  TrainingSite(
      SparkSession session,
      Experiment experiment,
      PreparedData prepared,
      LiveChannel channel,
      Safekeeping safekeeping,
      String runFolder,
      Configuration hadoop,
      Consumer<String> notices) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    SessionCheck.require(spark.getConf());
    HostHealth health = HostHealth.of(spark.sc(), notices);
    Preflight.check(spark, runFolder, hadoop, health, notices);
    troubles = new Troubles(health, notices);
    Targets targets = prepared.dataset().targets();
    plan =
        spark.broadcast(
            new TrainingPlan(
                    experiment.name(),
                    experiment.seed(),
                    targets.task(),
                    prepared.dataset().shape(),
                    targets.outputs(),
                    experiment.measure(),
                    experiment.asked())
                .withMostTogether(experiment.search().together())
                .withMonitored(monitored(experiment.objective()))
                .withOwn(experiment.ownMetrics()));
    data = spark.broadcast(prepared);
    dispatcher = new TaskDispatcher(spark, new TrialTask(plan, data, channel, safekeeping));
    parallel = new ParallelTraining(spark, new ParallelRetrain(spark, plan, data));
  }

  private static Monitored monitored(Objective objective) {
    return new Monitored(objective.metric(), objective.goal() == Objective.Goal.MAXIMIZE);
  }

  TaskDispatcher dispatcher() {
    return dispatcher;
  }

  ParallelTraining parallel() {
    return parallel;
  }

  /** Which trials are worth sending together. */
  Fusion fusion() {
    return ModelTools.backendObjection().isPresent()
        ? Fusion.NONE
        : new Fusion.OfShapes(plan.value(), data.value());
  }

  /** What to do where a task did not give what it was to give. */
  Troubles troubles() {
    return troubles;
  }

  /** Ends what is still running first. */
  @Override
  public void close() {
    dispatcher.close();
    plan.destroy();
    data.destroy();
  }
}
