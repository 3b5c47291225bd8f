package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.data.read.SourceReader;
import io.espalier.wire.InputShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The published files themselves, where ESPALIER_DATA names a folder that has them. */
class PublishedFilesTest {
  static String folder(String name) {
    Optional<String> root = Optional.ofNullable(System.getenv("ESPALIER_DATA"));
    Assumptions.assumeTrue(root.isPresent(), "needs the published files below ESPALIER_DATA");
    java.nio.file.Path folder = java.nio.file.Path.of(root.orElse("")).resolve(name);
    Assumptions.assumeTrue(java.nio.file.Files.isDirectory(folder), "needs the folder " + folder);
    return folder.toString();
  }

  private static Dataset read(DataSource source) {
    return new SourceReader(new Configuration(false)).read(source, 1);
  }

  private static short[] firstLabels(Dataset dataset) {
    return Arrays.copyOf(((Targets.Classes) dataset.targets()).labels(), 10);
  }

  @Test
  void mnistHasSeventyThousandImages() {
    Dataset mnist = read(new DataSource.Idx(folder("mnist"), List.of()));
    assertThat(mnist.examples()).isEqualTo(70_000);
    assertThat(mnist.officialTest()).isEqualTo(10_000);
    assertThat(mnist.shape()).isEqualTo(new InputShape.Image(1, 28, 28));
    assertThat(firstLabels(mnist)).containsExactly(new short[] {5, 0, 4, 1, 9, 2, 1, 3, 1, 4});
  }

  @Test
  void mnistHasTheKnownMeanAndDeviation() {
    DataSpec spec =
        spec(new DataSource.Idx(folder("mnist"), List.of()), new Normalise.Fitted(), 0, 0);
    PreparedData mnist = new DataLoader(new Configuration(false)).load(spec, 1);
    assertThat(mnist.normalisation().shift()[0]).isBetween(0.13065f, 0.13067f);
    assertThat(mnist.normalisation().divisor()[0]).isBetween(0.30810f, 0.30812f);
  }

  @Test
  void fashionMnistTakesItsClassNames() {
    List<String> names =
        List.of(
            "top",
            "trouser",
            "pullover",
            "dress",
            "coat",
            "sandal",
            "shirt",
            "sneaker",
            "bag",
            "boot");
    Dataset fashion = read(new DataSource.Idx(folder("fashion-mnist"), names));
    assertThat(fashion.examples()).isEqualTo(70_000);
    assertThat(((Targets.Classes) fashion.targets()).names()).isEqualTo(names);
    assertThat(firstLabels(fashion)).containsExactly(new short[] {9, 0, 0, 3, 0, 2, 7, 2, 5, 5});
  }

  @Test
  void cifarHasItsClassNamesAndLabels() {
    Dataset cifar = read(new DataSource.Cifar10(folder("cifar-10")));
    assertThat(cifar.officialTest()).isEqualTo(10_000);
    assertThat(cifar.toLearnFrom() % 10_000).isZero();
    assertThat(((Targets.Classes) cifar.targets()).names()).contains("frog", "truck").hasSize(10);
    assertThat(firstLabels(cifar)).containsExactly(new short[] {6, 9, 9, 4, 1, 1, 2, 7, 8, 3});
  }

  @Test
  void theLastThousandAreHeldOutAndTheFirstThousandTested() {
    DataSpec spec =
        spec(new DataSource.Cifar10(folder("cifar-10")), new Normalise.MeanImage(), 1000, 1000);
    PreparedData cifar = new DataLoader(new Configuration(false)).load(spec, 1);
    int learn = cifar.dataset().toLearnFrom();
    assertThat(cifar.split().train()).isEqualTo(IntStream.range(0, learn - 1000).toArray());
    assertThat(cifar.split().validation())
        .isEqualTo(IntStream.range(learn - 1000, learn).toArray());
    assertThat(cifar.split().test()).isEqualTo(IntStream.range(learn, learn + 1000).toArray());
    assertThat(cifar.normalisation().shift()).hasSize(3072);
  }

  private static DataSpec spec(
      DataSource source, Normalise normalise, int validation, int testLimit) {
    return new DataSpec(
        source,
        0,
        new Amount.Count(validation),
        0,
        new Amount.Count(0),
        testLimit,
        Selection.LAST,
        normalise,
        true);
  }
}
