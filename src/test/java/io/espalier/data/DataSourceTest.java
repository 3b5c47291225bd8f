package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataSource.Playground.Input;
import io.espalier.data.DataSource.Playground.Pattern;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DataSourceTest {
  private static void assertRefused(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void generatedSetsNeedExamples() {
    assertRefused(() -> new DataSource.Digits(0, 5), "train: expected a number above 0, found 0");
    assertRefused(
        () -> new DataSource.Blobs(10, 2, 0, 1),
        "centres: expected a number from 1 to 32767, found 0");
    assertRefused(
        () -> new DataSource.Playground(Pattern.XOR, 10, 0.6, List.of(Input.X1)),
        "noise: expected 0 to 0.5, found 0.6");
    assertRefused(
        () -> new DataSource.Playground(Pattern.XOR, 10, 0, List.of()),
        "inputs: expected at least one, found none");
    assertRefused(
        () -> new DataSource.DrawnGraphs(10, 5, 8),
        "minimum-nodes: expected a number of at least 6, found 5");
  }

  @Test
  void imagesAreGreyOrColourAndScaledBothWaysOrNot() {
    assertRefused(
        () -> new DataSource.ImageFolder("x", 28, 28, 2),
        "channels: expected 1 for grey or 3 for colour, found 2");
    assertRefused(
        () -> new DataSource.ImageFolder("x", 28, 0, 1),
        "height and width: expected both above 0 or both 0, found 28 and 0");
  }

  @Test
  void aTableOfPicturesHasTwoColumns() {
    assertRefused(
        () ->
            new DataSource.ImageTable("x", "t.csv", "id", "id", 0, 0, 3, DataSource.Resize.STRETCH),
        "file-column and label-column: expected two columns, found \"id\" twice");
    assertRefused(
        () -> new DataSource.ImageTable("x", "", "", "", 0, 0, 3, DataSource.Resize.STRETCH),
        "labels: expected a CSV file of names and labels, found none");
  }

  @Test
  void arraysComeInPairs() {
    assertRefused(
        () -> new DataSource.NumpyArrays("", "", "", "", ""),
        "expected path with an .npz file, or images and labels with .npy files, found neither");
    assertRefused(
        () -> new DataSource.NumpyArrays("", "x.npy", "", "", ""),
        "images and labels: expected both or none, found one of them");
    assertRefused(
        () -> new DataSource.NumpyArrays("", "x.npy", "y.npy", "", "z.npy"),
        "test-images and test-labels: expected both or none, found one of them");
  }
}
