package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.run.TrialQueue.Waiting;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialQueueTest {
  private final TrialQueue queue = new TrialQueue();

  @Test
  void aTrialIsNotReadyBeforeTheJournalHasIt() {
    trials(1, 2).forEach(queue::decided);
    assertThat(queue.ready()).isZero();
    assertThat(queue.hasStaged()).isTrue();
    assertThat(queue.take(5)).isEmpty();
    queue.recorded();
    assertThat(queue.hasStaged()).isFalse();
    assertThat(queue.take(5)).isEqualTo(trials(1, 2));
  }

  @Test
  void trialsThatComeBackAreTheNextInTheirOrder() {
    trials(1, 5).forEach(queue::decided);
    queue.recorded();
    List<Waiting> sent = queue.take(3);
    queue.handedBack(sent.subList(1, 3));
    assertThat(queue.size()).isEqualTo(4);
    assertThat(queue.take(9)).isEqualTo(trials(2, 5));
  }

  @Test
  void suspectsStandAside() {
    queue.suspect(trials(1, 2));
    trials(3, 3).forEach(queue::decided);
    queue.recorded();
    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.take(9)).isEqualTo(trials(3, 3));
    assertThat(queue.takeSuspect()).isEqualTo(trials(1, 1).get(0));
    assertThat(queue.hasSuspects()).isTrue();
    assertThat(queue.takeSuspect()).isEqualTo(trials(2, 2).get(0));
    assertThat(queue.hasSuspects()).isFalse();
  }

  private static List<Waiting> trials(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> new Waiting(n, List.of())).toList();
  }
}
