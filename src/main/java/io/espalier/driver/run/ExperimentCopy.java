package io.espalier.driver.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.data.DataException;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.UnwritableException;
import io.espalier.engine.models.WholeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The experiment as it was run, with every default and override in place, kept in the run's folder:
 * {@code experiment.conf}. An experiment that a program built has none.
 */
final class ExperimentCopy {
  static final String NAME = "experiment.conf";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ExperimentCopy() {}

  static void write(Experiment experiment, String folder, Configuration hadoop) {
    if (experiment.file().isEmpty()) {
      return;
    }
    Path file = new Path(folder, NAME);
    byte[] text = experiment.file().get().getBytes(StandardCharsets.UTF_8);
    try {
      WholeFiles.removeLeftovers(file.getParent(), hadoop);
      WholeFiles.write(file, hadoop, out -> out.write(text));
    } catch (IOException failure) {
      throw new UnwritableException(file.toString(), failure);
    }
  }

  /** Whether a run's folder keeps one. */
  static boolean exists(String folder, Configuration hadoop) {
    Path file = new Path(folder, NAME);
    try {
      return file.getFileSystem(hadoop).exists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look for " + file, failure);
    }
  }

  /**
   * The experiment of a run, with further overrides.
   *
   * @throws DataException if a program built it, so that no file holds it
   * @throws ConfigurationException if an override is wrong
   */
  static Experiment read(String folder, List<String> overrides, Configuration hadoop) {
    Path file = new Path(folder, NAME);
    try {
      if (!exists(folder, hadoop)) {
        throw new DataException(
            folder
                + " has no "
                + NAME
                + ": a program built its experiment, and only that program can go on with it;"
                + " Espalier.run takes the run up there, and Run.retrain trains any trial again");
      }
      return load(file, overrides, hadoop);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }

  /**
   * The experiment of a run as it began; empty if the folder keeps none that this version reads.
   */
  static Optional<Experiment> find(String folder, Configuration hadoop) {
    Path file = Folder.of(folder, hadoop).child(NAME).path();
    try {
      return file.getFileSystem(hadoop).exists(file)
          ? Optional.of(load(file, List.of(), hadoop))
          : Optional.empty();
    } catch (ConfigurationException unreadable) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }

  /** Copies without the key are of versions whose trials trained one after another. */
  private static List<String> withFormerDefaults(java.nio.file.Path copy, List<String> overrides)
      throws IOException {
    List<String> all = new ArrayList<>(saysFusion(copy) ? List.of() : List.of("search.fusion=off"));
    all.addAll(overrides);
    return all;
  }

  private static boolean saysFusion(java.nio.file.Path copy) throws IOException {
    try {
      return JSON.readTree(copy.toFile()).at("/search/fusion").isValueNode();
    } catch (JsonProcessingException damaged) {
      return true; // what is wrong with it is said by who reads it
    }
  }

  private static Experiment load(Path file, List<String> overrides, Configuration hadoop)
      throws IOException {
    // read as JSON, which includes no other file
    java.nio.file.Path copy = java.nio.file.Files.createTempFile("espalier", ".json");
    try {
      file.getFileSystem(hadoop).copyToLocalFile(false, file, new Path(copy.toUri()), true);
      return ExperimentFile.load(copy, withFormerDefaults(copy, overrides), System.getenv());
    } finally {
      java.nio.file.Files.delete(copy);
    }
  }
}
