package io.espalier.engine;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.Folded;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.Assignment;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Segment;
import io.espalier.wire.TaskResult;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Trouble;
import io.espalier.wire.Updater;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class TrialTaskTest {
  private static final PreparedData DATA = Examples.classes(new InputShape.Flat(6));

  private static Segment segment(int trial, double rate) {
    TrainingSpec training = Specs.training(new Updater.Sgd(rate), 8);
    Segment segment = Segments.segment(mlp(dense(5)), training, 2);
    return new Segment(
        trial,
        segment.fold(),
        segment.model(),
        segment.training(),
        segment.seed(),
        segment.start(),
        segment.toEpoch(),
        segment.pauses(),
        segment.trainOn(),
        segment.measureValidation(),
        segment.finalTest(),
        segment.save());
  }

  @Test
  void aTrialEndsWithItsFirstSegmentThatDoesNotCompleteAndOthersGoOn() {
    Assignment assignment =
        new Assignment(
            1, List.of(segment(7, 0.1), segment(7, 1e30), segment(8, 0.1), segment(7, 0.1)));
    try (JavaSparkContext spark = new JavaSparkContext(local())) {
      TrialTask task = new TrialTask(spark.broadcast(Segments.plan(DATA)), spark.broadcast(DATA));
      List<Outcome> outcomes =
          spark.parallelize(List.of(assignment), 1).map(task).collect().get(0).outcomes();

      assertThat(outcomes)
          .extracting(Outcome::trial, Outcome::status)
          .containsExactly(
              tuple(7, Status.COMPLETED), tuple(7, Status.DIVERGED), tuple(8, Status.COMPLETED));
      assertThat(outcomes).extracting(o -> o.place().attempt()).containsOnly(0);
      assertThat(outcomes).extracting(o -> o.place().device()).containsOnly("cpu");
      assertThat(outcomes).extracting(o -> o.place().host()).doesNotContain("");
      assertThat(outcomes.get(2).measurements().get(1).metrics())
          .as("as without Spark")
          .isEqualTo(Segments.run(DATA, segment(8, 0.1)).measurements().get(1).metrics());
    }
  }

  /** Side by side all folds train; one after another those behind the first that fails do not. */
  @Test
  void outcomesOfFoldsSideBySideAreThoseOfOneAfterAnother() {
    PreparedData folded = Folded.classes(5);
    List<Segment> segments = new ArrayList<>();
    for (int trial : new int[] {7, 8}) {
      for (int fold = 1; fold <= 5; fold++) {
        double rate = trial == 7 && (fold == 3 || fold == 5) ? 1e39 : 0.1;
        segments.add(segment(trial, rate).onFold(fold, fold));
      }
    }
    Assignment assignment = new Assignment(1, segments);
    TrainingPlan plan = Segments.plan(folded);
    try (JavaSparkContext spark = new JavaSparkContext(local())) {
      for (int most : new int[] {TrainingPlan.ALONE, 2, 8, TrainingPlan.ANY}) {
        List<Outcome> outcomes =
            new TrialTask(spark.broadcast(plan.withMostTogether(most)), spark.broadcast(folded))
                .call(assignment)
                .outcomes();
        assertThat(outcomes)
            .extracting(Outcome::trial, Outcome::status)
            .containsExactly(
                tuple(7, Status.COMPLETED),
                tuple(7, Status.COMPLETED),
                tuple(7, Status.DIVERGED),
                tuple(8, Status.COMPLETED),
                tuple(8, Status.COMPLETED),
                tuple(8, Status.COMPLETED),
                tuple(8, Status.COMPLETED),
                tuple(8, Status.COMPLETED));
        int others = Math.min(most, segments.size()) - 1;
        assertThat(outcomes.get(0).place().fusedWith()).isEqualTo(others);
      }
    }
  }

  @Test
  void whatHasNotBegunWhenTheTimeIsUpComesBackWithoutAnOutcome() {
    Assignment assignment =
        new Assignment(1, List.of(segment(7, 0.1), segment(8, 0.1), segment(7, 0.2)), 0);
    try (JavaSparkContext spark = new JavaSparkContext(local())) {
      TrainingPlan plan = Segments.plan(DATA);
      TrainingPlan together = plan.withMostTogether(TrainingPlan.ANY);
      TrialTask task = new TrialTask(spark.broadcast(plan), spark.broadcast(DATA));
      assertThat(task.call(assignment).outcomes()).extracting(Outcome::trial).containsExactly(7, 7);
      assertThat(
              new TrialTask(spark.broadcast(together), spark.broadcast(DATA))
                  .call(assignment)
                  .outcomes())
          .as("side by side, 8 begins with 7")
          .extracting(Outcome::trial)
          .containsExactly(7, 7, 8);
    }
  }

  @Test
  void troubleThatIsNotTheModelsTravelsBackAsDataAndIsNoOutcome() {
    Segment unwritable =
        segment(8, 0.1)
            .between(Checkpoint.NEW, new CheckpointRef("file:///dev/null/nowhere/model.zip"));
    Assignment assignment =
        new Assignment(1, List.of(segment(7, 0.1), unwritable, segment(9, 0.1)));
    try (JavaSparkContext spark = new JavaSparkContext(local())) {
      TrialTask task = new TrialTask(spark.broadcast(Segments.plan(DATA)), spark.broadcast(DATA));
      TaskResult result = spark.parallelize(List.of(assignment), 1).map(task).collect().get(0);
      assertThat(result.outcomes()).extracting(Outcome::trial).containsExactly(7);
      assertThat(result.troubles())
          .singleElement()
          .satisfies(
              trouble -> {
                assertThat(trouble.kind()).isEqualTo(Trouble.Kind.ENVIRONMENT);
                assertThat(trouble.host()).isNotEmpty();
                assertThat(trouble.reason()).contains("nowhere").doesNotContain("\n");
                assertThat(trouble.error()).contains("Exception");
              });
    }
  }

  @Test
  void aTrialWhoseCheckpointIsGoneIsToldAndTheOthersAreTrained() {
    Segment lost =
        segment(8, 0.1)
            .between(
                new Checkpoint(1, Double.NaN, new CheckpointRef("file:///nowhere/model.zip")),
                CheckpointRef.NONE);
    Assignment assignment =
        new Assignment(1, List.of(segment(7, 0.1), lost, segment(8, 0.1), segment(9, 0.1)));
    try (JavaSparkContext spark = new JavaSparkContext(local())) {
      TrialTask task = new TrialTask(spark.broadcast(Segments.plan(DATA)), spark.broadcast(DATA));
      TaskResult result = spark.parallelize(List.of(assignment), 1).map(task).collect().get(0);
      assertThat(result.outcomes()).extracting(Outcome::trial).containsExactly(7, 9);
      assertThat(result.troubles()).isEmpty();
      assertThat(result.lost())
          .singleElement()
          .satisfies(
              told -> {
                assertThat(told.trial()).isEqualTo(8);
                assertThat(told.reason()).contains("nowhere").doesNotContain("\n");
              });
    }
  }

  private static SparkConf local() {
    return new SparkConf()
        .setMaster("local[2]")
        .setAppName("trial-task")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "localhost")
        .set("spark.driver.bindAddress", "127.0.0.1");
  }
}
