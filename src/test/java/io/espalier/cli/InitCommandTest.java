package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier init}, and the run of what it has written, with one trial. */
class InitCommandTest {
  @TempDir private static Path folder;
  private String output = "";
  private String errors = "";

  @BeforeAll
  static void start() {
    System.setProperty("spark.master", "local[2]");
  }

  @AfterAll
  static void stop() {
    System.clearProperty("spark.master");
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  @Test
  void aTableIsDraftedNeverOverAFileAndRunsWithoutAnEdit() throws IOException {
    String rows =
        "size,colour,kind\n" + "1.5,red,low\n5,,high\n2,blue,low\n7.5,red,high\n".repeat(20);
    Path data = Files.writeString(folder.resolve("things.csv"), rows);
    String file = folder.resolve("things.conf").toString();
    assertThat(run("init", data.toString(), "--label", "kind", "--to", file, "--minutes", "0.5"))
        .as(errors)
        .isZero();
    assertThat(output)
        .startsWith(
            "things.csv: a table of 80 rows and 3 columns\nkind is to be predicted: 2 classes\n")
        .endsWith("written to " + file + "; espalier run " + file + "\n");
    String written = Files.readString(Path.of(file));
    assertThat(run("init", data.toString(), "--to", file)).isEqualTo(2);
    assertThat(errors).startsWith("espalier: " + file + " is there already, ");
    assertThat(Files.readString(Path.of(file))).isEqualTo(written);
    assertThat(oneTrial(file)).as(errors).isZero();
    assertThat(output).contains("trials      1 completed", "test_accuracy");
  }

  @Test
  void whatCannotBeDraftedEndsWithTwoOrThreeAndOneLine() throws IOException {
    Path data = Files.writeString(folder.resolve("plain.csv"), "a,b\n" + "1.5,2.5\n".repeat(30));
    assertThat(run("init", data.toString())).isEqualTo(2);
    assertThat(errors)
        .isEqualTo(
            "espalier: which column is to be predicted? Say --label NAME; the columns are a, b\n");
    assertThat(run("init", folder.resolve("nothing").toString())).isEqualTo(3);
    assertThat(errors)
        .isEqualTo("espalier: " + folder + "/nothing: there is no such file or folder\n");
    assertThat(run("init", data.toString(), "--minutes", "0")).isEqualTo(2);
    assertThat(errors).startsWith("espalier: --minutes must be above 0, not 0.0");
  }

  @Test
  @Tag("slow")
  void picturesAreDraftedAndRun() throws IOException {
    Path data = folder.resolve("plants");
    for (String kind : List.of("leaf", "twig")) {
      Path pictures = Files.createDirectories(data.resolve(kind));
      for (int i = 0; i < 10; i++) {
        BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, 5, kind.equals("leaf") ? 0x00ff00 : 0x805000);
        ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
      }
    }
    draftAndRun(data);
  }

  @Test
  @Tag("slow")
  void graphsAreDraftedAndRun() throws IOException {
    Path data = Files.createDirectories(folder.resolve("TINY"));
    StringBuilder edges = new StringBuilder();
    StringBuilder graphs = new StringBuilder();
    StringBuilder labels = new StringBuilder();
    for (int graph = 1; graph <= 20; graph++) {
      int first = 3 * graph - 2;
      edges.append("%d, %d\n%d, %d\n".formatted(first, first + 1, first + 1, first + 2));
      graphs.append((graph + "\n").repeat(3));
      labels.append(graph % 2).append('\n');
    }
    Files.writeString(data.resolve("TINY_A.txt"), edges);
    Files.writeString(data.resolve("TINY_graph_indicator.txt"), graphs);
    Files.writeString(data.resolve("TINY_graph_labels.txt"), labels);
    draftAndRun(data);
  }

  private void draftAndRun(Path data) {
    String file = data + ".conf";
    assertThat(run("init", data.toString(), "--to", file, "--minutes", "0.5")).as(errors).isZero();
    assertThat(oneTrial(file)).as(errors).isZero();
    assertThat(output).contains("trials      1 completed", "tested ");
  }

  private int oneTrial(String file) {
    return run(
        "run",
        file,
        "--set",
        "search.trials=1",
        "--set",
        "training.epochs=1",
        "--set",
        "output.directory=" + folder.resolve("out"));
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
