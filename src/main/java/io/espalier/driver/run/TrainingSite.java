package io.espalier.driver.run;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.executor.TrialTask;
import io.espalier.wire.TrainingPlan;
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

  /**
   * Makes the executors ready.
   *
   * @param runFolder the folder that they must be able to see
   * @throws ClusterException if they cannot do the work
   */
  TrainingSite(
      SparkSession session,
      ExperimentSpec spec,
      PreparedData prepared,
      String runFolder,
      Configuration hadoop) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    SessionCheck.require(spark.getConf());
    Preflight.check(spark, runFolder, hadoop);
    Targets targets = prepared.dataset().targets();
    plan =
        spark.broadcast(
            new TrainingPlan(
                spec.name(),
                spec.seed(),
                targets.task(),
                prepared.dataset().shape(),
                targets.outputs(),
                spec.trainMeasure()));
    data = spark.broadcast(prepared);
    dispatcher = new TaskDispatcher(spark, new TrialTask(plan, data));
  }

  TaskDispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  public void close() {
    plan.destroy();
    data.destroy();
  }
}
