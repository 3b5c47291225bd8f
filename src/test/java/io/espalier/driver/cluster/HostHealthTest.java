package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostHealthTest {
  private static final String FULL = "IOException: No space left on device";
  private static final String NONE_LEFT =
      "no host is left that can train: bad: "
          + FULL
          + "; nothing was recorded of it, and the same command goes on from here";

  private final FakeHosts hosts = new FakeHosts().with("bad", "1", "3").with("good", "2");
  private final List<String> notices = new ArrayList<>();
  private final HostHealth health = new HostHealth(hosts, notices::add);

  @Test
  void theThirdTroubleInARowGivesTheHostsExecutorsBackAndSaysSo() {
    troubles(2);
    assertThat(hosts.givenBack).isEmpty();
    troubles(1);

    assertThat(hosts.givenBack).containsExactly("1", "3");
    assertThat(hosts.staying).containsExactly(1);
    assertThat(hosts.pauses).as("others work meanwhile").isEmpty();
    assertThat(notices)
        .containsExactly("the host bad gets no more work: " + FULL + "; the work goes on on good");
  }

  @Test
  void whatItsLastTasksMeetIsNotToldAgain() {
    hosts.slow = true;
    troubles(6);
    assertThat(notices).hasSize(1);
  }

  @Test
  void aSuccessBetweenForgetsTheTroubleBefore() {
    troubles(2);
    health.well("bad");
    troubles(2);
    health.well("good");
    assertThat(hosts.givenBack).isEmpty();
    troubles(1);
    assertThat(hosts.givenBack).containsExactly("1", "3");
  }

  @Test
  void troubleOfOneHostIsNotCountedForAnother() {
    troubles(2);
    health.trouble("good", FULL);
    assertThat(hosts.givenBack).isEmpty();
  }

  @Test
  void executorsThatAHostHasAgainAreGivenBackAtTheirFirstTrouble() {
    troubles(3);
    hosts.with("bad", "4");
    troubles(1);
    assertThat(hosts.givenBack).containsExactly("1", "3", "4");
    assertThat(notices).hasSize(1);
  }

  @Test
  void whatTheGoodHostLostIsAskedForAnewWhereItsReplacementCameToTheBadOne() {
    troubles(3);
    hosts.executors.clear();
    hosts.with("bad", "4");
    hosts.whileAsleep = () -> hosts.with("good", "5");
    troubles(1);
    assertThat(hosts.asked).containsExactly(2);
    assertThat(hosts.givenBack).containsExactly("1", "3", "4");
    assertThat(hosts.staying).containsExactly(1, 1);
  }

  @Test
  void theWorkPausesIfTheGoodHostDoesNotComeBack() {
    troubles(3);
    hosts.executors.clear();
    hosts.with("bad", "4");
    troubles(2);
    assertThatThrownBy(() -> troubles(1))
        .isInstanceOf(ClusterException.class)
        .hasMessage(NONE_LEFT);
    assertThat(hosts.givenBack).containsExactly("1", "3");
  }

  @Test
  void theOnlyHostIsWaitedForLongerEachTimeBeforeTheWorkPauses() {
    hosts.executors.remove("good");
    troubles(2);
    assertThat(hosts.pauses).containsExactly(500L, 2_000L);
    assertThatThrownBy(() -> troubles(1))
        .isInstanceOf(ClusterException.class)
        .hasMessage(NONE_LEFT);
    assertThat(hosts.pauses).hasSize(2);
    assertThat(hosts.givenBack).isEmpty();
  }

  @Test
  void aHostThatIsLeftOutIsNoHelpToAnother() {
    hosts.slow = true;
    troubles(3);
    health.trouble("good", FULL);
    assertThat(hosts.pauses).containsExactly(500L);
  }

  @Test
  void troubleOfTheDriversHostPausesThoughTheClusterIsWell() {
    health.trouble(HostHealth.DRIVER, FULL);
    health.trouble(HostHealth.DRIVER, FULL);
    assertThatThrownBy(() -> health.trouble(HostHealth.DRIVER, FULL))
        .isInstanceOf(ClusterException.class)
        .hasMessage(NONE_LEFT.replace("bad", HostHealth.DRIVER));
    assertThat(hosts.givenBack).isEmpty();
  }

  @Test
  void aClusterThatTakesNoExecutorsBackPausesTheWork() {
    hosts.takesBack = false;
    troubles(2);
    assertThatThrownBy(() -> troubles(1))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "the host bad cannot train: "
                + FULL
                + "; this cluster takes no executors back: keep the program off that host, and the"
                + " same command goes on from here");
    assertThat(notices).isEmpty();
  }

  @Test
  void anInterruptEndsThePauseAndIsKept() {
    hosts.executors.remove("good");
    hosts.interrupted = true;
    assertThatThrownBy(() -> troubles(1))
        .isInstanceOf(ClusterException.class)
        .hasMessage("interrupted; the same command goes on from here");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aHostWhoseExecutorsComeAMomentLaterIsWaitedFor() {
    hosts.executors.remove("good");
    hosts.whileAsleep =
        () -> {
          if (hosts.pauses.size() == 7) {
            hosts.with("good", "9");
          }
        };
    assertThat(health.awaitOthers("bad")).isTrue();
    assertThat(hosts.pauses).hasSize(7);
  }

  @Test
  void otherHostsAreNotWaitedForForEverNorInLocalMode() {
    hosts.executors.remove("good");
    assertThat(health.awaitOthers("bad")).isFalse();
    assertThat(hosts.pauses.stream().mapToLong(Long::longValue).sum()).isEqualTo(10_000);
    hosts.grows = false;
    hosts.pauses.clear();
    assertThat(health.awaitOthers("bad")).isFalse();
    assertThat(hosts.pauses).isEmpty();
  }

  private void troubles(int times) {
    for (int time = 0; time < times; time++) {
      health.trouble("bad", FULL);
    }
  }
}
