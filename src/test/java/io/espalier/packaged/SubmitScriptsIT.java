package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the jar holds, and what the scripts tell spark-submit: here one that only prints it, a word
 * per line.
 */
class SubmitScriptsIT {
  private static final String K8S = "k8s://https://host:6443";
  private static final Path JAR = PackagedProgram.JAR;

  /** What Typesafe Config, Log4j and Logback look for at the root of a class path. */
  private static final String ROOT_SETTINGS =
      "(reference\\.conf|application\\.(conf|json|properties)|(log4j|logback).*)";

  private static final String VERSIONED_SETTINGS = "META-INF/versions/\\d+/" + ROOT_SETTINGS;

  @TempDir private Path folder;
  private final Map<String, String> variables = new TreeMap<>();

  @BeforeEach
  void prepare() throws IOException {
    Path program = folder.resolve("spark/bin/spark-submit");
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    PackagedProgram.mark(folder.resolve("spark"));
    Files.writeString(folder.resolve("yarn-site.xml"), "<configuration/>");
    variables.put("SPARK_HOME", folder.resolve("spark").toString());
    variables.put("HADOOP_CONF_DIR", folder.toString());
    variables.put("ESPALIER_DATA", "hdfs:///data");
  }

  /** Spark has its own. The one class in Spark's package is dl4j-spark's. */
  @Test
  void theJarHoldsNothingThatSparkBrings() throws IOException {
    Set<String> ours = classes(JAR);
    assertThat(ours)
        .noneMatch(
            name ->
                name.matches(
                    "(com/google/common|com/fasterxml/jackson|org/slf4j|org/apache/(logging|log4j|spark(?!/TaskContextHelper)|hadoop)|scala)/.*"));
    try (Stream<Path> jars = Files.list(PackagedProgram.SPARK_HOME.resolve("jars"))) {
      for (Path jar : jars.toList()) {
        Set<String> both = classes(jar);
        both.retainAll(ours);
        assertThat(both).as(jar.toString()).isEmpty();
      }
    }
  }

  /**
   * Whole distributions of Spark have gson and FlatBuffers (Spark 4's always has the latter, which
   * our jar for it leaves out), programs picocli and Config.
   */
  @Test
  void whatAHostMayHaveInOtherVersionsHasANameOfItsOwn() throws IOException {
    assertThat(classes(JAR))
        .contains(
            "io/espalier/own/picocli/CommandLine.class",
            "io/espalier/own/config/Config.class",
            "io/espalier/own/gson/Gson.class",
            "org/nd4j/shade/guava/collect/Lists.class")
        .noneMatch(name -> name.matches("(picocli|com/typesafe/config|com/google)/.*"));
  }

  private static Set<String> classes(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  @Test
  void theJarHoldsNoSettingsThatItsHostWouldTakeForItsOwn() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(JarEntry::getName).toList();
      assertThat(names).contains("io/espalier/reference.conf", "io/espalier/log4j2.properties");
      assertThat(names)
          .filteredOn(name -> name.matches(ROOT_SETTINGS) || name.matches(VERSIONED_SETTINGS))
          .isEmpty();
    }
  }

  @Test
  void aClientsFilesStayWhereTheyAre() throws IOException {
    String file = experiment("x.conf", "experiment { seed = 1 }");
    assertThat(told("yarn.sh", "run", file, "--set", "training.epochs=1"))
        .startsWith("--master", "yarn", "--deploy-mode", "client", "--class", "io.espalier.Main")
        .endsWith(JAR.toString(), "run", file, "--set", "training.epochs=1")
        .doesNotContain("--files");
  }

  @Test
  void aDriverOnYarnIsSentTheFileAndFindsItByItsPlainName() throws IOException {
    variables.put("ESPALIER_DEPLOY", "cluster");
    String file = experiment("x y.conf", "// include \"not this\"\n# include \"nor this\"");
    assertThat(told("yarn.sh", "run", file))
        .containsSequence("--deploy-mode", "cluster")
        .containsSequence("--files", file)
        .contains("spark.yarn.appMasterEnv.ESPALIER_DATA=hdfs:///data")
        .endsWith(JAR.toString(), "run", "x y.conf");
  }

  @Test
  void aDriverInAPodIsSentTheFileThroughAFolder() throws IOException {
    variables.put("ESPALIER_DEPLOY", "cluster");
    variables.put("ESPALIER_IMAGE", "image:1");
    variables.put("ESPALIER_UPLOAD", "s3a://bucket/upload");
    String file = experiment("x.conf", "");
    assertThat(told("k8s.sh", K8S, "run", file))
        .containsSequence("--master", K8S)
        .containsSequence("--files", file)
        .contains(
            "spark.kubernetes.container.image=image:1",
            "spark.kubernetes.file.upload.path=s3a://bucket/upload",
            "spark.kubernetes.driverEnv.ESPALIER_DATA=hdfs:///data")
        .endsWith(JAR.toString(), "run", "x.conf");
  }

  @Test
  void aDriverOnAStandaloneWorkerFindsTheFileByItsWholePath() {
    variables.put("ESPALIER_DEPLOY", "cluster");
    String whole = Path.of("conf", "quickstart.conf").toAbsolutePath().toString();
    assertThat(told("standalone.sh", "spark://host:7077", "run", "conf/quickstart.conf"))
        .contains("spark.standalone.submit.waitAppCompletion=true")
        .doesNotContain("--files")
        .endsWith(JAR.toString(), "run", whole);
  }

  @Test
  void aDriverThatFailsOnAStandaloneWorkerIsNoSuccess() throws IOException {
    variables.put("ESPALIER_DEPLOY", "cluster");
    Files.writeString(
        folder.resolve("spark/bin/spark-submit"),
        "#!/bin/sh\necho answer\necho 'INFO State of driver driver-1 is FAILED, exiting' >&2\n");
    Result result = run("standalone.sh", "spark://host:7077", "doctor");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).isEqualTo("answer\n");
    assertThat(result.errors())
        .endsWith(
            "is FAILED, exiting\nespalier: the driver on the cluster failed; its worker has the"
                + " reason in work/driver-…/stderr\n");

    Files.writeString(folder.resolve("spark/bin/spark-submit"), "#!/bin/sh\nexit 7\n");
    Result broken = run("standalone.sh", "spark://host:7077", "doctor");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.errors()).isEqualTo("espalier: spark-submit ended with 7\n");
  }

  @Test
  void everyVariableReachesSparkAndFurtherOptionsHaveTheLastSay() {
    variables.put("ESPALIER_THREADS", "2");
    variables.put("ESPALIER_EXECUTOR_MEMORY", "3g");
    variables.put("ESPALIER_NATIVE", "4g");
    variables.put("ESPALIER_MEMORY", "5g");
    variables.put("ESPALIER_JAVA", "-verbose:gc -Dx=1");
    variables.put("ESPALIER_SUBMIT", "--num-executors 7");
    assertThat(told("yarn.sh", "doctor"))
        .contains("spark.task.cpus=2", "spark.espalier.native.memory=4g")
        .containsSequence("--executor-memory", "3g")
        .containsSequence("--driver-memory", "5g")
        .containsSequence("--driver-java-options", "-verbose:gc -Dx=1")
        .contains("spark.executor.extraJavaOptions=-verbose:gc -Dx=1")
        .endsWith("--num-executors", "7", JAR.toString(), "doctor");
  }

  @Test
  void aFileThatIncludesAnotherIsNotShipped() throws IOException {
    variables.put("ESPALIER_DEPLOY", "cluster");
    String file = experiment("x.conf", "experiment { seed = 1 }\nmodel { include \"m.conf\" }\n");
    refused(
        file
            + ":2: include: the driver on the cluster gets this file alone; write it as one file, or"
            + " set ESPALIER_DEPLOY=client",
        "yarn.sh",
        "run",
        file);
  }

  @Test
  void twoFilesOfOneNameAreNotShipped() throws IOException {
    variables.put("ESPALIER_DEPLOY", "cluster");
    Files.createDirectory(folder.resolve("other"));
    String other = experiment("other/x.conf", "");
    refused(
        other + ": another file of the name x.conf is shipped already; rename one",
        "yarn.sh",
        "run",
        experiment("x.conf", ""),
        other);
  }

  @Test
  void whatAScriptNeedsIsNamed() throws IOException {
    variables.put("ESPALIER_DEPLOY", "there");
    refused(
        "ESPALIER_DEPLOY=there: expected client (the driver runs here) or cluster (it runs there)",
        "yarn.sh",
        "doctor");
    variables.remove("ESPALIER_DEPLOY");
    refused(
        "ESPALIER_IMAGE is not set; name a container image with the Spark of SPARK_HOME and Java 17",
        "k8s.sh",
        K8S,
        "doctor");
    variables.put("HADOOP_CONF_DIR", folder.resolve("spark").toString());
    refused(
        "HADOOP_CONF_DIR=" + folder.resolve("spark") + ": there is no yarn-site.xml",
        "yarn.sh",
        "doctor");
    variables.put("HADOOP_CONF_DIR", folder.toString());
    Path old = Files.createDirectory(folder.resolve("old"));
    Files.createDirectories(old.resolve("bin"));
    Files.createSymbolicLink(
        old.resolve("bin/spark-submit"), folder.resolve("spark/bin/spark-submit"));
    Files.createDirectory(old.resolve("jars"));
    Files.createFile(old.resolve("jars/spark-core_2.12-3.4.1.jar"));
    variables.put("SPARK_HOME", old.toString());
    refused(
        old
            + " holds Spark 3.4 for Scala 2.12; Espalier needs Spark 3.5 for Scala 2.12 or 3.5 for"
            + " Scala 2.13 or 4.0 for Scala 2.13 or 4.1 for Scala 2.13 or 4.2 for Scala 2.13",
        "yarn.sh",
        "doctor");
  }

  private List<String> told(String script, String... arguments) {
    Result result = run(script, arguments);
    assertThat(result.exitCode()).as(result.errors()).isZero();
    return result.output().lines().toList();
  }

  private void refused(String message, String script, String... arguments) {
    Result result = run(script, arguments);
    assertThat(result.errors()).isEqualTo("espalier: " + message + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private Result run(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("submit/" + script));
    command.addAll(Arrays.asList(arguments));
    return new PackagedProgram(folder).start(command, variables).await();
  }

  private String experiment(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
