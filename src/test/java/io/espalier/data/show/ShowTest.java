package io.espalier.data.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.Augmentation;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Playground.Input;
import io.espalier.data.DataSource.Playground.Pattern;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.data.load.DataLoader;
import io.espalier.wire.InputShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowTest {
  @TempDir Path folder;

  private static PreparedData load(DataSource source, boolean flatten) {
    return new DataLoader(new Configuration(false))
        .load(
            new DataSpec(
                source,
                0,
                new Amount.Share(0.2),
                0,
                new Amount.Count(0),
                0,
                Selection.STRATIFIED,
                new Normalise.Fitted(),
                flatten),
            1);
  }

  @Test
  void theSummaryCountsClassesByPart() {
    String text = DataSummary.text(load(new DataSource.Iris(), false));
    assertThat(text)
        .contains("shape          4 (numbers; stored as floats)\n")
        .contains("inputs         sepal_length, sepal_width, petal_length, petal_width\n")
        .contains("targets        3 classes\n")
        .contains("examples             120          30           0\n")
        .contains("versicolor            40          10           0\n");
  }

  @Test
  void theSummarySaysWhatWasFlattened() {
    assertThat(DataSummary.text(load(new DataSource.Digits(50, 10), true)))
        .contains("1x28x28 (images, channels x height x width, flattened to 784; stored as bytes)");
  }

  @Test
  void imagesBecomeAGridOfClassesAlsoWhenFlattened() throws IOException {
    Path png = folder.resolve("new/samples.png");
    assertThat(SamplePicture.write(load(new DataSource.Digits(200, 10), true), png)).hasValue(png);
    BufferedImage picture = ImageIO.read(png.toFile());
    assertThat(picture.getWidth()).isEqualTo(130 + 10 * 60);
    assertThat(picture.getHeight()).isEqualTo(10 * 60 + 4);
    assertThat(picture.getRGB(130 + 28, 4 + 28)).isNotEqualTo(0xffffffff);
  }

  /**
   * Mirrored or as it is in each of nine epochs, in the colours that it had before it was scaled.
   */
  @Test
  void anImageOfEachClassIsDrawnAsItIsTrainedOn() throws IOException {
    Path png = folder.resolve("augmented.png");
    DataSpec spec =
        DataSpec.of(new DataSource.Digits(200, 10)).withNormalise(new Normalise.Fitted());
    Augmentation mirrored = new Augmentation(0, Augmentation.Flip.HORIZONTAL, 0, 0, 0, 0);
    PreparedData data =
        new DataLoader(new Configuration(false)).load(spec.withAugment(mirrored), 3);
    assertThat(SamplePicture.writeAugmented(data, 3, png)).isEqualTo(png);
    BufferedImage picture = ImageIO.read(png.toFile());
    BufferedImage first = picture.getSubimage(130, 4, 56, 56);
    TreeSet<Boolean> forms = new TreeSet<>();
    for (int form = 1; form < 10; form++) {
      BufferedImage drawn = picture.getSubimage(130 + form * 60, 4, 56, 56);
      boolean same = drawn.getRGB(14, 28) == first.getRGB(14, 28) && equal(drawn, first, false);
      assertThat(same || equal(drawn, first, true)).isTrue();
      forms.add(same);
    }
    assertThat(forms).containsExactly(false, true);
    assertThat(DataSummary.text(data)).contains("augmented      flipped (horizontal)");
    PreparedData plain = new DataLoader(new Configuration(false)).load(spec, 3);
    assertThat(plain.fingerprint()).isNotEqualTo(data.fingerprint());
    assertThatThrownBy(() -> SamplePicture.writeAugmented(plain, 3, png))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set data.augment");
    DataSpec table = DataSpec.of(new DataSource.Iris()).withAugment(mirrored);
    assertThatThrownBy(() -> new DataLoader(new Configuration(false)).load(table, 3))
        .isInstanceOf(DataException.class)
        .hasMessage("data.augment: only images are augmented, not 4");
  }

  /** But for a level of rounding. */
  private static boolean equal(BufferedImage drawn, BufferedImage other, boolean mirrored) {
    for (int y = 0; y < 56; y++) {
      for (int x = 0; x < 56; x++) {
        int there = other.getRGB(mirrored ? 55 - x : x, y) & 0xff;
        if (Math.abs((drawn.getRGB(x, y) & 0xff) - there) > 1) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void numbersOfAnyRangeGoFromBlackToWhite() {
    InputShape.Image shape = new InputShape.Image(1, 1, 2);
    Dataset dataset =
        new Dataset(
            shape,
            new Features.Floats(new float[] {-0.5f, 0.25f}),
            new Targets.Classes(new short[1], List.of("a")),
            List.of(),
            0);
    Split split = new Split(new int[] {0}, new int[0], new int[0]);
    PreparedData data = new PreparedData(dataset, split, Normalisation.NONE, "two");
    ImageCell cell = new ImageCell(data, shape, 0);
    BufferedImage drawn =
        new BufferedImage(cell.widthPixels(), cell.heightPixels(), BufferedImage.TYPE_INT_RGB);
    cell.draw(drawn.createGraphics(), 0, 0, 0, 0);
    assertThat(drawn.getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(drawn.getRGB(cell.widthPixels() - 1, 0)).isEqualTo(0xffffffff);
  }

  @Test
  void pointsOfThePlaneBecomeAScatter() throws IOException {
    Path png = folder.resolve("points.png");
    DataSource points =
        new DataSource.Playground(
            Pattern.SPIRAL, 300, 0, List.of(Input.X1_SQUARED, Input.X1, Input.X2));
    assertThat(SamplePicture.write(load(points, false), png)).hasValue(png);
    BufferedImage picture = ImageIO.read(png.toFile());
    int coloured = 0;
    for (int i = 0; i < 560 * 560; i++) {
      int rgb = picture.getRGB(40 + i % 560, 40 + i / 560) & 0xffffff;
      coloured += rgb == 0xE69F00 || rgb == 0x0072B2 ? 1 : 0;
    }
    assertThat(coloured).isGreaterThan(1000);
  }

  @Test
  void theSummaryCountsGraphsAndFolds() {
    DataSpec spec =
        new DataSpec(
            new DataSource.DrawnGraphs(32, 8, 8),
            0,
            new Amount.Share(0),
            5,
            new Amount.Count(0),
            0,
            Selection.STRATIFIED,
            new Normalise.RowSum(),
            false);
    assertThat(DataSummary.text(new DataLoader(new Configuration(false)).load(spec, 1)))
        .contains("shape          graph of nodes of 2 (numbers of a node; stored as bytes)\n")
        .contains("graphs         32 with 256 nodes and ")
        .contains(" edges; nodes of a graph 8 to 8, mean 8.0\n")
        .contains("inputs         label=0, label=1\n")
        .contains("normalisation  divided by the sum of the numbers\n")
        .contains("folds          5, each validates 6 or 7 examples\n")
        .contains("examples              32           0           0\n")
        .contains("ring                  11           0           0\n");
  }

  @Test
  void graphsBecomeAGridOfClasses() throws IOException {
    Path png = folder.resolve("graphs.png");
    assertThat(SamplePicture.write(load(new DataSource.DrawnGraphs(60, 8, 16), false), png))
        .hasValue(png);
    BufferedImage picture = ImageIO.read(png.toFile());
    assertThat(picture.getHeight()).isEqualTo(3 * 114 + 4);
    int[] coloured = new int[2];
    for (int i = 0; i < picture.getWidth() * picture.getHeight(); i++) {
      int rgb = picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xffffff;
      coloured[0] += rgb == 0xE69F00 ? 1 : 0;
      coloured[1] += rgb == 0x0072B2 ? 1 : 0;
    }
    assertThat(coloured[0]).isGreaterThan(2 * coloured[1]);
    assertThat(coloured[1]).isGreaterThan(500);
  }

  @Test
  void otherTablesHaveNoPicture() {
    Path png = folder.resolve("none.png");
    assertThat(SamplePicture.write(load(new DataSource.Iris(), false), png)).isEmpty();
    assertThat(png).doesNotExist();
  }
}
