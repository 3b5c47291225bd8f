package io.espalier.driver.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.data.read.WrittenFiles;
import io.espalier.data.session.SessionLender;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.run.TrialPlans;
import io.espalier.wire.InputShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are drafted are read by the reader of all experiment files, and their data load. */
class DraftTest {
  private static final Configuration HADOOP = new Configuration();

  /** So little that measuring what training takes is short. */
  private static final double MINUTES = 0.05;

  @TempDir private Path folder;
  private final List<String> notices = new ArrayList<>();

  @Test
  void aTableWithHolesIsReadAsItIs() throws IOException {
    StringBuilder rows = new StringBuilder("girth,soil,tree\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 7 == 0 ? "" : String.format(Locale.ROOT, "%.1f", i * 0.7));
      rows.append(i % 2 == 0 ? ",clay," : ",sand,").append(i % 3 == 0 ? "elm\n" : "oak\n");
    }
    Path file = Files.writeString(folder.resolve("my trees.csv"), rows);
    Draft draft = draft(file);
    assertThat(draft.name()).isEqualTo("my-trees");
    assertThat(draft.lines())
        .contains(
            "tree is to be predicted: 2 classes (a guess; --label says otherwise)",
            "holes: girth 9",
            "classes: elm 20, oak 40");
    assertThat(draft.text().lines()).hasSizeLessThanOrEqualTo(60);
    PreparedData data = load(draft);
    assertThat(data.folds()).hasSize(5);
    assertThat(data.dataset().shape()).isEqualTo(new InputShape.Flat(4));
  }

  @Test
  void anotherWayOfWritingIsSaidInTheFile() throws IOException {
    String rows =
        "grösse;preis;art\n" + "1,5;1.250,75;weiß\n2,25;3.000,5;grün\n0,75;12,5;weiß\n".repeat(15);
    Path file = folder.resolve("umlaut.csv");
    Files.write(file, rows.getBytes(Charset.forName("windows-1252")));
    Draft draft = draft(file);
    assertThat(draft.text())
        .contains("separator = \";\"", "charset = windows-1252", "\"grösse\" { decimal = \",\" }")
        .contains("preis { decimal = \",\", thousands = \".\" }");
    assertThat(load(draft).dataset().featureNames()).containsExactly("grösse", "preis");
  }

  @Test
  void namesOfAnyKindAreQuoted() throws IOException {
    String header = "\"a.b\",\"say \"\"x\"\"\",\"$ {c}\",größe,\"what = it\"\n";
    Path file =
        Files.writeString(
            folder.resolve("odd.csv"),
            header + "\"1,5\",2,3,4,yes\n\"2,25\",5,4,3,no\n".repeat(20));
    Draft draft = draft(file, "what = it");
    assertThat(load(draft).dataset().featureNames())
        .containsExactly("a.b", "say \"x\"", "$ {c}", "größe");
    Draft other = draft(file, "say \"x\"");
    assertThat(load(other).dataset().targets().outputs()).isEqualTo(2);
  }

  @Test
  void aTableWithoutAHeaderKeepsItsFirstRow() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("plain.data"), "  1.5   2.5  elm\n  0.5  -1.0  oak\n".repeat(30));
    Draft draft = draft(file);
    assertThat(draft.text()).contains("header = false", "separator = \"blanks\"", "label = \"c3\"");
    assertThat(load(draft).dataset().examples()).isEqualTo(60);
  }

  @Test
  void numbersAreARegression() throws IOException {
    StringBuilder rows = new StringBuilder("x,price\n");
    for (int i = 0; i < 50; i++) {
      rows.append(i).append(',').append(i * 1.5 + 0.25).append('\n');
    }
    Path file = Files.writeString(folder.resolve("houses.csv"), rows);
    Draft draft = draft(file, "price");
    assertThat(draft.text()).contains("regression = true", "normalize-label = fitted");
    assertThat(load(draft).dataset().targets().outputs()).isEqualTo(1);
  }

  @Test
  void theTestPartBesideATrainingFileIsUsed() throws IOException {
    String rows = "x,label\n" + "1,a\n2,b\n".repeat(20);
    Path train = Files.writeString(folder.resolve("train.csv"), rows);
    Files.writeString(folder.resolve("test.csv"), rows);
    assertThat(load(draft(train)).dataset().officialTest()).isEqualTo(40);
    Files.writeString(folder.resolve("test.csv"), "x\n1\n");
    Draft without = draft(folder);
    assertThat(without.text()).doesNotContain("test-path");
    assertThat(without.lines())
        .contains("test.csv has no column label: it is to be predicted, not to be tested on");
  }

  @Test
  void whatIsNotPlainIsAskedFor() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("many.csv"), "girth,height\n" + "1.5,2.25\n2.5,3.5\n".repeat(30));
    assertThatThrownBy(() -> draft(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "which column is to be predicted? Say --label NAME; the columns are girth, height");
    assertThatThrownBy(() -> draft(file, "heigth"))
        .hasMessage(
            "there is no column 'heigth'; the columns are girth, height; did you mean 'height'?");
    assertThat(draft(file, "last").text()).contains("label = \"height\"");
    assertThatThrownBy(() -> draft(folder.resolve("none.csv")))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + "/none.csv: there is no such file or folder");
  }

  @Test
  void classesOfDifferentSizesAreWeighedAlike() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rare.csv"), "x,y\n" + "1,common\n".repeat(90) + "2,rare\n".repeat(15));
    Draft draft = draft(file);
    assertThat(draft.text()).contains("metric = validation-balanced-accuracy");
    Draft asked = draft(file, Optional.of("y"), Optional.of("validation-f1"));
    assertThat(asked.text()).contains("metric = validation-f1");
    assertThatThrownBy(() -> draft(file, Optional.of("y"), Optional.of("validation-f2")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("validation-f1");
  }

  @Test
  void foldersOfPicturesOfDifferentSizesAreScaled() throws IOException {
    for (String kind : List.of("leaf", "twig")) {
      Path pictures = Files.createDirectories(folder.resolve("plants").resolve(kind));
      for (int i = 0; i < 8; i++) {
        BufferedImage image = new BufferedImage(10 + i, 12, BufferedImage.TYPE_BYTE_GRAY);
        ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
      }
    }
    Draft draft = draft(folder.resolve("plants"));
    assertThat(draft.lines()).contains("plants: 16 pictures of 2 classes (leaf, twig)");
    Experiment experiment = read(draft);
    assertThat(experiment.data().source()).isInstanceOf(DataSource.ImageFolder.class);
    assertThat(load(draft).dataset().shape()).isEqualTo(new InputShape.Image(1, 12, 14));
    assertThat(draft.text()).contains("kind = cnn", "channels = 1");
  }

  @Test
  void foldersOfGraphsAreRead() throws IOException {
    new WrittenFiles(folder).paths("TINY", 20);
    Draft draft = draft(folder.resolve("TINY"));
    assertThat(draft.text()).contains("source = tu", "kind = gcn");
    assertThat(load(draft).dataset().examples()).isEqualTo(20);
  }

  private Draft draft(Path path) {
    return draft(path, Optional.empty(), Optional.empty());
  }

  private Draft draft(Path path, String label) {
    return draft(path, Optional.of(label), Optional.empty());
  }

  private Draft draft(Path path, Optional<String> label, Optional<String> goal) {
    return Draft.of(
        new Draft.Request(path.toString(), false, label, goal, MINUTES, 2),
        HADOOP,
        SessionLender.none(),
        notices::add);
  }

  /** As {@code espalier run} reads it, with a trial that can be trained. */
  private Experiment read(Draft draft) throws IOException {
    Path file = Files.writeString(folder.resolve(draft.name() + ".conf"), draft.text());
    return ExperimentFile.load(file, List.of(), Map.of());
  }

  private PreparedData load(Draft draft) throws IOException {
    Experiment experiment = read(draft);
    PreparedData data =
        new DataLoader(HADOOP, notices::add).load(experiment.data(), experiment.seed());
    assertThat(new TrialPlans(experiment, data).possible(10)).isPresent();
    return data;
  }
}
