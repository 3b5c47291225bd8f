package io.espalier.cli;

import io.espalier.driver.run.RunChoice;
import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** Where runs are looked for by name. */
final class RunLookup {
  /** What RUN may be. */
  static final String RUN =
      "An experiment's name, or its folder: its newest run is taken; or a run's folder.";

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "notebooks-out",
      description = "The output directory of the experiments (default: ${DEFAULT-VALUE}).")
  private String output = "notebooks-out";

  /** The output directory. */
  String output() {
    return output;
  }

  /** Finds runs; says on standard error which one is taken. */
  RunChoice choice(Configuration hadoop, PrintWriter errors) {
    return new RunChoice(output, hadoop, line -> errors.println("espalier: " + line));
  }
}
