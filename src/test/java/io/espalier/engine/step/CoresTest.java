package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class CoresTest {
  private static final NativeOps NATIVE = library();

  private static NativeOps library() {
    Nd4j.getBackend();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  @Test
  void sharesAreDoneSideBySideEachOnOneNativeThreadUntilTheEnd() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicIntegerArray taken = new AtomicIntegerArray(3);
    CyclicBarrier all = new CyclicBarrier(3);
    NATIVE.setOmpNumThreads(2);
    try {
      try (Cores cores = Cores.of(3)) {
        assertThat(NATIVE.ompGetMaxThreads()).isEqualTo(1);
        cores.each(
            3,
            share -> {
              meet(all);
              threads.add(Thread.currentThread());
              taken.set(share, NATIVE.ompGetMaxThreads());
            });
      }
      assertThat(NATIVE.ompGetMaxThreads()).isEqualTo(2);
      try (Cores one = Cores.of(1)) {
        assertThat(one.count()).isEqualTo(1);
        assertThat(NATIVE.ompGetMaxThreads()).isEqualTo(2);
      }
    } finally {
      NATIVE.setOmpNumThreads(1);
    }
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
    assertThat(taken.toString()).isEqualTo("[1, 1, 1]");
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void aFailureIsThatOfTheShareAndComesWhenAllAreDone() {
    AtomicIntegerArray done = new AtomicIntegerArray(3);
    try (Cores cores = Cores.of(3)) {
      for (int broken = 0; broken < 3; broken++) {
        int bad = broken;
        assertThatThrownBy(
                () ->
                    cores.each(
                        3,
                        share -> {
                          if (share == bad) {
                            throw new ArithmeticException("share " + share);
                          }
                          done.incrementAndGet(share);
                        }))
            .isExactlyInstanceOf(ArithmeticException.class)
            .hasMessage("share " + bad);
      }
    }
    assertThat(done.toString()).isEqualTo("[2, 2, 2]");
  }

  @Test
  void whatSharesWroteBeforeTheyMetAllOfThemRead() {
    int[] written = new int[3];
    AtomicIntegerArray read = new AtomicIntegerArray(3);
    try (Cores cores = Cores.of(3)) {
      for (int round = 0; round < 50; round++) {
        cores.each(
            3,
            share -> {
              for (int i = 1; i <= 100; i++) {
                written[share] = i;
                cores.meet();
                read.addAndGet(share, written[0] + written[1] + written[2]);
                cores.meet();
              }
            });
      }
    }
    int each = 50 * 3 * 5050;
    assertThat(read.toString()).isEqualTo("[" + each + ", " + each + ", " + each + "]");
  }

  @Test
  void nobodyWaitsForAShareThatHasFailed() {
    try (Cores cores = Cores.of(3)) {
      for (int broken = 0; broken < 3; broken++) {
        int bad = broken;
        assertThatThrownBy(
                () ->
                    cores.each(
                        3,
                        share -> {
                          cores.meet();
                          if (share == bad) {
                            throw new ArithmeticException("share " + share);
                          }
                          cores.meet();
                        }))
            .isExactlyInstanceOf(ArithmeticException.class)
            .hasMessage("share " + bad);
      }
    }
  }

  @Test
  void anInterruptionWaitsUntilAllAreDone() {
    AtomicIntegerArray done = new AtomicIntegerArray(2);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Cores cores = Cores.of(2)) {
      cores.each(
          2,
          share -> {
            if (share == 0) {
              Thread.currentThread().interrupt();
              interrupted.countDown();
            } else {
              await(interrupted);
            }
            done.incrementAndGet(share);
          });
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done.toString()).isEqualTo("[1, 1]");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void itsThreadsEndWithIt() throws InterruptedException {
    Set<Thread> helpers = ConcurrentHashMap.newKeySet();
    try (Cores cores = Cores.of(3)) {
      cores.each(3, share -> helpers.add(Thread.currentThread()));
    }
    helpers.remove(Thread.currentThread());
    for (Thread helper : helpers) {
      helper.join();
    }
    assertThat(helpers.stream().map(Thread::isDaemon).collect(Collectors.toSet()))
        .containsExactly(true);
  }
}
