package io.espalier.data.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Playground.Input;
import io.espalier.data.DataSource.Playground.Pattern;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratedSetsTest {
  private static byte[] pixels(Dataset dataset) {
    return ((Features.Bytes) dataset.features()).values();
  }

  private static float[] numbers(Dataset dataset) {
    return ((Features.Floats) dataset.features()).values();
  }

  private static short[] labels(Dataset dataset) {
    return ((Targets.Classes) dataset.targets()).labels();
  }

  private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void digitsHaveTheSameBytesOnEveryMachine() throws NoSuchAlgorithmException {
    assertThat(digest(pixels(Digits.draw(new DataSource.Digits(200, 50), 42))))
        .isEqualTo("1fc10aa92991468e587c84a8cdfb72b40358cdf430e0116f54d4be666f7e3915");
  }

  @Test
  void numbersHaveTheSameBitsOnEveryMachine() throws NoSuchAlgorithmException {
    DataSource.Playground spiral =
        new DataSource.Playground(Pattern.SPIRAL, 100, 0.2, List.of(Input.values()));
    float[] drawn = numbers(Playground.draw(spiral, 42));
    float[] blobs = numbers(Blobs.draw(new DataSource.Blobs(100, 5, 3, 1.5), 42));
    ByteBuffer bytes = ByteBuffer.allocate(4 * (drawn.length + blobs.length));
    bytes.asFloatBuffer().put(drawn).put(blobs);
    assertThat(digest(bytes.array()))
        .isEqualTo("8dad323b745352b4e1cbd06e515b05e6d0eed0dc999a6fbc0868477bd738cdf7");
  }

  @Test
  void aLargerSetOfDigitsBeginsWithTheSmallerOneAndKeepsTheTestPart() {
    byte[] small = pixels(Digits.draw(new DataSource.Digits(20, 10), 1));
    byte[] large = pixels(Digits.draw(new DataSource.Digits(50, 10), 1));
    assertThat(Arrays.copyOf(large, 20 * 784)).isEqualTo(Arrays.copyOf(small, 20 * 784));
    assertThat(Arrays.copyOfRange(large, 50 * 784, 60 * 784))
        .isEqualTo(Arrays.copyOfRange(small, 20 * 784, 30 * 784));
  }

  @Test
  void anotherSeedDrawsOtherDigits() {
    DataSource.Digits ten = new DataSource.Digits(10, 0);
    assertThat(pixels(Digits.draw(ten, 2))).isNotEqualTo(pixels(Digits.draw(ten, 1)));
  }

  /** A nearest-mean rule is a linear model: on digits it must do better than chance, yet badly. */
  @Test
  void digitsAreHardForALinearRule() {
    Dataset digits = Digits.draw(new DataSource.Digits(2000, 500), 1);
    byte[] pixels = pixels(digits);
    double[][] means = new double[10][784];
    for (int i = 0; i < 2000; i++) {
      for (int j = 0; j < 784; j++) {
        means[i % 10][j] += (pixels[i * 784 + j] & 0xff) / 200.0;
      }
    }
    int right = 0;
    for (int i = 2000; i < 2500; i++) {
      right += nearest(means, pixels, i * 784) == labels(digits)[i] ? 1 : 0;
    }
    assertThat(right / 500.0).isBetween(0.3, 0.8);
  }

  private static int nearest(double[][] means, byte[] pixels, int from) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int label = 0; label < 10; label++) {
      double distance = 0;
      for (int j = 0; j < 784; j++) {
        double off = (pixels[from + j] & 0xff) - means[label][j];
        distance += off * off;
      }
      if (distance < least) {
        least = distance;
        best = label;
      }
    }
    return best;
  }

  @Test
  void blobsLieAroundTheirCentres() {
    Dataset blobs = Blobs.draw(new DataSource.Blobs(200, 20, 2, 1), 1);
    assertThat(labels(blobs)).startsWith((short) 0, (short) 1, (short) 0);
    assertThat(blobs.featureNames()).hasSize(20).startsWith("x1", "x2");
    float[] values = numbers(blobs);
    for (int j = 0; j < 20; j++) {
      double mean = 0;
      double squares = 0;
      for (int i = 0; i < 200; i += 2) {
        mean += values[i * 20 + j] / 100;
      }
      for (int i = 0; i < 200; i += 2) {
        squares += (values[i * 20 + j] - mean) * (values[i * 20 + j] - mean) / 100;
      }
      assertThat(Math.sqrt(squares)).isBetween(0.6, 1.5);
    }
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void coordinatesStayWithinReach(Pattern pattern) {
    Dataset points =
        Playground.draw(new DataSource.Playground(pattern, 500, 0, List.of(Input.X1, Input.X2)), 1);
    for (float coordinate : numbers(points)) {
      assertThat(coordinate).isBetween(-6f, 6f);
    }
  }

  @Test
  void theCircleIsSeparatedByTheSquaredInputs() {
    Dataset circle =
        Playground.draw(
            new DataSource.Playground(
                Pattern.CIRCLE, 400, 0, List.of(Input.X1_SQUARED, Input.X2_SQUARED)),
            1);
    assertThat(circle.featureNames()).containsExactly("x1_squared", "x2_squared");
    for (int i = 0; i < 400; i++) {
      float squared = numbers(circle)[2 * i] + numbers(circle)[2 * i + 1];
      assertThat(squared < 9).isEqualTo(labels(circle)[i] == 1);
    }
  }

  @Test
  void exclusiveOrIsSeparatedByTheProduct() {
    Dataset xor =
        Playground.draw(new DataSource.Playground(Pattern.XOR, 400, 0, List.of(Input.X1_X2)), 1);
    for (int i = 0; i < 400; i++) {
      assertThat(numbers(xor)[i] > 0).isEqualTo(labels(xor)[i] == 1);
    }
  }

  @Test
  void thePlaneIsARegression() {
    Dataset plane =
        Playground.draw(
            new DataSource.Playground(Pattern.PLANE, 50, 0, List.of(Input.X1, Input.X2)), 1);
    float[] heights = ((Targets.Numbers) plane.targets()).values();
    for (int i = 0; i < 50; i++) {
      float sum = numbers(plane)[2 * i] + numbers(plane)[2 * i + 1];
      assertThat(heights[i]).isBetween(sum / 10 - 1e-5f, sum / 10 + 1e-5f);
    }
  }
}
