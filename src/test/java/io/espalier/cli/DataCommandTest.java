package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier data show} of data that no experiment file describes. */
class DataCommandTest {
  @TempDir private Path folder;

  @Test
  void dataAreShownAsADraftWouldReadThem() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("trips.csv"),
            "start;km;late\n" + "7:15:00;1,5;no\n18:45:00;12,25;yes\n06:30:00;;no\n".repeat(20));
    CommandRun show = CommandRun.of("data", "show", file.toString(), "--label", "late");
    assertThat(show.code()).as(show.errors()).isZero();
    assertThat(show.errors())
        .startsWith("trips.csv: a table of 60 rows and 3 columns\nlate is to be predicted: ")
        .contains("holes: km 20\n");
    assertThat(show.output())
        .contains("start   date        0         3  06:30 to 18:45")
        .contains("km      number     20         2  1.500 to 12.25")
        .contains("targets        2 classes\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.conf");
  }

  @Test
  void aTableOfAnotherProgramIsAnsweredWithWhatIsRead() throws IOException {
    Path file = Files.writeString(folder.resolve("Trips.XLSX"), "PK");
    CommandRun show = CommandRun.of("data", "show", file.toString());
    assertThat(show.code()).isEqualTo(3);
    assertThat(show.errors())
        .startsWith("espalier: " + file + ": ")
        .contains("CSV")
        .hasLineCount(1);
    assertThat(CommandRun.of("init", file.toString()).errors()).isEqualTo(show.errors());
  }

  @Test
  void dataInThePlaceOfAnExperimentFileAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("trips.csv"), "a,b\n1,2\n");
    CommandRun plan = CommandRun.of("plan", file.toString());
    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.errors())
        .isEqualTo(
            "espalier: %1$s is data, not an experiment file; espalier init %1$s writes one,"
                    .formatted(file)
                + " espalier data show %s shows the data\n".formatted(file));
    Path experiment = Files.writeString(folder.resolve("trips.conf"), "data { source = digits }");
    CommandRun show = CommandRun.of("data", "show", experiment.toString(), "--label", "b");
    assertThat(show.code()).isEqualTo(2);
    assertThat(show.errors()).startsWith("espalier: --label is for data; ");
  }
}
