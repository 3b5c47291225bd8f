package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same program on another Java and another Spark than the tests'. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlatformsIT {
  /** Names the home of another Java. */
  private static final String OTHER = "ESPALIER_OTHER_JAVA";

  /** Names the home of a Spark, or several, a colon between them. */
  private static final String OTHER_SPARK = "ESPALIER_OTHER_SPARK";

  @TempDir private static Path common;

  /** What the tests' own Java and Spark 3.5 give. */
  private static String digest = "";

  @TempDir private Path folder;
  private PackagedProgram program;

  @BeforeAll
  static void runHere() {
    if (!named(OTHER).isEmpty() || !named(OTHER_SPARK).isEmpty()) {
      PlatformsIT here = new PlatformsIT();
      here.folder = common;
      here.prepare();
      digest = here.quickstart(System.getProperty("java.home"), "3.5").digest();
    }
  }

  private static String named(String variable) {
    return System.getenv().getOrDefault(variable, "");
  }

  @BeforeEach
  void prepare() {
    program = new PackagedProgram(folder);
  }

  @Test
  void anotherJavaGivesTheSameDigest() {
    String other = named(OTHER);
    assumeTrue(!other.isEmpty(), OTHER + " names no other Java");
    Result doctor = on(other, "3.5", "doctor");
    assertThat(doctor.exitCode()).as(doctor.errors()).isZero();
    assertThat(doctor.output()).doesNotContain(System.getProperty("java.runtime.version"));
    assertThat(quickstart(other, "3.5").digest()).isEqualTo(digest);
  }

  /** By its own spark-submit, killed in the middle; and by the script, on the other Java. */
  @Test
  void anotherSparkGivesTheSameDigest() throws IOException {
    assumeTrue(!sparks().isEmpty(), OTHER_SPARK + " names no Spark");
    for (String spark : sparks()) {
      resumesWithTheSameDigest(spark, folder.resolve("submitted" + sparks().indexOf(spark)));
    }
  }

  private static List<String> sparks() {
    return Stream.of(named(OTHER_SPARK).split(":", -1)).filter(home -> !home.isEmpty()).toList();
  }

  private void resumesWithTheSameDigest(String spark, Path place) throws IOException {
    String output = "output.directory=" + place;
    String[] run = {"run", "conf/quickstart.conf", "--set", output};
    Running first = submitted(spark, run);
    first.awaitUntil(() -> RunIT.finished(place.resolve("quickstart/001/journal")) >= 2);
    first.kill();
    Result second = submitted(spark, run).await();
    assertThat(second.exitCode()).as(second.errors()).isZero();

    Result best =
        submitted(
                spark,
                "query",
                "--format",
                "csv",
                "--output",
                place.toString(),
                "select count(*) as trials from trials where status = 'COMPLETED'")
            .await();
    assertThat(best.output()).as(best.errors()).isEqualTo("trials\r\n12\r\n");
    String java = named(OTHER).isEmpty() ? System.getProperty("java.home") : named(OTHER);
    assertThat(second.digest()).isEqualTo(digest);
    Result undisturbed = quickstart(java, spark);
    assertThat(undisturbed.digest()).isEqualTo(digest);
    assertThat(undisturbed.errors()).doesNotContain("Failed to cancel");
  }

  /** The example, on a table that Python wrote. */
  @Test
  void pythonSearchesAndScores() throws IOException {
    List<String> withPython =
        sparks().stream().filter(spark -> Files.exists(Path.of(spark, "..", "numpy"))).toList();
    assumeTrue(!withPython.isEmpty(), OTHER_SPARK + " names no Spark beside numpy, as pip has it");
    Path experiment =
        Files.writeString(
            folder.resolve("points.conf"),
            """
            experiment { name = points, seed = 7 }
            data { source = table, table = any, label = side, validation = 0.25 }
            model { kind = mlp, layers = [ { dense = 8 } ] }
            training {
              updater { kind = adam, learning-rate { grid = [0.01, 0.1] } }
              batch-size = 16, epochs = 5
            }
            report = none
            output { directory = "%s" }
            """
                .formatted(folder.resolve("python")));
    Path table = folder.resolve("points");
    Path writing =
        Files.writeString(
            folder.resolve("points.py"),
            """
            from pyspark.sql import SparkSession
            rows = SparkSession.builder.getOrCreate().range(240).selectExpr(
                "if(id %% 2 = 0, 'left', 'right') as side", "id %% 2 + rand(1) as x", "rand(2) as y")
            rows.write.parquet("%s")
            """
                .formatted(table));
    for (String spark : withPython) {
      Result written = python(spark, writing.toString());
      assertThat(written.exitCode()).as(written.errors()).isZero();
      Result scored =
          python(
              spark,
              "--jars",
              jarFor(spark),
              "src/examples/python/search.py",
              experiment.toString(),
              table.toString());
      assertThat(scored.exitCode()).as(scored.errors()).isZero();
      assertThat(scored.output()).contains("predictedClass").contains("left").contains("right");
    }
  }

  private Result python(String spark, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(spark + "/bin/spark-submit", "--master", "local[2]"));
    command.addAll(List.of("--driver-memory", "1g"));
    command.addAll(List.of("--driver-java-options", PackagedProgram.SHORT_LIVED));
    command.addAll(List.of(arguments));
    Map<String, String> variables =
        Map.of("SPARK_HOME", spark, "PYSPARK_PYTHON", "python3", "PYTHONPATH", spark + "/..");
    return program.start(command, variables).await();
  }

  /** The packaged program for the Scala of a Spark. */
  private static String jarFor(String spark) throws IOException {
    try (Stream<Path> cores =
        Files.list(Path.of(spark, "jars")).filter(jar -> jar.toString().contains("core_2.13"))) {
      return cores.findAny().isPresent()
          ? "target/spark4/espalier_2.13.jar"
          : "target/espalier.jar";
    }
  }

  private Running submitted(String spark, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                spark + "/bin/spark-submit",
                "--master",
                "local[2]",
                "--driver-memory",
                "1g",
                "--driver-java-options",
                PackagedProgram.SHORT_LIVED,
                "--class",
                "io.espalier.Main",
                jarFor(spark)));
    command.addAll(List.of(arguments));
    return program.start(command, Map.of("SPARK_HOME", spark));
  }

  @Test
  void aJarForAnotherScalaIsRefusedInOneLine() throws IOException {
    assumeTrue(!sparks().isEmpty(), OTHER_SPARK + " names no Spark 4");
    String spark = sparks().get(sparks().size() - 1);
    assumeTrue(jarFor(spark).contains("2.13"), spark + " is no Spark 4");
    Result refused =
        program
            .start(
                List.of(
                    spark + "/bin/spark-submit",
                    "--master",
                    "local[1]",
                    "--class",
                    "io.espalier.Main",
                    "target/espalier.jar",
                    "run",
                    "conf/quickstart.conf",
                    "--set",
                    "output.directory=" + folder.resolve("other")),
                Map.of("SPARK_HOME", spark))
            .await();
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.errors())
        .contains("and this jar of Espalier is for Scala 2.12; the scripts in submit/ take")
        .doesNotContain("\tat ");
  }

  @Test
  void aJavaThatSparkDoesNotRunOnIsRefusedInOneLine() throws IOException {
    Path home = folder.resolve("java");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 9\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
    Result refused = on(home.toString(), "3.5", "doctor");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .isEqualTo(
            "espalier: Spark 3.5 needs a JDK 17 or 21; '%s' is version 25. Set JAVA_HOME to one.\n"
                .formatted(java));
  }

  private Result quickstart(String java, String spark) {
    String output = "output.directory=" + folder.resolve((java + spark).replaceAll("[^\\w.]", "-"));
    Result run = on(java, spark, "run", "conf/quickstart.conf", "--set", output);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    return run;
  }

  private Result on(String java, String spark, String... arguments) {
    List<String> command = new ArrayList<>(List.of("submit/local.sh"));
    command.addAll(List.of(arguments));
    return program
        .start(
            command,
            Map.of(
                "JAVA_HOME",
                java,
                "ESPALIER_SPARK",
                spark,
                "ESPALIER_JAVA",
                PackagedProgram.SHORT_LIVED))
        .await();
  }
}
