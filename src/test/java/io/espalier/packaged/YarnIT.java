package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar on YARN with everything it leaves on HDFS. Runs with {@code -Pyarn}, which
 * builds what it needs.
 */
@Tag("yarn")
class YarnIT {
  /** Its trials take about a second, so that they come one by one and not in bundles. */
  private static final String EXPERIMENT =
      """
      experiment { name = digits, seed = 7 }
      data { source = digits, train = 1200, test = 200, validation = 0.25, normalize = unit }
      model {
        kind = cnn
        layers = [
          { conv { channels { grid = [4, 8] }, kernel = 5 } }
          { pool { kernel { grid = [2, 30], name = pool }, stride = 2 } }
          { dense = 24 }
          { dropout = 0.2 }
        ]
      }
      training {
        updater { kind = adam, learning-rate { grid = [1e-3, 3e-3, 1e-2, 3e-2] } }
        batch-size = 32
        epochs = 12
      }
      retrain { epochs = 2 }
      output { directory = "%s" }
      """;

  /** Rows of the grid that can be trained. */
  private static final int TRIALS = 8;

  @TempDir private static Path folder;
  private static YarnCluster cluster;
  private static Result local;

  @BeforeAll
  static void start() throws IOException {
    cluster = new YarnCluster(folder);
    local = cluster.local("run", experiment("file:" + folder.resolve("local")));
    assertThat(local.exitCode()).as(local.errors()).isZero();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void aClientLeavesItsRunOnHdfsWhereEveryCommandFindsIt() throws IOException {
    Result run = cluster.client("run", experiment(hdfs("client")));
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.digest()).isEqualTo(local.digest());
    assertThat(run.output()).contains(hdfs("client/digits/001"));

    Result query =
        cluster.local(
            "query",
            "select count(*), count(distinct host), sum(size(metrics)) > 0 from trials where status = 'COMPLETED'",
            "--runs",
            hdfs("client"),
            "--format",
            "csv");
    assertThat(query.exitCode()).as(query.errors()).isZero();
    assertThat(query.output().lines().skip(1)).containsExactly(TRIALS + ",1,true");

    try (FileSystem files = cluster.hdfs()) {
      org.apache.hadoop.fs.Path page =
          new org.apache.hadoop.fs.Path(hdfs("client/digits/001/report.html"));
      assertThat(files.delete(page, false)).isTrue();
      Result predict =
          cluster.local("predict", hdfs("client/digits/001"), picture(), "--format", "csv");
      assertThat(predict.exitCode()).as(predict.errors()).isZero();
      assertThat(predict.output().lines()).hasSize(2);

      Result report = cluster.local("report", hdfs("client/digits/001"));
      assertThat(report.exitCode()).as(report.errors()).isZero();
      assertThat(report.output()).contains(page.toString());
      assertThat(files.exists(page)).isTrue();
    }
  }

  @Test
  void aDriverOnTheClusterDoesTheSame() throws IOException {
    Result run = cluster.start("cluster", List.of(), "run", experiment(hdfs("cluster"))).await();
    assertThat(run.exitCode()).as(run.errors() + cluster.driverLogs()).isZero();
    assertThat(cluster.driverLogs()).contains(local.digest());

    Result again = cluster.client("run", experiment(hdfs("cluster")));
    assertThat(again.exitCode()).as(again.errors()).isZero();
    assertThat(again.errors()).contains("is finished");
    assertThat(again.digest()).isEqualTo(local.digest());
  }

  @Test
  void aMistakeInTheFileFailsTheApplicationAndIsNamedInItsLog() throws IOException {
    Path file = folder.resolve("wrong.conf");
    Files.writeString(
        file, String.format(EXPERIMENT, hdfs("wrong")).replace("batch-size", "batchsize"));
    Result client = cluster.client("run", file.toString());
    assertThat(client.exitCode()).isEqualTo(2);
    assertThat(client.errors()).contains("wrong.conf:14").contains("batch-size");

    List<String> once = List.of("--conf", "spark.yarn.maxAppAttempts=1");
    Result there = cluster.start("cluster", once, "run", file.toString()).await();
    assertThat(there.exitCode()).isNotZero();
    assertThat(there.errors()).contains("exitCode: 2").contains("wrong.conf:14");
  }

  @Test
  void aKilledDriverGoesOnWithoutTrainingAFinishedRowTwice() throws IOException {
    String experiment = experiment(hdfs("killed"));
    Running first = cluster.start("client", List.of("--num-executors", "1"), "run", experiment);
    try (FileSystem files = cluster.hdfs()) {
      first.awaitUntil(() -> finished(files, hdfs("killed")) >= 2);
      first.kill();
      long kept = finished(files, hdfs("killed"));
      Result second = cluster.client("run", experiment);

      assertThat(second.exitCode()).as(second.errors()).isZero();
      assertThat(second.digest()).isEqualTo(local.digest());
      assertThat(second.errors()).contains("resuming");
      assertThat(finished(files, hdfs("killed"))).as("trials, each once").isEqualTo(TRIALS);
      assertThat(kept).isBetween(2L, TRIALS - 1L);
    }
  }

  @Test
  void yarnStartsALostDriverAgainAndItGoesOn() throws IOException {
    List<String> one = List.of("--num-executors", "1");
    Running run = cluster.start("cluster", one, "run", experiment(hdfs("lost")));
    try (FileSystem files = cluster.hdfs()) {
      run.awaitUntil(() -> finished(files, hdfs("lost")) >= 2);
      assertThat(cluster.killDrivers()).isPositive();
      Result result = run.await();
      assertThat(result.exitCode()).as(result.errors() + cluster.driverLogs()).isZero();
      assertThat(finished(files, hdfs("lost"))).as("trials, each once").isEqualTo(TRIALS);
    }
    Result again = cluster.client("run", experiment(hdfs("lost")));
    assertThat(again.digest()).isEqualTo(local.digest());
  }

  @Test
  void aDatanodeThatStopsTakesNoRecordAndNoCheckpointWithIt() throws IOException {
    String[] pausing = {"--set", "search.scheduler={ kind = halving, rungs = [2, 6] }"};
    Running run = cluster.start("client", List.of(), command(hdfs("datanode"), pausing));
    try (FileSystem files = cluster.hdfs()) {
      run.awaitUntil(() -> count(files, hdfs("datanode"), "trial-paused") >= 2);
      cluster.stopDatanode();
      Result result = run.await();
      assertThat(result.exitCode()).as(result.errors()).isZero();
      Result undisturbed = cluster.local(command("file:" + folder.resolve("pausing"), pausing));
      assertThat(result.digest()).isEqualTo(undisturbed.digest());
      assertThat(count(files, hdfs("datanode"), "trial-resumed")).as("from HDFS").isPositive();
      assertThat(count(files, hdfs("datanode"), "trial-restarted")).isZero();
    }
  }

  @Test
  void executorsComeWhileTrialsWaitAndGoWhenTheyIdle() throws IOException {
    Path log = Files.createDirectories(folder.resolve("events"));
    List<String> options = new ArrayList<>();
    for (String setting :
        List.of(
            "dynamicAllocation.enabled=true",
            "dynamicAllocation.maxExecutors=3",
            "dynamicAllocation.executorIdleTimeout=1s",
            "eventLog.enabled=true",
            "eventLog.dir=file:" + log)) {
      options.addAll(List.of("--conf", "spark." + setting));
    }
    String[] longer = {"--set", "retrain.epochs=60"};
    Running run = cluster.start("client", options, command(hdfs("elastic"), longer));
    try (FileSystem files = cluster.hdfs()) {
      // The first task is the preflight; trials follow.
      run.awaitUntil(() -> !SparkEvents.read(log).tasks().isEmpty());
      cluster.haltExecutorsUntil(run, () -> SparkEvents.read(log).added().size() > 1);
      run.awaitUntil(() -> finished(files, hdfs("elastic")) == TRIALS);
      // Only the retraining is left.
      cluster.haltExecutorsUntil(run, () -> !SparkEvents.read(log).removed().isEmpty());
    }
    Result elastic = run.await();
    assertThat(elastic.exitCode()).as(elastic.errors()).isZero();
    Result fixed = cluster.local(command("file:" + folder.resolve("longer"), longer));
    assertThat(elastic.digest()).isEqualTo(fixed.digest());

    SparkEvents events = SparkEvents.read(log);
    long firstTrial =
        events.tasks().stream()
            .skip(1)
            .mapToLong(SparkEvents.Task::startedMillis)
            .min()
            .orElseThrow();
    long lastEnd = events.tasks().get(events.tasks().size() - 1).endedMillis();
    assertThat(events.added()).as("added while trials waited").hasSizeGreaterThan(1);
    assertThat(events.added()).anyMatch(executor -> executor.atMillis() > firstTrial);
    assertThat(events.mostTogether()).isBetween(2L, 3L);
    assertThat(events.tasks()).extracting(SparkEvents.Task::end).containsOnly("Success");
    assertThat(events.tasks().stream().map(SparkEvents.Task::executor).distinct().count())
        .as("executors that trained")
        .isGreaterThan(1);
    assertThat(events.removed())
        .as("in mid-run")
        .anyMatch(executor -> executor.atMillis() < lastEnd);
  }

  private static String[] command(String output, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("run", experiment(output)));
    command.addAll(List.of(options));
    return command.toArray(String[]::new);
  }

  /** A picture of a bar, on this machine. */
  private static String picture() throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int row = 5; row < 23; row++) {
      image.setRGB(14, row, 0xffffff);
    }
    Path file = folder.resolve("bar.png");
    ImageIO.write(image, "png", file.toFile());
    return "file:" + file;
  }

  /** Trial-finished events in the journal's files. */
  private static long finished(FileSystem files, String output) throws IOException {
    return count(files, output, "trial-finished");
  }

  private static long count(FileSystem files, String output, String event) throws IOException {
    org.apache.hadoop.fs.Path journal =
        new org.apache.hadoop.fs.Path(output + "/digits/001/journal");
    long count = 0;
    FileStatus[] all = files.exists(journal) ? files.listStatus(journal) : new FileStatus[0];
    for (FileStatus file : all) {
      if (file.getPath().getName().endsWith(".json")) {
        try (var in = files.open(file.getPath())) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          count += text.split("\"" + event + "\"", -1).length - 1;
        }
      }
    }
    return count;
  }

  private static String hdfs(String path) {
    return cluster.address() + "/runs/" + path;
  }

  private static String experiment(String output) throws IOException {
    Path file = Files.createTempDirectory(folder, "experiment").resolve("digits.conf");
    Files.writeString(file, String.format(EXPERIMENT, output));
    return file.toString();
  }
}
