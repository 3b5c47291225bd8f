package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.cluster.SlotRules.Growth;
import io.espalier.driver.cluster.SlotRules.Size;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotRulesTest {
  private static final Growth FIXED = new Growth.None();

  @Test
  void whatIsLeftOverOnOneExecutorIsOfNoUseToAnother() {
    SlotRules two = new SlotRules(2, 0, FIXED);
    assertThat(two.slots(List.of(new Size(3, 0), new Size(3, 0)))).isEqualTo(2);
    assertThat(two.slots(List.of(new Size(4, 0), new Size(3, 0), new Size(1, 0)))).isEqualTo(3);
  }

  @Test
  void thereIsAlwaysOneSlot() {
    assertThat(new SlotRules(1, 0, FIXED).slots(List.of())).isEqualTo(1);
    assertThat(new SlotRules(4, 0, FIXED).slots(List.of(new Size(2, 0)))).isEqualTo(1);
    assertThat(new SlotRules(1, 1, FIXED).slots(List.of(new Size(8, 0)))).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} GPUs per task, {1} cores and {2} GPUs: {3}")
  @CsvSource({
    "1,    8, 2, 2",
    "2,    8, 5, 2",
    "0.5,  8, 2, 4",
    "0.25, 8, 2, 8",
    "0.25, 3, 2, 3",
    "0.3,  8, 2, 6",
    "0.6,  8, 2, 2",
    "0.1,  64, 1, 10",
    "0,    8, 0, 8",
  })
  void gpusLimitAsCoresDo(double taskGpus, int cores, int gpus, int slots) {
    assertThat(new SlotRules(1, taskGpus, FIXED).slots(List.of(new Size(cores, gpus))))
        .isEqualTo(slots);
  }

  @Test
  void aKnownMaximumOfExecutorsIsAskedForAtOnce() {
    SlotRules rules = new SlotRules(2, 0, backlog(OptionalInt.of(5), new Size(4, 0)));
    assertThat(rules.slots(List.of())).isEqualTo(10);
    assertThat(rules.slots(List.of(new Size(4, 0)))).isEqualTo(10);
    assertThat(rules.slots(List.of(new Size(8, 0)))).as("as they are, not as set").isEqualTo(20);
    assertThat(rules.slots(Collections.nCopies(6, new Size(4, 0))))
        .as("what is there")
        .isEqualTo(12);
  }

  @Test
  void withoutAMaximumTheClusterMayDouble() {
    SlotRules rules = new SlotRules(1, 0, backlog(OptionalInt.empty(), new Size(2, 0)));
    assertThat(rules.slots(List.of())).isEqualTo(2);
    assertThat(rules.slots(List.of(new Size(2, 0)))).isEqualTo(6);
    assertThat(rules.slots(Collections.nCopies(10, new Size(2, 0)))).isEqualTo(42);
  }

  @Test
  void newExecutorsAreCountedByTheirGpus() {
    SlotRules rules = new SlotRules(1, 0.5, backlog(OptionalInt.of(3), new Size(8, 2)));
    assertThat(rules.slots(List.of())).isEqualTo(12);
  }

  @Test
  void waitingAssignmentsHaveALimitAndExecutorsHaveNone() {
    SlotRules rules =
        new SlotRules(1, 0, backlog(OptionalInt.of(Integer.MAX_VALUE), new Size(64, 0)));
    assertThat(rules.slots(List.of())).isEqualTo(SlotRules.MOST_WAITING);
    assertThat(rules.slots(Collections.nCopies(1_000, new Size(64, 0)))).isEqualTo(64_000);
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertThatThrownBy(() -> new SlotRules(0, 0, FIXED))
        .hasMessage("a task takes at least 1 core, not 0");
    assertThatThrownBy(() -> new SlotRules(1, Double.NaN, FIXED))
        .hasMessage("a task takes 0 GPUs or more, not NaN");
    assertThatThrownBy(() -> backlog(OptionalInt.of(0), new Size(1, 0)))
        .hasMessage("there is at least 1 executor, not 0");
  }

  private static Growth backlog(OptionalInt executors, Size each) {
    return new Growth.Backlog(executors, each);
  }
}
