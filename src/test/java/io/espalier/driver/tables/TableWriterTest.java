package io.espalier.driver.tables;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.rejected;
import static io.espalier.search.history.SampleRun.retrained;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.driver.cluster.ScalaCollections;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableWriterTest {
  private static SparkSession spark;
  @TempDir private Path run;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void trialsHaveTheColumnsAndTypesOfTheDesign() {
    writer().compact(mixed());
    assertThat(read("trials").schema().toDDL())
        .isEqualTo(
            "experiment STRING,run INT,trial INT,status STRING,reason STRING,"
                + "hp STRUCT<units: BIGINT, rate: DOUBLE, activation: STRING, bias: BOOLEAN>,"
                + "objective DOUBLE,objective_spread DOUBLE,folds INT,validation_loss DOUBLE,"
                + "validation_accuracy DOUBLE,train_loss DOUBLE,train_accuracy DOUBLE,"
                + "metrics MAP<STRING, DOUBLE>,epochs INT,parameters BIGINT,"
                + "queue_seconds DOUBLE,data_seconds DOUBLE,"
                + "train_seconds DOUBLE,evaluate_seconds DOUBLE,seed BIGINT,attempt INT,"
                + "fused_with INT,host STRING,device STRING,started_at TIMESTAMP,"
                + "finished_at TIMESTAMP,error STRING");
  }

  @Test
  void epochsHaveAColumnPerMetric() {
    writer().compact(mixed());
    assertThat(read("epochs").schema().toDDL())
        .isEqualTo(
            "experiment STRING,run INT,trial INT,epoch INT,validation_loss DOUBLE,"
                + "train_loss DOUBLE,validation_f1 DOUBLE,learning_rate DOUBLE,"
                + "train_seconds DOUBLE,evaluate_seconds DOUBLE");
    assertThat(rows("epochs", "trial", "epoch", "validation_loss", "learning_rate"))
        .containsExactly(
            tuple(1, 1, 1.0, 0.001),
            tuple(1, 2, 0.5, 0.001),
            tuple(3, 1, 2.0, 0.001),
            tuple(3, 2, Double.NaN, 0.001));
  }

  @Test
  void onlyFinishedTrialsHaveRowsAndTheyAreSorted() {
    writer().compact(mixed());
    assertThat(rows("trials", "trial", "status", "objective", "epochs", "reason"))
        .containsExactly(
            tuple(1, "COMPLETED", 0.5, 2, null),
            tuple(2, "INVALID", null, 0, "pool larger than input"),
            tuple(3, "DIVERGED", null, 2, "loss is NaN"),
            tuple(4, "FAILED", null, 0, "loss is NaN"));
  }

  @Test
  void aRowHoldsWhatTheJournalHolds() {
    writer().compact(mixed());
    Row first = read("trials").where("trial = 1").first();
    Row hp = first.getAs("hp");

    assertThat(hp.<Long>getAs("units")).isEqualTo(1);
    assertThat(hp.<String>getAs("activation")).isEqualTo("re\"lu\nü");
    assertThat(hp.<Boolean>getAs("bias")).isTrue();
    assertThat(first.<String, Double>getJavaMap(first.fieldIndex("metrics")))
        .hasToString("{validation_f1=2.0}");
    assertThat(first.<Timestamp>getAs("started_at").toInstant())
        .isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(first.<Long>getAs("seed")).isEqualTo(7);
    assertThat(first.<Double>getAs("queue_seconds")).isEqualTo(0.25);
    assertThat(first.<Object>getAs("error")).isNull();
  }

  @Test
  void notMeasuredIsNullAndNaNIsNaN() {
    writer().compact(mixed());
    assertThat(
            rows("trials", "trial", "validation_loss", "validation_accuracy", "parameters", "seed"))
        .contains(
            tuple(2, null, null, null, null),
            tuple(3, Double.NaN, null, 1_234L, 21L),
            tuple(4, null, null, 1_234L, 28L));
  }

  @Test
  void testMetricsOfSeveralNumbersAreColumns() {
    Outcome outcome = SampleRun.outcome(1, 0.5);
    Evaluation test =
        new Evaluation(
            Part.TEST,
            4,
            new TreeMap<>(Map.of("loss", 0.5, "mae", 0.25, "r2", 0.75, "r2_1", 1.0, "r2_2", 0.5)),
            List.of());
    Outcome regression =
        new Outcome(
            1,
            outcome.status(),
            "",
            "",
            outcome.measurements(),
            List.of(test),
            outcome.parameters(),
            List.of(),
            outcome.timing(),
            outcome.place());
    History history = mixed();
    history.append(new Event.Retrained(1, 0, 7, regression, "best", 4_000));
    writer().compact(history);
    assertThat(
            rows(
                "retrained",
                "test_accuracy",
                "test_mae",
                "test_r2",
                "test_r2_1",
                "test_r2_2",
                "metrics['validation_f1']"))
        .as("a classifier's, then a regression's")
        .containsExactly(
            tuple(0.75, null, null, null, null, 2.0), tuple(null, 0.25, 0.75, 1.0, 0.5, 2.0));
    Row regressed = read("retrained").where("test_r2 is not null").first();
    assertThat(regressed.getJavaMap(regressed.fieldIndex("metrics")))
        .hasToString("{validation_f1=2.0}");
  }

  @Test
  void aCrossValidationHasItsFoldsAndSpreads() {
    writer().compact(crossValidated());
    assertThat(rows("trials", "trial", "objective", "objective_spread", "folds"))
        .containsExactly(tuple(1, 0.5, 0.25, 10), tuple(2, null, null, null));
    assertThat(rows("epochs", "trial", "validation_loss", "spreads['validation_loss']"))
        .containsExactly(tuple(1, 0.5, 0.25));
  }

  @Test
  void withoutFoldsThereAreNeitherFoldsNorSpreads() {
    writer().compact(mixed());
    assertThat(rows("trials", "objective_spread", "folds"))
        .hasSize(4)
        .containsOnly(tuple(null, null));
    assertThat(read("epochs").columns()).doesNotContain("spreads");
  }

  @Test
  void aParameterThatDoesNotApplyIsNull() {
    History history = History.of(List.of(opened()));
    history.append(
        new Event.TrialRejected(
            1, io.espalier.wire.Configuration.of(java.util.Map.of()), "nothing chosen", 1));
    writer().compact(history);
    assertThat(rows("trials", "trial", "hp.units", "hp.activation"))
        .containsExactly(tuple(1, null, null));
  }

  @Test
  void retrainedModelsCarryTheirTestMetrics() {
    writer().compact(mixed());
    assertThat(
            rows(
                "retrained",
                "trial",
                "seed_index",
                "test_loss",
                "test_accuracy",
                "test_f1",
                "model"))
        .containsExactly(tuple(1, 0, 0.5, 0.75, 0.7, "best"));
    assertThat(
            rows(
                "retrained",
                "metrics['test_precision_weighted']",
                "metrics['test_recall_weighted']",
                "metrics['test_f1_weighted']"))
        .containsExactly(tuple((1 + 2.0 / 3) / 2, 0.75, (2.0 / 3 + 0.8) / 2));
    assertThat(rows("classes", "class", "class_name", "precision", "recall", "f1", "support"))
        .containsExactly(
            tuple(0, "cat", 1.0, 0.5, 2.0 / 3, 2L), tuple(1, "dog", 2.0 / 3, 1.0, 0.8, 2L));
    assertThat(
            rows("confusion", "actual", "predicted", "actual_name", "predicted_name", "examples"))
        .containsExactly(
            tuple(0, 0, "cat", "cat", 1),
            tuple(0, 1, "cat", "dog", 1),
            tuple(1, 0, "dog", "cat", 0),
            tuple(1, 1, "dog", "dog", 2));
    assertThat(rows("decisions", "decision", "what", "trial", "reason"))
        .startsWith(tuple(1, "START", 1, "row 1"), tuple(2, "REJECT", 2, "pool larger than input"));
  }

  @Test
  void aRunWithoutTrialsHasReadableEmptyTables() {
    writer().refresh(History.of(List.of(opened())));
    for (String table : RunTables.NAMES) {
      assertThat(read(table).count()).as(table).isZero();
    }
  }

  @Test
  void aRefreshAddsAPartWithTheNewTrialsOnly() throws IOException {
    History history = History.of(List.of(opened(), started(1), started(2), started(3)));
    TableWriter writer = writer();
    history.append(finished(2, 0.5));
    writer.refresh(history);
    writer.refresh(history);
    assertThat(parts("trials")).containsExactly("part-00001.parquet");

    history.append(finished(3, 0.25));
    history.append(finished(1, 0.75));
    writer.refresh(history);
    assertThat(parts("trials")).containsExactly("part-00001.parquet", "part-00002.parquet");
    assertThat(parts("retrained")).containsExactly("part-00001.parquet");
    assertThat(rows("trials", "trial", "objective"))
        .containsExactlyInAnyOrder(tuple(2, 0.5), tuple(1, 0.75), tuple(3, 0.25));

    writer.compact(history);
    assertThat(parts("trials")).containsExactly("part-00001.parquet");
    assertThat(rows("trials", "trial")).containsExactly(tuple(1), tuple(2), tuple(3));
  }

  @Test
  void whatOnlyTheEndTellsIsWrittenThoughNoTrialIsNew() {
    Objective loss = opened().objective();
    Objective parameters = new Objective("parameters", Objective.Goal.MINIMIZE, Objective.At.LAST);
    Judgement both = new Judgement(List.of(parameters), List.of(), 1);
    History history =
        History.of(List.of(SampleRun.opened(loss, both, 0, 100), started(1), finished(1, 0.5)));
    TableWriter writer = writer();
    writer.refresh(history);
    assertThat(rows("trials", "trial", "pareto")).containsExactly(tuple(1, null));
    writer.compact(history);
    assertThat(rows("trials", "trial", "pareto")).containsExactly(tuple(1, true));
  }

  @Test
  void aNewMetricRewritesTheEpochs() throws IOException {
    History history = History.of(List.of(opened(), rejected(1), started(2)));
    TableWriter writer = writer();
    writer.refresh(history);
    history.append(finished(2, 0.5));
    writer.refresh(history);
    assertThat(parts("epochs")).containsExactly("part-00001.parquet");
    assertThat(rows("epochs", "trial", "validation_loss"))
        .containsExactly(tuple(2, 1.0), tuple(2, 0.5));
  }

  @Test
  void anotherProcessStartsFromTheJournalAlone() throws IOException {
    History history = mixed();
    writer().refresh(history);
    Files.writeString(run.resolve("tables/trials/part-00002.parquet"), "left over, not Parquet");
    writer().refresh(history);
    assertThat(parts("trials")).containsExactly("part-00001.parquet");
    assertThat(read("trials").count()).isEqualTo(4);
  }

  @Test
  void anInterruptedExchangeIsCompletedByTheNextWrite() throws IOException {
    Path tables = run.resolve("tables");
    writer().compact(mixed());
    Files.move(tables.resolve("trials"), tables.resolve(".trials.old"));
    writer().refresh(mixed());
    assertThat(read("trials").count()).isEqualTo(4);

    Files.move(tables.resolve("trials"), tables.resolve(".trials.new"));
    Files.createDirectories(tables.resolve(".trials.old"));
    writer().refresh(mixed());
    assertThat(read("trials").count()).isEqualTo(4);
    try (Stream<Path> all = Files.list(tables)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(RunTables.NAMES);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(run.resolve("tables"), "a file");
    assertThatThrownBy(() -> writer().refresh(mixed()))
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith(run + "/tables/trials cannot be written: ");
  }

  private TableWriter writer() {
    return new TableWriter(run.toString(), new Configuration());
  }

  private Dataset<Row> read(String table) {
    return spark.read().parquet(run.resolve("tables").resolve(table).toString());
  }

  private List<org.assertj.core.groups.Tuple> rows(String table, String... columns) {
    return read(table).selectExpr(columns).collectAsList().stream()
        .map(row -> tuple(ScalaCollections.copied(row.toSeq()).toArray()))
        .toList();
  }

  private List<String> parts(String table) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("tables").resolve(table))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Trial 1 measured on ten folds, 2 invalid. */
  private static History crossValidated() {
    return History.of(
        List.of(
            opened(1, SampleRun.COLUMNS, 10),
            started(1),
            rejected(2),
            SampleRun.crossValidated(1, 0.5, 0.25)));
  }

  /** Trials 1 completed and retrained, 2 invalid, 3 diverged, 4 failed, 5 running. */
  private static History mixed() {
    return History.of(
        List.of(
            opened(),
            started(1),
            rejected(2),
            started(3),
            started(4),
            started(5),
            ended(4, Outcome.Status.FAILED, List.of()),
            ended(3, Outcome.Status.DIVERGED, List.of(2.0, Double.NaN)),
            finished(1, 0.5),
            retrained(1)));
  }

  private static Event.TrialFinished ended(int trial, Outcome.Status status, List<Double> losses) {
    return new Event.TrialFinished(trial, SampleRun.outcome(trial, status, losses), 0, 3_000);
  }
}
