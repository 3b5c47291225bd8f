package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures whose publisher chose a validation part. */
class PublishedPicturesTest {
  @TempDir private Path folder;
  private final List<String> notices = new ArrayList<>();

  private void pictures(String part, int ofClass) throws IOException {
    for (String name : List.of("a", "b")) {
      Path target = Files.createDirectories(folder.resolve(part).resolve(name));
      for (int i = 0; i < ofClass; i++) {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", target.resolve(i + ".png").toFile());
      }
    }
  }

  private DataSpec spec() {
    return DataSpec.of(new DataSource.ImageFolder(folder.toString(), 0, 0, 1));
  }

  private Split load(DataSpec spec) {
    PreparedData data = new DataLoader(new Configuration(false), notices::add).load(spec, 1);
    return data.split();
  }

  /** The same with other amounts: limit, folds, share of the test part, its limit, selection. */
  private DataSpec with(int limit, int folds, double test, int testLimit, Selection selection) {
    return new DataSpec(
        spec().source(),
        limit,
        new Amount.Share(folds > 0 ? 0 : 0.25),
        folds,
        new Amount.Share(test),
        testLimit,
        selection,
        spec().normalise(),
        false);
  }

  @Test
  void thePublishedPartsAreUsedAsTheyAre() throws IOException {
    pictures("train", 4);
    pictures("val", 2);
    pictures("test", 3);
    Split split = load(spec());
    assertThat(split.train()).isEqualTo(IntStream.range(0, 8).toArray());
    assertThat(split.validation()).isEqualTo(IntStream.range(8, 12).toArray());
    assertThat(split.test()).isEqualTo(IntStream.range(12, 18).toArray());
    assertThat(notices).isEmpty();
  }

  @Test
  void limitsHoldWithinThePublishedParts() throws IOException {
    pictures("train", 4);
    pictures("val", 2);
    pictures("test", 3);
    Split split = load(with(3, 0, 0.2, 2, Selection.PUBLISHED));
    assertThat(split.train()).hasSize(3);
    assertThat(IntStream.of(split.train())).allMatch(row -> row < 8);
    assertThat(split.validation()).isEqualTo(IntStream.range(8, 12).toArray());
    assertThat(split.test()).containsExactly(12, 13);
  }

  @Test
  void aTestPartThatLacksIsTakenFromTheTrainingPart() throws IOException {
    pictures("train", 4);
    pictures("val", 2);
    Split split = load(with(0, 0, 0.25, 0, Selection.PUBLISHED));
    assertThat(split.test()).hasSize(2);
    assertThat(IntStream.of(split.test())).allMatch(row -> row < 8);
    assertThat(split.train()).hasSize(6).doesNotContain(split.test());
    assertThat(split.validation()).isEqualTo(IntStream.range(8, 12).toArray());
  }

  @Test
  void aSplitOfOnesOwnDividesThePublishedPartAnewAndSaysSo() throws IOException {
    pictures("train", 4);
    pictures("val", 2);
    pictures("test", 3);
    Split split = load(spec().withValidation(new Amount.Share(0.5)));
    assertThat(split.train()).hasSize(6);
    assertThat(split.validation()).hasSize(6);
    assertThat(split.test()).isEqualTo(IntStream.range(12, 18).toArray());
    assertThat(notices)
        .containsExactly(
            "the published validation part (4 examples) is divided anew together with the training"
                + " part, because the experiment asks for a split of its own (validation, folds or"
                + " selection)");
    assertThat(load(with(0, 3, 0, 0, Selection.STRATIFIED)).train()).hasSize(12);
  }

  @Test
  void withoutAPublishedPartAllIsDrawnAsAtRandom() throws IOException {
    pictures("train", 10);
    pictures("test", 3);
    Split published = load(with(0, 0, 0.2, 0, Selection.PUBLISHED));
    Split random = load(with(0, 0, 0.2, 0, Selection.RANDOM));
    assertThat(published.validation()).hasSize(5).isEqualTo(random.validation());
    assertThat(published.train()).isEqualTo(random.train());
    assertThat(notices).isEmpty();
  }

  @Test
  void onePictureIsTooFew() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    ImageIO.write(
        new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("a/1.png").toFile());
    assertThatThrownBy(() -> load(spec()))
        .isInstanceOf(DataException.class)
        .hasMessage("test = 0.2: of 1 examples that is none");
  }
}
