package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier data show} of data that no experiment file describes. */
class DataCommandTest {
  @TempDir private Path folder;
  private String output = "";
  private String errors = "";

  @Test
  void dataAreShownAsADraftWouldReadThem() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("trips.csv"),
            "start;km;late\n" + "7:15:00;1,5;no\n18:45:00;12,25;yes\n06:30:00;;no\n".repeat(20));
    assertThat(run("data", "show", file.toString(), "--label", "late")).as(errors).isZero();
    assertThat(errors)
        .startsWith("trips.csv: a table of 60 rows and 3 columns\nlate is to be predicted: ")
        .contains("holes: km 20\n");
    assertThat(output)
        .contains("start   date        0         3  06:30 to 18:45")
        .contains("km      number     20         2  1.500 to 12.25")
        .contains("targets        2 classes\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.conf");
  }

  @Test
  void dataInThePlaceOfAnExperimentFileAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("trips.csv"), "a,b\n1,2\n");
    assertThat(run("plan", file.toString())).isEqualTo(2);
    assertThat(errors)
        .isEqualTo(
            "espalier: %1$s is data, not an experiment file; espalier init %1$s writes one,"
                    .formatted(file)
                + " espalier data show %s shows the data\n".formatted(file));
    Path experiment = Files.writeString(folder.resolve("trips.conf"), "data { source = digits }");
    assertThat(run("data", "show", experiment.toString(), "--label", "b")).isEqualTo(2);
    assertThat(errors).startsWith("espalier: --label is for data; ");
  }

  private int run(String... arguments) {
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      return EspalierCommand.execute(new AnswerStream(printed, false), arguments);
    } finally {
      System.setErr(err);
      output = printed.toString(StandardCharsets.UTF_8);
      errors = complained.toString(StandardCharsets.UTF_8);
    }
  }
}
