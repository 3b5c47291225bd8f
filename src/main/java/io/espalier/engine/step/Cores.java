package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The cores that a trial has. Work is done in shares, one on each. From the beginning to the end of
 * several, a native operation takes one thread, inside of a share and outside, on the thread that
 * made them, which closes them, too: those of the native library would keep a core busy while they
 * wait for the next operation. Who waits for others here looks again and again for a while before
 * it sleeps: to be woken takes as long as a small step. Not thread-safe.
 */
public final class Cores implements AutoCloseable {
  private static final NativeOps NATIVE = library();
  private static final long LOOKING_NANOS = 200_000;

  /** Numbers to look at for which a core takes longer than it waits for the others. */
  private static final long SHARE = 1 << 16;

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final int count;
  private final int nativeThreads = NATIVE.ompGetMaxThreads();
  private final List<Thread> helpers = new ArrayList<>();
  private volatile Round round = new Round(0, share -> {}, helpers);

  private Cores(int count) {
    this.count = count;
    if (count > 1) {
      NATIVE.setOmpNumThreads(1);
    }
  }

  private static NativeOps library() {
    Nd4j.getBackend(); // loads it; the holder alone would find none, then or ever after
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /** So many, whether there are or not. */
  public static Cores of(int count) {
    return new Cores(count);
  }

  /**
   * All that native operations of the calling thread take, where they can share the steps of a
   * network; else one, and native operations keep theirs.
   */
  public static Cores ofTrial(Model network) {
    boolean shares =
        network.params().dataType() == DataType.FLOAT
            && Compilability.objection(network).isEmpty()
            && SharedPlan.divides(Network.of(network));
    int there = Math.min(NATIVE.ompGetMaxThreads(), Runtime.getRuntime().availableProcessors());
    return new Cores(shares ? Math.max(1, there) : 1);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** How many take less time than one for work that looks at so many numbers, one by one. */
  public int shares(long numbers) {
    return (int) Math.max(1, Math.min(count, numbers / SHARE));
  }

  /** The first of so many things that belongs to a share; of the one behind the last, their end. */
  public static int first(int things, int share, int shares) {
    return (int) ((long) things * share / shares);
  }

  /**
   * A batch's examples in so many shares; of one the batch itself.
   *
   * @param batch no view, as ND4J takes some views of views for empty
   */
  public static List<INDArray> views(INDArray batch, int shares) {
    if (shares == 1) {
      return List.of(batch);
    }
    int examples = Math.toIntExact(batch.size(0));
    return IntStream.range(0, shares)
        .mapToObj(
            share ->
                batch.get(
                    NDArrayIndex.interval(
                        first(examples, share, shares), first(examples, share + 1, shares))))
        .toList();
  }

  /** What all cores do next. */
  private static final class Round {
    private static final Round END = new Round(0, share -> {}, List.of());

    private final int shares;
    private final IntConsumer work;
    private final List<Thread> helpers;
    private final Thread asking = Thread.currentThread();
    private final AtomicInteger left;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int meetings;

    Round(int shares, IntConsumer work, List<Thread> helpers) {
      this.shares = shares;
      this.work = work;
      this.helpers = helpers;
      left = new AtomicInteger(shares);
    }

    void share(int share) {
      try {
        work.accept(share);
      } catch (RuntimeException | Error thrown) {
        failure.compareAndSet(null, thrown);
        wake(); // who would wait for this share
      } finally {
        if (left.decrementAndGet() == 0) {
          LockSupport.unpark(asking);
        }
      }
    }

    void meet() {
      int met = meetings;
      if (arrived.incrementAndGet() == shares) {
        arrived.set(0);
        meetings = met + 1;
        wake();
      } else {
        await(() -> meetings != met || failure.get() != null);
        if (meetings == met) {
          throw new IllegalStateException("a share that was waited for has failed");
        }
      }
    }

    private void wake() {
      LockSupport.unpark(asking);
      helpers.forEach(LockSupport::unpark);
    }

    boolean isOver() {
      return left.get() == 0;
    }

    void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      } else if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /**
   * Does the work of all shares, from 0 on, that of the first on the calling thread, and returns
   * when all are done. An interruption waits until then; of several failures one is thrown.
   *
   * @param shares at most as many as there are cores
   */
  public void each(int shares, IntConsumer work) {
    if (shares == 1) {
      work.accept(0);
      return;
    }
    while (helpers.size() < count - 1) {
      helpers.add(helper(helpers.size() + 1));
    }
    Round next = new Round(shares, work, helpers);
    round = next;
    helpers.forEach(LockSupport::unpark);
    next.share(0);
    await(next::isOver);
    next.rethrow();
  }

  /**
   * Called by the work of each share as often as by that of the others: waits until all have come
   * here. If one fails before, those who wait fail, too.
   */
  public void meet() {
    round.meet();
  }

  private Thread helper(int share) {
    Round first = round;
    Thread thread =
        new Thread(() -> help(share, first), "espalier-share-" + STARTED.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void help(int share, Round before) {
    NATIVE.setOmpNumThreads(1);
    Round last = before;
    while (last != Round.END) {
      Round done = last;
      await(() -> round != done);
      last = round;
      if (share < last.shares) {
        last.share(share);
      }
    }
  }

  private static void await(BooleanSupplier event) {
    long start = System.nanoTime();
    while (!event.getAsBoolean()) {
      if (System.nanoTime() - start < LOOKING_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(event);
      }
    }
  }

  @Override
  public void close() {
    if (count > 1) {
      NATIVE.setOmpNumThreads(nativeThreads);
    }
    round = Round.END;
    helpers.forEach(LockSupport::unpark);
  }
}
