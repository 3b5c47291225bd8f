package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AheadTest {
  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theValueIsMadeBesideWhatElseIsDone() {
    CountDownLatch asked = new CountDownLatch(1);
    Thread asker = Thread.currentThread();
    Ahead<Thread> ahead =
        Ahead.of(
            "made ahead",
            () -> {
              await(asked);
              return Thread.currentThread();
            });
    asked.countDown();
    assertThat(ahead.get()).isNotSameAs(asker);
    assertThat(ahead.get().isDaemon()).isTrue();
    assertThat(ahead.get().getName()).isEqualTo("made ahead");
  }

  @Test
  void whatGoesWrongIsThrownToWhoeverAsks() {
    ClusterException failure = new ClusterException("no cluster");
    LinkageError missing = new NoClassDefFoundError("org/nd4j/Nothing");
    assertThatThrownBy(failing(failure)::get).isSameAs(failure);
    assertThatThrownBy(failing(missing)::get).isSameAs(missing);
    failing(failure).close();
  }

  private static Ahead<String> failing(Throwable failure) {
    return Ahead.of("fails", () -> AheadTest.<RuntimeException, String>thrown(failure));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Scala throws
  private static <E extends Throwable, T> T thrown(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void whoeverEndsWaitsForWhatIsBeingMade() {
    AtomicBoolean made = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Ahead<Boolean> ahead =
        Ahead.of(
            "slow",
            () -> {
              begun.countDown();
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              made.set(true);
              return true;
            });
    await(begun);
    ahead.close();
    assertThat(made).isTrue();
  }
}
