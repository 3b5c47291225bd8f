package io.espalier.data.session;

import io.espalier.data.DataException;
import java.util.concurrent.Callable;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;

/** What goes wrong in Spark while a table is read, as one line. */
final class SparkFailures {
  private SparkFailures() {}

  /**
   * Does something with Spark.
   *
   * @throws DataException in one line that begins with {@code name}, for whatever Spark throws
   */
  static <R> R inOneLine(String name, Callable<R> reading) {
    try {
      return reading.call();
    } catch (DataException known) {
      throw known;
    } catch (Exception failure) { // Scala throws checked exceptions undeclared
      throw line(name, failure);
    }
  }

  private static DataException line(String name, Exception failure) {
    Throwable cause = failure;
    while (cause instanceof SparkException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    // what tasks of our own throw comes as Spark's cause, without the table's name
    return new DataException(
        name + ": " + (cause instanceof DataException ? "" : "cannot be read: ") + firstLine(cause),
        failure);
  }

  /** Spark's own words, without the plans and the query that follow them. */
  private static String firstLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(failure.getClass().getSimpleName())
        .replaceAll(";$", "");
  }

  /** Whether Spark says that this is the matter. */
  static boolean is(Exception failure, String errorClass) {
    return failure instanceof SparkThrowable known && errorClass.equals(known.getErrorClass());
  }
}
