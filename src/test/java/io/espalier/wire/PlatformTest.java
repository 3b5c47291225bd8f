package io.espalier.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.wire.Platform.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scala.util.Properties;

class PlatformTest {
  private static final List<Integer> JAVAS =
      Platform.all().stream().map(Platform::java).distinct().sorted().toList();

  @Test
  void theReadmeSaysWhatRunsWhere() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains(sparks() + "\n" + machines());
  }

  /** Spark × Java, as the README shows it. */
  private static String sparks() {
    List<String> lines = new ArrayList<>();
    lines.add("| Spark | Scala | Java " + joined(JAVAS.stream(), " | Java ") + " |");
    lines.add("|---|---|" + "---|".repeat(JAVAS.size()));
    List<List<String>> sparks =
        Platform.all().stream()
            .map(platform -> List.of(platform.spark(), platform.scala()))
            .distinct()
            .toList();
    for (List<String> spark : sparks) {
      lines.add(
          "| "
              + String.join(" | ", spark)
              + " | "
              + joined(JAVAS.stream().map(java -> word(state(spark, java))), " | ")
              + " |");
    }
    return String.join("\n", lines) + "\n";
  }

  private static Platform.State state(List<String> spark, int java) {
    List<Platform.State> states =
        Platform.all().stream()
            .filter(each -> List.of(each.spark(), each.scala()).equals(spark))
            .filter(each -> each.java() == java)
            .map(Platform::state)
            .toList();
    assertThat(states).as("Spark %s, Java %d", spark, java).hasSize(1);
    return states.get(0);
  }

  private static String machines() {
    List<Machine> machines = Platform.machines();
    return "| "
        + joined(machines.stream().map(Machine::name), " | ")
        + " |\n|"
        + "---|".repeat(machines.size())
        + "\n| "
        + joined(machines.stream().map(machine -> word(machine.state())), " | ")
        + " |\n";
  }

  private static String word(Platform.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String joined(Stream<?> parts, String between) {
    return parts.map(String::valueOf).collect(Collectors.joining(between));
  }

  @Test
  void thisProcessRunsOnWhatWasTried() {
    String spark = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    String scala = Properties.versionNumberString();
    assertThat(Platform.javas(spark, scala)).contains(Runtime.version().feature());
    assertThat(scala).startsWith(BuildFacts.of("scala") + ".");
    assertThat(Platform.all())
        .filteredOn(platform -> spark.startsWith(platform.spark() + "."))
        .filteredOn(platform -> scala.startsWith(platform.scala() + "."))
        .filteredOn(platform -> platform.java() == Runtime.version().feature())
        .extracting(Platform::state)
        .containsExactly(Platform.State.TRIED);
  }

  @Test
  void whatIsRefusedOrUnknownGoesWithNoJava() {
    assertThat(Platform.javas("3.4.1", "2.12.17")).isEmpty();
    assertThat(Platform.javas("3.5.9", "2.13.8")).containsExactly(17, 21);
    assertThat(Platform.javas("3.55.0", "2.12.18")).isEmpty();
    assertThat(Platform.javas("3.5.9", "2.12.18")).containsExactly(17, 21);
  }

  @Test
  void numbersOfJavaAreToldAsPeopleDo() {
    assertThat(Platform.text(List.of(17))).isEqualTo("17");
    assertThat(Platform.text(List.of(17, 21))).isEqualTo("17 or 21");
    assertThat(Platform.text(List.of(17, 21, 25))).isEqualTo("17, 21 or 25");
  }
}
