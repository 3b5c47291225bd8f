package io.espalier.driver.cluster;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The virtual machine that the program runs in, however it was started. */
public final class DriverProcess {
  private static final String CLUSTER = "cluster";
  private static final String DEPLOY_MODE = "spark.submit.deployMode";

  private DriverProcess() {}

  /**
   * Sets the properties that the numerical libraries read when they are loaded, unless the command
   * line has set them; to be called first.
   */
  public static void prepare() {
    missing("org.bytedeco.javacpp.maxphysicalbytes", "0");
    missing("org.eclipse.deeplearning4j.helpers.disable", "false");
    missing("java.awt.headless", "true");
    missing("log4j2.disableJmx", "true"); // nobody asks it, and its beans take long to make
    log();
    if (onCluster()) {
      missing("org.bytedeco.javacpp.cachedir", "javacpp");
    }
  }

  /** Our log settings, where neither the command line nor spark-submit has given others. */
  private static void log() {
    if (System.getProperty("log4j.configurationFile") == null) {
      missing("log4j2.configurationFile", "classpath:io/espalier/log4j2.properties");
    }
  }

  private static void missing(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Whether the driver runs on the cluster, in a folder that is not the user's. */
  static boolean onCluster() {
    return CLUSTER.equals(System.getProperty(DEPLOY_MODE));
  }

  private static boolean onYarn() {
    return onCluster() && "yarn".equals(System.getProperty("spark.master"));
  }

  /**
   * Ends the process with an exit code. YARN's application master wants to end it itself and counts
   * {@code System.exit} as a failure: there this method returns after a success, and throws what
   * stands for an exit code otherwise. It counts a success without Spark as a failure, too: that of
   * a finished run, of which the answer was there. A failure without Spark exits: the exception
   * would bury what the user has to read under stack traces.
   *
   * @throws SparkUserAppException in an application master, if the exit code is not 0
   */
  public static void end(int exitCode) throws SparkUserAppException {
    if (!onYarn()) {
      System.exit(exitCode);
    }
    scala.Option<SparkSession> session = SparkSession.getDefaultSession();
    if (exitCode != 0 && session.isEmpty()) {
      System.exit(exitCode);
    }
    (session.isDefined() ? session.get() : SparkSessions.open("is done")).stop();
    if (exitCode != 0) {
      throw failed(exitCode);
    }
  }

  /** Spark makes it of the code alone, from 4.1 on of code and cause. */
  private static SparkUserAppException failed(int exitCode) {
    Constructor<?> only = SparkUserAppException.class.getConstructors()[0];
    @Nullable Object[] parts = {exitCode, null};
    try {
      return (SparkUserAppException)
          only.newInstance(Arrays.copyOf(parts, only.getParameterCount()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no " + only, e);
    }
  }
}
