package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.RunOptions;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.engine.LivePlugin;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Experiments that take a moment, with all that they write below one folder. */
final class TinyExperiments {
  /** Four small networks on points in the plane of numbers. */
  static final String BLOBS =
      """
      experiment { name = tiny, seed = 5 }
      data { source = blobs, examples = 120, features = 4, centres = 3, test = 0.2, validation = 0.25 }
      model { kind = mlp, layers = [ { dense { units { grid = [3, 4] } } } ] }
      training {
        updater { kind = sgd, learning-rate { grid = [0.01, 0.1] } }
        batch-size = 16
        epochs = 2
      }
      """;

  /** Two impossible rows, one that diverges and one that ends well. */
  static final String MIXED =
      """
      experiment { name = tiny, seed = 5 }
      data { source = digits, train = 80, test = 20, validation = 0.25, normalize = unit }
      model { kind = cnn, layers = [ { conv { channels = 2, kernel { grid = [5, 40] } } } ] }
      training { updater { kind = sgd, learning-rate { grid = [0.01, 1e35] } }, epochs = 1 }
      """;

  private final Path folder;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private boolean reports;

  TinyExperiments(Path folder) {
    this.folder = folder;
  }

  /** From now on runs whose files say nothing of it write a report, which takes as long as they. */
  void withReports() {
    reports = true;
  }

  static SparkSession spark() {
    return spark("local[2]");
  }

  static SparkSession spark(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("tiny experiments")
        .config("spark.ui.enabled", false)
        .config("spark.plugins", LivePlugin.class.getName())
        .getOrCreate();
  }

  /** For runs that must not need Spark. */
  @SuppressWarnings("DoNotCallSuggester") // handed over, not called, where all is well
  static SparkSession noSpark() {
    throw new AssertionError("Spark was asked for");
  }

  Experiment spec(String text, String... overrides) {
    Path file = folder.resolve("tiny.conf");
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    List<String> all = new ArrayList<>(List.of("output.directory=\"" + output() + "\""));
    if (!reports && !text.contains("report")) {
      all.add("report=none");
    }
    all.addAll(Arrays.asList(overrides));
    return ExperimentFile.load(file, all, Map.of());
  }

  Path output() {
    return folder.resolve("out");
  }

  Path run(int number) {
    return output().resolve(String.format("tiny/%03d", number));
  }

  RunResult run(Supplier<SparkSession> spark, String text, String... overrides) {
    return run(spark, RunOptions.standard().listener(observer()), text, overrides);
  }

  RunResult run(
      Supplier<SparkSession> spark, RunOptions options, String text, String... overrides) {
    return ExperimentRun.run(
        spec(text, overrides), options, new Configuration(), need -> spark.get());
  }

  /** Another run of the same name, whatever is there. */
  RunResult another(Supplier<SparkSession> spark, String text, String... overrides) {
    return run(spark, RunOptions.standard().asNewRun(), text, overrides);
  }

  List<Event.Retrained> retrain(
      Supplier<SparkSession> spark, int run, int trial, String... overrides) {
    return TrialRetrain.run(
        run(run).toString(),
        trial,
        RunOptions.standard().overrides(List.of(overrides)).listener(observer()),
        new Configuration(),
        need -> spark.get());
  }

  /** Cuts the journal behind the file in which a text appears for the n-th time. */
  void interruptAfter(String text, int times) throws IOException {
    int seen = 0;
    for (int number = 1; ; number++) {
      Path file = run(1).resolve(String.format("journal/%010d.json", number));
      if (!Files.exists(file)) {
        break;
      }
      if (seen >= times) {
        Files.delete(file);
      } else {
        seen += Files.readString(file).split(text, -1).length - 1;
      }
    }
    if (seen < times) {
      throw new AssertionError(text + " appears " + seen + " times");
    }
  }

  /** What the observer was told since the folder was made. */
  List<String> notices() {
    return notices;
  }

  RunListener observer() {
    return new RunListener() {
      @Override
      public void notice(String line) {
        notices.add(line);
      }

      @Override
      public void retraining(int done, int total) {
        notices.add("retraining " + done + "/" + total);
      }
    };
  }

  /** Removes a file or a folder with all in it. */
  static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }
}
