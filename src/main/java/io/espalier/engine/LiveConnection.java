package io.espalier.engine;

import io.espalier.wire.SegmentProgress;
import io.espalier.wire.Verdict;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor's way to the driver, which may be away. All its trials share it: once one has waited
 * for the driver in vain, none asks until that answer has come, or failed.
 */
final class LiveConnection {
  /** The longest that a training waits for an answer. */
  static final long PATIENCE_MILLIS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);

  private final Driver driver;
  private final Executor threads;
  private final Set<CompletableFuture<Verdict>> overdue = ConcurrentHashMap.newKeySet();

  /** The driver, as it is asked: a call that may take minutes where the driver is away. */
  interface Driver {
    Verdict ask(SegmentProgress progress) throws Exception;
  }

  /**
   * @param threads on which questions wait for their answers
   */
  LiveConnection(Driver driver, Executor threads) {
    this.driver = driver;
    this.threads = threads;
  }

  /** Whether the driver has not answered when it should have. */
  boolean away() {
    overdue.removeIf(CompletableFuture::isDone);
    return !overdue.isEmpty();
  }

  /**
   * Asks and returns at once. The answer fails where the driver could not be reached, or the
   * executor is ending, which is nothing that a trial has done.
   */
  CompletableFuture<Verdict> ask(SegmentProgress progress) {
    try {
      return CompletableFuture.supplyAsync(() -> askNow(progress), threads);
    } catch (RejectedExecutionException ending) {
      LOG.debug("the driver does not hear trial {} any more", progress.trial(), ending);
      return CompletableFuture.failedFuture(ending);
    }
  }

  private Verdict askNow(SegmentProgress progress) {
    try {
      return driver.ask(progress);
    } catch (Exception failure) { // Scala throws checked exceptions undeclared
      LOG.debug("the driver does not hear trial {}", progress.trial(), failure);
      throw new CompletionException(failure);
    }
  }

  /** Waits for an answer, {@value #PATIENCE_MILLIS} ms at most. */
  void await(CompletableFuture<Verdict> answer) {
    try {
      answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      overdue.add(answer);
      LOG.debug("the driver does not answer", late);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt(); // the task looks at this before its next step
    } catch (ExecutionException unheard) {
      LOG.debug("the driver will be told again", unheard);
    }
  }
}
