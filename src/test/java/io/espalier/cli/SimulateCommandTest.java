package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code espalier simulate} of the shipped function. */
class SimulateCommandTest {
  private static CommandRun simulate(String... arguments) {
    List<String> all = new ArrayList<>(List.of("simulate", "conf/branin.conf"));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray(new String[0]));
  }

  private static String value(CommandRun run, String what) {
    assertThat(run.code()).as(run.errors()).isZero();
    return run.output()
        .lines()
        .filter(line -> line.startsWith(what + " "))
        .map(line -> line.substring(what.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError(what + " is not in " + run.output()));
  }

  @Test
  void moreSlotsGiveTheSameTablesSooner() {
    CommandRun one = simulate();
    CommandRun many = simulate("--slots", "64");
    assertThat(value(many, "digest")).isEqualTo(value(one, "digest")).hasSize(64);
    assertThat(Double.parseDouble(value(many, "virtual seconds")))
        .isLessThan(Double.parseDouble(value(one, "virtual seconds")) / 10);
    assertThat(value(one, "idle share")).isEqualTo("0");
    assertThat(value(one, "trials")).startsWith("120: ").contains(" stopped");
    assertThat(value(one, "decisions")).startsWith("120 started, ");
    assertThat(value(simulate("--seed", "7"), "digest")).isNotEqualTo(value(one, "digest"));
  }

  @Test
  void rulesThatEndItEarlyEndItOnTheVirtualClock() {
    CommandRun minutes = simulate("--set", "search.minutes=0.1");
    assertThat(value(minutes, "ended early")).isEqualTo("search.minutes = 0.1 are spent");
    assertThat(Double.parseDouble(value(minutes, "virtual seconds"))).isBetween(6.0, 6.9);
    CommandRun target = simulate("--set", "search.target=3");
    assertThat(value(target, "ended early")).contains("search.target");
    CommandRun trial =
        simulate("--set", "search.trial-minutes=0.004", "--set", "search.scheduler=plain");
    assertThat(value(trial, "epochs trained")).as("0.24 s at 0.1 s an epoch").isEqualTo("360");
    assertThat(value(trial, "trials")).isEqualTo("120: 120 stopped");
  }

  @Test
  void whatItCannotDoIsOneLine() {
    CommandRun none = simulate("--slots", "0");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.errors()).contains("--slots must be at least 1, not 0").doesNotContain("\tat ");
    CommandRun unknown = simulate("--history", "nothing-like-it");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.errors())
        .contains("there is no run 'nothing-like-it'")
        .doesNotContain("\tat ");
    CommandRun network = CommandRun.of("simulate", "conf/quickstart.conf");
    assertThat(network.code()).isEqualTo(2);
    assertThat(network.errors()).contains("only functions are simulated without a record");
  }
}
