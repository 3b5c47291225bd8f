package io.espalier;

import io.espalier.cli.EspalierCommand;
import io.espalier.driver.cluster.DriverProcess;
import org.apache.spark.SparkUserAppException;

/** The program: arguments in, exit code out. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the process with its exit code.
   *
   * @throws SparkUserAppException instead, where Spark ends the process itself
   */
  public static void main(String[] arguments) throws SparkUserAppException {
    DriverProcess.prepare();
    DriverProcess.end(EspalierCommand.execute(arguments));
  }
}
