package io.espalier.driver.mlflow;

import io.espalier.driver.journal.Folder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** What of a run's folder a person wants to have beside its figures. */
final class MlflowFiles {
  private static final List<String> REPORT =
      List.of("report.html", "report.md", "report.ipynb", "experiment.conf");

  private static final String MODEL = "best";

  private MlflowFiles() {}

  /**
   * Sends the report, the experiment and the best model, as far as they are there.
   *
   * @throws UncheckedIOException if one cannot be read, or the server does not take it
   */
  static void send(Folder run, MlflowServer server, String artifactUri) {
    try {
      FileSystem files = run.fileSystem();
      for (String name : REPORT) {
        if (files.exists(run.child(name).path())) {
          server.put(artifactUri, name, run.child(name));
        }
      }
      Folder model = run.child(MODEL);
      if (files.exists(model.path())) {
        for (FileStatus file : files.listStatus(model.path())) {
          String name = file.getPath().getName();
          server.put(artifactUri, MODEL + "/" + name, model.child(name));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
