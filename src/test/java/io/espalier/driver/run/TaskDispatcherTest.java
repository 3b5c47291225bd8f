package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.run.TaskDispatcher.Completion;
import io.espalier.engine.TrialTask;
import io.espalier.wire.Assignment;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Trouble;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDispatcherTest {
  @TempDir private Path folder;
  private JavaSparkContext spark;

  @BeforeEach
  void start() {
    SparkSession session = TinyExperiments.spark();
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  @Test
  void anAssignmentComesBackWithItsOutcome() {
    TaskDispatcher dispatcher = dispatcher(plan());
    assertThat(dispatcher.slots()).isEqualTo(2);
    dispatcher.send(assignment(), "trial 1");
    assertThat(dispatcher.running()).isEqualTo(1);
    assertThat(dispatcher.take(Long.MAX_VALUE))
        .singleElement()
        .isInstanceOfSatisfying(
            Completion.Done.class,
            done ->
                assertThat(done.result().outcomes())
                    .singleElement()
                    .extracting(Outcome::trial, Outcome::status)
                    .containsExactly(1, Outcome.Status.COMPLETED));
    assertThat(dispatcher.running()).isZero();
  }

  @Test
  void aMistakeInATaskComesBackAsDataNotAsAnException() {
    TaskDispatcher dispatcher = dispatcher(noPlan());
    dispatcher.send(assignment(), "trial 1");
    assertThat(dispatcher.take(Long.MAX_VALUE))
        .singleElement()
        .isInstanceOfSatisfying(
            Completion.Done.class,
            done -> {
              assertThat(done.result().outcomes()).isEmpty();
              assertThat(done.result().troubles())
                  .extracting(Trouble::kind)
                  .containsExactly(Trouble.Kind.PROGRAM);
            });
  }

  @Test
  void aStoppedSparkIsNoFaultOfATrial() {
    TaskDispatcher dispatcher = dispatcher(plan());
    spark.stop();
    assertThatThrownBy(() -> dispatcher.send(assignment(), "trial 1"))
        .isInstanceOf(ClusterException.class)
        .hasMessage("Spark has stopped; the same command goes on from here");
    assertThat(dispatcher.running()).isZero();
  }

  private Experiment spec() {
    return new TinyExperiments(folder).spec(TinyExperiments.BLOBS);
  }

  private PreparedData data() {
    return new DataLoader(spark.hadoopConfiguration()).load(spec().data(), 5);
  }

  private Broadcast<TrainingPlan> plan() {
    PreparedData data = data();
    return spark.broadcast(
        new TrainingPlan(
            "tiny",
            5,
            data.dataset().targets().task(),
            data.dataset().shape(),
            data.dataset().targets().outputs(),
            TrainingPlan.TrainMeasure.STEPS));
  }

  /** Makes the task throw before it trains, as a broken executor would. */
  @SuppressWarnings("unchecked")
  private Broadcast<TrainingPlan> noPlan() {
    return (Broadcast<TrainingPlan>) (Broadcast<?>) spark.broadcast("no plan");
  }

  private TaskDispatcher dispatcher(Broadcast<TrainingPlan> plan) {
    return new TaskDispatcher(spark, new TrialTask(plan, spark.broadcast(data())));
  }

  private Assignment assignment() {
    Configuration first = spec().space().grid().iterator().next();
    TrialPlan resolved = spec().plan().of(first);
    return new Assignment(
        1,
        List.of(
            new Segment(
                1,
                0,
                resolved.model(),
                resolved.training(),
                3,
                Checkpoint.NEW,
                1,
                false,
                Part.TRAIN,
                true,
                false,
                CheckpointRef.NONE)));
  }
}
