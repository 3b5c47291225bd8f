package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostHealthTest {
  private final Map<String, List<String>> executors = new TreeMap<>();
  private final List<String> given = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final HostHealth health =
      new HostHealth(
          new HostHealth.Hosts() {
            @Override
            public Map<String, List<String>> executors() {
              return executors;
            }

            @Override
            public void giveBack(List<String> back) {
              given.addAll(back);
              executors.values().removeIf(back::containsAll);
            }

            @Override
            public void sleep(long millis) {
              pauses.add(millis);
            }
          },
          notices::add);

  @Test
  void aHostThatMeetsTroubleThreeTimesInARowGetsNoMoreWorkAndIsNamedOnce() {
    executors.put("a", List.of("0"));
    executors.put("b", List.of("1", "2"));
    health.trouble("b", "the disk is full");
    health.trouble("b", "the disk is full");
    assertThat(given).isEmpty();
    health.trouble("b", "the disk is full");
    health.trouble("b", "what was on its way back");
    assertThat(given).containsExactly("1", "2");
    assertThat(pauses).isEmpty();
    assertThat(notices)
        .containsExactly("the host b gets no more work: the disk is full; the work goes on on a");
  }

  @Test
  void whatGoesWellBetweenCountsFromTheStart() {
    executors.put("a", List.of("0"));
    executors.put("b", List.of("1"));
    for (int round = 0; round < 3; round++) {
      health.trouble("b", "brief");
      health.trouble("b", "brief");
      health.well("b");
    }
    assertThat(given).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void theOnlyHostIsWaitedForLongerEachTimeAndThenTheWorkPauses() {
    executors.put("a", List.of("0"));
    health.trouble("a", "no file");
    health.trouble("a", "no file");
    assertThat(pauses).containsExactly(500L, 2_000L);
    assertThatThrownBy(() -> health.trouble("a", "no file"))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "no host is left that can train: a: no file; nothing was recorded of it, and the same"
                + " command goes on from here");
    assertThat(given).isEmpty();
  }

  @Test
  void aHostIsLeftOutAtOnceWhereAskedForButNeverTheLastOne() {
    executors.put("a", List.of("0"));
    executors.put("b", List.of("1"));
    health.leaveOut("b", "no natives");
    assertThat(given).containsExactly("1");
    assertThatThrownBy(() -> health.leaveOut("a", "no natives"))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("no host is left that can train: a: no natives");
  }
}
