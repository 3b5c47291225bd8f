package io.espalier.driver.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.Espalier;
import io.espalier.ReportSpec;
import io.espalier.Run;
import io.espalier.RunOptions;
import io.espalier.TinyProgram;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.history.Trial;
import io.espalier.wire.Measurement;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.Service;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.tracking.MlflowClient;

/**
 * Runs as an MLflow server of PyPI has them, where {@code ESPALIER_MLFLOW} names its {@code mlflow}
 * command. Nothing listens at its address at first.
 */
class MlflowServerTest {
  private static final List<Event> BEFORE =
      List.of(SampleRun.opened(), SampleRun.started(1), SampleRun.paused(1, 2, 0.75));
  private static final List<Event> AFTER =
      List.of(
          SampleRun.rejected(2),
          SampleRun.started(3),
          SampleRun.finished(3, 0.25),
          new Event.TrialStopped(1, "slower than half", 7_000));

  @TempDir private static Path folder;
  private static final List<String> NOTICES = new CopyOnWriteArrayList<>();
  private static String address = "";
  private static MlflowTracking early = tracking();
  private static Optional<Process> server = Optional.empty();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    String command = System.getenv().getOrDefault("ESPALIER_MLFLOW", "");
    assumeThat(command).as("no MLflow: ESPALIER_MLFLOW is not set").isNotEmpty();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    address = "http://127.0.0.1:" + port;
    early = tracking();
    early.begins(folder.toString(), BEFORE);
    early.recorded(AFTER);
    await(() -> !NOTICES.isEmpty());
    ProcessBuilder process =
        new ProcessBuilder(
                command,
                "server",
                "--host=127.0.0.1",
                "--port=" + port,
                "--workers=1",
                "--backend-store-uri=sqlite:///" + folder.resolve("mlflow.db"),
                "--artifacts-destination=" + folder.resolve("artifacts"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mlflow.log").toFile());
    process.environment().put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
    server = Optional.of(process.start());
    await(MlflowServerTest::answers);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    for (Process started : server.stream().toList()) {
      List<ProcessHandle> children = started.descendants().toList();
      started.destroy();
      children.forEach(ProcessHandle::destroy);
      started.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static MlflowTracking tracking() {
    return new MlflowTracking(address, Map.of(), new Configuration(), NOTICES::add, 200, 60_000);
  }

  /** What is to become true within two minutes, whatever else the machine does. */
  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private static void await(Condition condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("two minutes have passed").isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static boolean answers() throws InterruptedException {
    try {
      HttpRequest health =
          HttpRequest.newBuilder(URI.create(address + "/health"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return HttpClient.newHttpClient().send(health, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      assertThat(server.orElseThrow().isAlive()).as("the server runs").isTrue();
      return false;
    }
  }

  @Test
  void aServerThatWasAwayHearsAllLaterAndNothingTwice() throws InterruptedException {
    await(() -> NOTICES.size() > 1);
    early.ends();
    assertThat(NOTICES.get(0)).startsWith("MLflow at " + address + " cannot be told of this run (");
    assertThat(NOTICES.get(1)).endsWith("is there again and has heard all so far");
    assertThat(NOTICES).hasSize(2);
    Map<String, Service.Run> heard = runs("sample");
    assertThat(heard.keySet()).containsExactly("001", "trial 1", "trial 2", "trial 3");
    assertThat(named(heard, "001").getInfo().getStatus()).isEqualTo(RunStatus.RUNNING);
    assertThat(named(heard, "trial 1").getInfo().getStatus()).isEqualTo(RunStatus.KILLED);
    assertThat(named(heard, "trial 2").getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
    assertThat(named(heard, "trial 3").getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(tags(named(heard, "trial 1"))).containsEntry("espalier.reason", "slower than half");

    MlflowTracking resumed = tracking();
    resumed.begins(folder.toString(), BEFORE);
    resumed.recorded(AFTER);
    resumed.recorded(List.of(SampleRun.started(4), SampleRun.finished(4, 0.5)));
    resumed.recorded(List.of(new Event.RunFinished("d16e57", 9_000)));
    resumed.ends();
    Map<String, Service.Run> again = runs("sample");
    assertThat(again.keySet()).containsExactly("001", "trial 1", "trial 2", "trial 3", "trial 4");
    for (String name : heard.keySet()) {
      String id = named(heard, name).getInfo().getRunId();
      assertThat(named(again, name).getInfo().getRunId()).isEqualTo(id);
    }
    assertThat(history(named(again, "trial 1"), "validation_loss"))
        .isEqualTo(history(named(heard, "trial 1"), "validation_loss"))
        .hasSize(2);
    assertThat(named(again, "001").getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(tags(named(again, "001")))
        .containsEntry("espalier.best", "trial 3")
        .containsEntry("espalier.digest", "d16e57");
  }

  @Test
  void aSearchIsARunWithOneBelowItForEachTrial() throws IOException {
    try (SparkSession spark = TinyProgram.session()) {
      Run run =
          Espalier.run(
              spark,
              TinyProgram.search(folder, 2).mlflow(address).report(ReportSpec.USUAL).build(),
              RunOptions.standard());
      History recorded = History.of(Journal.read(run.folder(), new Configuration()));
      Map<String, Service.Run> heard = runs("tiny");
      Service.Run search = named(heard, "001");
      assertThat(heard).hasSize(5);
      for (Trial trial : recorded.trials()) {
        Service.Run below = named(heard, "trial " + trial.number());
        assertThat(tags(below)).containsEntry("mlflow.parentRunId", search.getInfo().getRunId());
        assertThat(parameters(below))
            .isEqualTo(
                trial.configuration().values().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().text())));
        assertThat(history(below, "validation_loss"))
            .isEqualTo(
                trial.measurements().stream()
                    .collect(Collectors.toMap(one -> (long) one.epoch(), MlflowServerTest::loss)));
      }
      assertThat(metrics(search))
          .containsEntry("objective", recorded.best(1).get(0).objective())
          .containsKey("test_accuracy");
      assertThat(files(search, ""))
          .contains("report.html", "report.md", "report.ipynb", "best/model.zip");
    }
  }

  /** Files that the server has of a run, by what it lists; folders with what is in them. */
  private static List<String> files(Service.Run run, String folder) throws IOException {
    String answer =
        client().sendGet("artifacts/list?run_id=" + run.getInfo().getRunId() + "&path=" + folder);
    List<String> files = new ArrayList<>();
    for (JsonNode file : new ObjectMapper().readTree(answer).path("files")) {
      String name = file.path("path").asText();
      if (file.path("is_dir").asBoolean()) {
        files.addAll(files(run, name));
      } else {
        assertThat(file.path("file_size").asLong()).as(name).isPositive();
        files.add(name);
      }
    }
    return files;
  }

  private static double loss(Measurement epoch) {
    return epoch.metric("validation_loss");
  }

  private static MlflowClient client() {
    return new MlflowClient(address);
  }

  /** The runs of an experiment by name. */
  private static Map<String, Service.Run> runs(String experiment) {
    MlflowClient client = client();
    String id = client.getExperimentByName(experiment).orElseThrow().getExperimentId();
    Map<String, Service.Run> runs = new TreeMap<>();
    client
        .searchRuns(List.of(id), "", Service.ViewType.ALL, 100)
        .getItems()
        .forEach(
            run ->
                assertThat(runs.put(tags(run).getOrDefault("mlflow.runName", ""), run)).isNull());
    return runs;
  }

  private static Service.Run named(Map<String, Service.Run> runs, String name) {
    return Optional.ofNullable(runs.get(name)).orElseThrow();
  }

  private static Map<String, String> tags(Service.Run run) {
    return run.getData().getTagsList().stream()
        .collect(Collectors.toMap(Service.RunTag::getKey, Service.RunTag::getValue));
  }

  private static Map<String, String> parameters(Service.Run run) {
    return run.getData().getParamsList().stream()
        .collect(Collectors.toMap(Service.Param::getKey, Service.Param::getValue));
  }

  private static Map<String, Double> metrics(Service.Run run) {
    return run.getData().getMetricsList().stream()
        .collect(Collectors.toMap(Service.Metric::getKey, Service.Metric::getValue));
  }

  /** A metric by epoch; an epoch that was told twice fails. */
  private static Map<Long, Double> history(Service.Run run, String metric) {
    return client().getMetricHistory(run.getInfo().getRunId(), metric).stream()
        .collect(Collectors.toMap(Service.Metric::getStep, Service.Metric::getValue));
  }
}
