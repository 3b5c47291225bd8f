package io.espalier.driver.run;

import io.espalier.data.DataSource;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.journal.Patience;
import io.espalier.driver.journal.PlainFiles;
import io.espalier.driver.tables.ClassificationReport;
import io.espalier.engine.ModelTools;
import io.espalier.engine.models.WholeFiles;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The models of a run: {@code retrained/trial-<n>-seed-<k>/} with its zip, its card, the model as
 * ONNX where it has that form, and, of a tested classifier, its classification report; and {@code
 * best/}, a copy of the best one's.
 */
final class ModelStore {
  private static final String RETRAINED = "retrained";
  static final String BEST = "best";
  private static final String REPORT = "classification-report.txt";

  private final String experiment;
  private final int run;
  private final Path folder;
  private final Configuration hadoop;
  private final PreparedData data;
  private final DataSource source;
  private final Patience patience;

  ModelStore(
      String experiment,
      int run,
      Path folder,
      Configuration hadoop,
      PreparedData data,
      DataSource source,
      Patience patience) {
    this.experiment = experiment;
    this.run = run;
    this.folder = folder;
    this.hadoop = hadoop;
    this.data = data;
    this.source = source;
    this.patience = patience;
  }

  /** The run's folder. */
  String folder() {
    return folder.toString();
  }

  /**
   * Whether models that the record has of these trials, or the copy of the best one, have been
   * removed from a run's folder.
   */
  static boolean lost(History history, List<Trial> trials, Path run, Configuration hadoop) {
    Set<Integer> numbers = trials.stream().map(Trial::number).collect(Collectors.toSet());
    List<String> models =
        history.retrained().stream()
            .filter(model -> numbers.contains(model.trial()) && !model.model().isEmpty())
            .map(Event.Retrained::model)
            .toList();
    return !models.isEmpty()
        && !Stream.concat(models.stream(), Stream.of(BEST))
            .allMatch(model -> isThere(run, model, hadoop));
  }

  private static boolean isThere(Path run, String model, Configuration hadoop) {
    Path zip = new Path(new Path(run, model), ModelCard.MODEL);
    try {
      return zip.getFileSystem(hadoop).exists(zip);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look for " + zip, failure);
    }
  }

  /** Whether a model of the record is there. */
  boolean has(Event.Retrained model) {
    return model.model().isEmpty() || isThere(folder, model.model(), hadoop);
  }

  /** How many examples a part has. */
  int examples(Part part) {
    return data.examples(part);
  }

  /** Folds of the cross-validation that every trial is; 0 for the one split. */
  int folds() {
    return data.folds().size();
  }

  boolean hasValidation() {
    return data.examples(Part.VALIDATION) > 0;
  }

  boolean hasTest() {
    return data.examples(Part.TEST) > 0;
  }

  /** Where an executor is to save a model. */
  CheckpointRef checkpoint(int trial, int seedIndex) {
    Path zip = new Path(new Path(folder, name(trial, seedIndex)), ModelCard.MODEL);
    try {
      return new CheckpointRef(zip.getFileSystem(hadoop).makeQualified(zip).toString());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot find the file system of " + zip, failure);
    }
  }

  /**
   * Writes what lies beside a model that has been saved: its card, the model as ONNX, and its
   * classification report; returns the model's folder, relative to the run's.
   */
  String keep(Trial trial, int seedIndex, long seed, Outcome outcome) {
    String name = name(trial.number(), seedIndex);
    Path home = new Path(folder, name);
    patience.write(home.toString(), again -> WholeFiles.removeLeftovers(home, hadoop));
    SortedMap<String, Object> configuration = new TreeMap<>();
    trial
        .configuration()
        .values()
        .forEach((parameter, value) -> configuration.put(parameter, value.plain()));
    ModelCard card =
        ModelCard.of(
            experiment,
            run,
            outcome,
            seedIndex,
            seed,
            configuration,
            metrics(outcome),
            data,
            source);
    patience.write(home.toString(), again -> card.write(home, hadoop));
    export(home);
    report(new Path(home, REPORT), outcome);
    return name;
  }

  private void export(Path model) {
    Path file = new Path(model, ModelCard.ONNX);
    patience.write(
        file.toString(),
        again -> {
          String zip = new Path(model, ModelCard.MODEL).toString();
          Optional<byte[]> onnx = ModelTools.onnx(zip, data.dataset().shape());
          if (onnx.isPresent()) {
            WholeFiles.write(file, hadoop, out -> out.write(onnx.get()));
          }
        });
  }

  private void report(Path file, Outcome outcome) {
    for (Evaluation test : outcome.test()) {
      if (data.dataset().targets() instanceof Targets.Classes classes) {
        String text = new ClassificationReport(classes.names(), test.confusion()).text();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        patience.write(
            file.toString(), again -> WholeFiles.write(file, hadoop, out -> out.write(bytes)));
      }
    }
  }

  /** Removes a model that has been saved and is not wanted. */
  void discard(int trial, int seedIndex) {
    Path home = new Path(folder, name(trial, seedIndex));
    try {
      home.getFileSystem(hadoop).delete(home, true);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot remove " + home, failure);
    }
  }

  /** Makes {@code best/} a copy of a retrained model's folder. */
  void best(int trial, int seedIndex) {
    Path from = new Path(folder, name(trial, seedIndex));
    Path to = new Path(folder, BEST);
    patience.write(to.toString(), again -> copy(from, to));
  }

  private void copy(Path from, Path to) throws IOException {
    FileSystem files = PlainFiles.at(to, hadoop);
    files.delete(to, true);
    for (FileStatus file : files.listStatus(from)) {
      Path name = new Path(to, file.getPath().getName());
      try (InputStream in = files.open(file.getPath())) {
        WholeFiles.write(name, hadoop, in::transferTo);
      }
    }
  }

  /**
   * Metrics by column name: those of the epoch that counts, and the test part's with their prefix.
   */
  static SortedMap<String, Double> metrics(Outcome outcome) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    List<Measurement> counting = outcome.counting();
    if (!counting.isEmpty()) {
      metrics.putAll(counting.get(counting.size() - 1).metrics());
    }
    for (Evaluation test : outcome.test()) {
      test.metrics().forEach((metric, value) -> metrics.put("test_" + metric, value));
    }
    return metrics;
  }

  private static String name(int trial, int seedIndex) {
    return RETRAINED + "/trial-" + trial + "-seed-" + seedIndex;
  }
}
