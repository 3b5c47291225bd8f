package io.espalier.cli;

import io.espalier.ConfigurationException;
import io.espalier.data.DataException;
import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.StoppedException;
import io.espalier.driver.journal.JournalException;
import io.espalier.driver.journal.UnknownRecordException;
import io.espalier.driver.journal.UnwritableException;
import io.espalier.driver.run.NothingTrainedException;
import io.espalier.driver.run.ProgramException;
import io.espalier.driver.tables.TableException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a failure means to the person who started the command: a message and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  private static final int CONFIGURATION = 2;
  private static final int MODEL_OR_DATA = 3;
  static final int CLUSTER = 4;

  private final EspalierCommand top;
  private final PrintWriter err;

  Failures(EspalierCommand top, PrintWriter err) {
    this.top = top;
    this.err = err;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    boolean ending = ShutdownHookManager.get().isShutdownInProgress();
    err.println("espalier: " + (ending && !expected(failure) ? "stopped" : message(failure)));
    if (top.debug() || !(ending || expected(failure))) {
      failure.printStackTrace(err);
      if (failure instanceof ProgramException mistake) {
        err.println(mistake.evidence());
      }
    }
    return code(failure);
  }

  private static String message(Exception failure) {
    if (failure instanceof UncheckedIOException io) {
      String cause = String.valueOf(io.getCause() == null ? "" : io.getCause().getMessage());
      return io.getMessage() + ": " + cause.lines().findFirst().orElse("");
    }
    return expected(failure)
        ? String.valueOf(failure.getMessage())
        : "a mistake of this program, please report it with the lines below: " + line(failure);
  }

  private static String line(Exception failure) {
    return failure instanceof ProgramException
        ? String.valueOf(failure.getMessage())
        : String.valueOf(failure);
  }

  /** Whether it is no mistake of this program, so that its message is all there is to say. */
  static boolean expected(Exception failure) {
    return failure instanceof UncheckedIOException
        || failure instanceof UsageException
        || failure instanceof StoppedException
        || known(failure);
  }

  private static boolean known(Exception failure) {
    return failure instanceof ConfigurationException
        || failure instanceof DataException
        || failure instanceof JournalException
        || failure instanceof TableException
        || failure instanceof NothingTrainedException
        || failure instanceof ClusterException;
  }

  private static int code(Exception failure) {
    if (failure instanceof ConfigurationException || failure instanceof UsageException) {
      return CONFIGURATION;
    }
    if (failure instanceof StoppedException stopped) {
      return stopped.exitCode();
    }
    boolean place =
        failure instanceof ClusterException
            || failure instanceof UnwritableException
            || failure instanceof UnknownRecordException;
    return place ? CLUSTER : MODEL_OR_DATA;
  }
}
