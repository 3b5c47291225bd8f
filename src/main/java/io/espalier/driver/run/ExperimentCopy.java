package io.espalier.driver.run;

import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.conf.ExperimentSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The experiment as it was run, with every default and override in place, kept in the run's folder:
 * {@code experiment.conf}.
 */
final class ExperimentCopy {
  private static final String NAME = "experiment.conf";

  private ExperimentCopy() {}

  static void write(ExperimentSpec spec, String folder, Configuration hadoop) {
    Path file = new Path(folder, NAME);
    try (OutputStream out = PlainFiles.at(file, hadoop).create(file, true)) {
      out.write(spec.text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + file, failure);
    }
  }

  /** The experiment of a run, with further overrides. */
  static ExperimentSpec read(String folder, List<String> overrides, Configuration hadoop) {
    Path file = new Path(folder, NAME);
    try {
      java.nio.file.Path copy = java.nio.file.Files.createTempFile("espalier", ".conf");
      try {
        file.getFileSystem(hadoop).copyToLocalFile(false, file, new Path(copy.toUri()), true);
        return ExperimentFile.load(copy, overrides, System.getenv());
      } finally {
        java.nio.file.Files.delete(copy);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          folder + " holds no run that can be retrained: cannot read " + file, failure);
    }
  }
}
