package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Espalier;
import io.espalier.Run;
import io.espalier.ml.EspalierModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of {@code src/examples}, in a jar of their own, planned, searched and predicted. */
@EnabledIf(value = "compiles", disabledReason = "this Java has no compiler")
class OwnModelCommandTest {
  @TempDir private static Path home;

  private static final ClassLoader BEFORE = Thread.currentThread().getContextClassLoader();
  private static URLClassLoader jars = new URLClassLoader(new URL[0]);
  private static SparkSession spark;

  @TempDir private Path folder;

  /** As spark-submit does it with --jars: on the class path of who asks, and nowhere else. */
  @BeforeAll
  static void bringTheJar() throws IOException {
    jars = new URLClassLoader(new URL[] {jar().toUri().toURL()}, BEFORE);
    Thread.currentThread().setContextClassLoader(jars);
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
  }

  @AfterAll
  static void takeItAway() throws IOException {
    spark.stop();
    Thread.currentThread().setContextClassLoader(BEFORE);
    jars.close();
  }

  static boolean compiles() {
    return ToolProvider.getSystemJavaCompiler() != null;
  }

  private static Path jar() throws IOException {
    Path classes = Files.createDirectory(home.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "--release", "17", "-d", classes.toString()));
    for (String name : List.of("WideNet", "ResidualNet", "Forest", "Pinball", "Moons")) {
      arguments.add("src/examples/java/org/example/" + name + ".java");
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.run(
                null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new)))
        .isZero();
    Path jar = home.resolve("nets.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private Path data() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,c,kind\n");
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 90; i++) {
      double x = random.nextDouble() - 0.5;
      rows.append(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%.4f,%s%n",
              x,
              random.nextDouble(),
              x * random.nextDouble(),
              x > 0 ? "up" : "down"));
    }
    return Files.writeString(folder.resolve("rows.csv"), rows);
  }

  private Path experiment(String model) throws IOException {
    return Files.writeString(
        folder.resolve("own.conf"),
        "data { source = csv, path = \""
            + data()
            + "\", label = kind }\nmodel { kind = class, "
            + model
            + " }\ntraining { updater { kind = adam, learning-rate = 0.02 }, epochs = 6 }\n"
            + "report = none\noutput.directory = \""
            + folder.resolve("out")
            + "\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class = org.example.WideNet, width { grid = [2, 8] }, depth { grid = [1, 3] }",
        "class = org.example.ResidualNet, width { grid = [4, 8] }, blocks { grid = [1, 2] }"
      })
  void aNetworkInAJarIsPlannedSearchedAndPredicts(String model) throws IOException {
    Path file = experiment(model);
    CommandRun plan = CommandRun.of("plan", file.toString());
    assertThat(plan.output()).as(plan.errors()).contains("training step: compiled");
    boolean wide = model.contains("WideNet");
    Run run = Espalier.run(spark, file);
    assertThat(run.trials().filter("status = 'COMPLETED'").count()).isEqualTo(wide ? 3 : 4);
    if (wide) {
      assertThat(run.trials().filter("status = 'INVALID'").select("reason").first().getString(0))
          .startsWith("org.example.WideNet: ");
    }
    CommandRun predicted =
        CommandRun.of("predict", run.folder(), folder.resolve("rows.csv").toString());
    assertThat(predicted.code()).as(predicted.errors()).isZero();
    assertThat(predicted.output()).contains("p_down", "p_up");
    assertThat(run.retrained().get(0).outcome().test().get(0).metrics().get("accuracy"))
        .isGreaterThan(0.6);
  }

  @Test
  void aForestInAJarIsPlannedSearchedScoredAndPredicts() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("forest.conf"),
            """
            data { source = csv, path = "%s", label = kind }
            model { kind = trainable, class = org.example.Forest
                    depth { grid = [1, 6] }, trees { grid = [1, 20] }, inputs-of-a-split = 0.5 }
            output.directory = "%s"
            """
                .formatted(data(), folder.resolve("out")));
    CommandRun plan = CommandRun.of("plan", file.toString());
    assertThat(plan.output())
        .as(plan.errors())
        .contains("training step: none of ours: the class trains by itself");
    Run run = Espalier.run(spark, file);
    assertThat(run.trials().filter("status = 'COMPLETED' and epochs = 1").count()).isEqualTo(4);
    assertThat(run.retrained().get(0).outcome().test().get(0).metrics().get("accuracy"))
        .isGreaterThan(0.8);
    CommandRun predicted =
        CommandRun.of("predict", run.folder(), folder.resolve("rows.csv").toString());
    assertThat(predicted.code()).as(predicted.errors()).isZero();
    assertThat(predicted.output()).contains("p_down", "p_up");
    long right =
        EspalierModel.load(run.folder())
            .transform(
                spark.read().option("header", true).csv(folder.resolve("rows.csv").toString()))
            .filter("predictedClass = kind")
            .count();
    assertThat(right).isGreaterThan(80);
    Thread.currentThread().setContextClassLoader(BEFORE);
    CommandRun without =
        CommandRun.of("predict", run.folder(), folder.resolve("rows.csv").toString());
    Thread.currentThread().setContextClassLoader(jars);
    assertThat(without.code()).isEqualTo(3);
    assertThat(without.errors())
        .startsWith("espalier: org.example.Forest is on no class path; bring its jar");
    CommandRun gradients = CommandRun.of("check", "gradients", file.toString());
    assertThat(gradients.code()).isEqualTo(3);
    assertThat(gradients.errors()).contains("row 1 is no network: its class trains by itself");
    Path rate =
        Files.writeString(file, Files.readString(file) + "training.updater.learning-rate = 1\n");
    assertThat(CommandRun.of("plan", rate.toString()).errors())
        .contains("training.updater: a model of kind trainable trains by itself");
  }

  @Test
  void aLossInAJarIsTrainedAndItsModelPredictsWithoutIt() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("quantile.conf"),
            """
            data { source = csv, path = "%s", label = c, regression = true, except = [kind], normalize = fitted }
            model { kind = linear, loss { class = org.example.Pinball } }
            training { updater { kind = adam, learning-rate = 0.02 }, epochs = 60 }
            report = none
            output.directory = "%s"
            """
                .formatted(data(), folder.resolve("out")));
    CommandRun plan = CommandRun.of("plan", file.toString());
    assertThat(plan.output()).as(plan.errors()).contains("training step: compiled");
    CommandRun gradients = CommandRun.of("check", "gradients", file.toString());
    assertThat(gradients.code()).as(gradients.errors()).isZero();
    Run run = Espalier.run(spark, file);
    long above =
        EspalierModel.load(run.folder())
            .transform(
                spark.read().option("header", true).csv(folder.resolve("rows.csv").toString()))
            .filter("prediction > cast(c as double)")
            .count();
    assertThat(above).as("of 90; half of them by squared error").isBetween(70L, 89L);
    assertThat(
            CommandRun.of("plan", "--set", "model.loss.class=org.example.Gone", file.toString())
                .errors())
        .contains("model.loss.class: org.example.Gone is on no class path; bring its jar");
    assertThat(
            CommandRun.of("plan", "--set", "model.loss.outputs=probabilities", file.toString())
                .errors())
        .contains("model.loss.outputs: 'probabilities' is not accepted");
  }

  @Test
  void examplesFromAJarAreSearchedAndNewOnesPredicted() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("moons.conf"),
            """
            data { source = class, class = org.example.Moons, settings { examples = 200, noise = 0.2 } }
            model { kind = mlp, layers = [ { dense = 8 } ] }
            training { updater { kind = adam, learning-rate = 0.05 }, epochs = 20 }
            report = none
            output.directory = "%s"
            """
                .formatted(folder.resolve("out")));
    Run run = Espalier.run(spark, file);
    assertThat(run.retrained().get(0).outcome().test().get(0).metrics().get("accuracy"))
        .isGreaterThan(0.8);
    Path rows = Files.writeString(folder.resolve("new.csv"), "x,y\n0,1\n1,-1\n");
    CommandRun predicted = CommandRun.of("predict", run.folder(), rows.toString());
    assertThat(predicted.code()).as(predicted.errors()).isZero();
    assertThat(predicted.output()).contains("upper", "lower");
    assertThat(CommandRun.of("plan", "--set", "data.settings.noise=loud", file.toString()).errors())
        .contains("org.example.Moons: data.settings.noise: 'loud' is not a number");
    assertThat(
            CommandRun.of("plan", "--set", "data.class=org.example.Suns", file.toString()).errors())
        .contains("data.class: org.example.Suns is on no class path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WideNet", "Forest", "Pinball", "Moons"})
  void whatTheGuideShowsIsTheExample(String name) throws IOException {
    String source = Files.readString(Path.of("src/examples/java/org/example/" + name + ".java"));
    assertThat(Files.readString(Path.of("src/doc/own-models.md")))
        .contains("```java\n" + source.substring(source.indexOf("public final class")) + "```");
  }

  @Test
  void aClassThatIsNotThereIsAMistakeOfTheFile() throws IOException {
    CommandRun plan = CommandRun.of("plan", experiment("class = org.example.Wide").toString());
    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.errors())
        .contains("own.conf:2: model.class: org.example.Wide is on no class path; bring its jar");
    CommandRun other = CommandRun.of("plan", experiment("class = java.lang.String").toString());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.errors()).contains("java.lang.String is no io.espalier.ModelFactory");
    assertThat(
            CommandRun.of(
                    "plan",
                    experiment(
                            "class = org.example.WideNet, width = 2, depth = 1, activation = tanh")
                        .toString())
                .errors())
        .contains("model.activation: this is of other kinds of model");
    CommandRun gradients =
        CommandRun.of(
            "check",
            "gradients",
            experiment("class = org.example.ResidualNet, width = 2, blocks = 1").toString());
    assertThat(gradients.code()).as(gradients.errors()).isZero();
    assertThat(CommandRun.of("plan", experiment("width = 3").toString()).errors())
        .contains("model.class: missing; needed is the full name");
  }

  @Test
  void aSettingThatTheClassDoesNotAskForIsATrialsReason() throws IOException {
    CommandRun plan =
        CommandRun.of(
            "plan",
            experiment("class = org.example.WideNet, width = 4, depth = 1, depht = 2").toString());
    assertThat(plan.output())
        .contains("INVALID: org.example.WideNet: does not ask for model.depht, only for depth");
  }
}
