package io.espalier;

import io.espalier.cli.EspalierCommand;
import io.espalier.driver.run.YarnDriver;
import org.apache.spark.SparkException;

/** The program: arguments in, exit code out. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the JVM with its exit code; on YARN, returns.
   *
   * @throws SparkException on YARN, with the exit code if it is not 0
   */
  public static void main(String[] arguments) throws SparkException {
    int exitCode = EspalierCommand.execute(arguments);
    if (YarnDriver.here()) {
      YarnDriver.end(exitCode);
    } else {
      System.exit(exitCode);
    }
  }
}
