package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Augmentation.Flip;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AugmenterTest {
  private static final InputShape.Image SMALL = new InputShape.Image(2, 3, 4);
  private static final int DRAWS = 2000;

  private static float[] counted(InputShape.Image shape) {
    float[] numbers = new float[shape.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i + 1;
    }
    return numbers;
  }

  /** An image moved down and to the right after it was mirrored, pixel by pixel. */
  private static float[] moved(int down, int right, boolean mirrored, boolean upsideDown) {
    float[] from = counted(SMALL);
    float[] to = new float[from.length];
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 4; x++) {
          int toY = (upsideDown ? 2 - y : y) + down;
          int toX = (mirrored ? 3 - x : x) + right;
          if (toY >= 0 && toY < 3 && toX >= 0 && toX < 4) {
            to[(c * 3 + toY) * 4 + toX] = from[(c * 3 + y) * 4 + x];
          }
        }
      }
    }
    return to;
  }

  private static Map<String, Integer> draws(Augmentation how) {
    Augmenter augmenter = new Augmenter(how, SMALL);
    Map<String, Integer> seen = new TreeMap<>();
    for (int row = 0; row < DRAWS; row++) {
      float[] padded = Arrays.copyOf(counted(SMALL), SMALL.size() + 1);
      float[] shifted = new float[padded.length + 1];
      System.arraycopy(padded, 0, shifted, 1, padded.length);
      augmenter.draw(17, row);
      augmenter.move(shifted, 1);
      assertThat(shifted[0]).isZero();
      seen.merge(
          Arrays.toString(Arrays.copyOfRange(shifted, 1, 1 + SMALL.size())), 1, Integer::sum);
    }
    return seen;
  }

  @ParameterizedTest
  @EnumSource
  void croppingOutOfAPaddedImageAndFlippingGiveEveryPlaceEquallyOften(Flip flip) {
    TreeSet<String> expected = new TreeSet<>();
    List<Boolean> sideways =
        flip == Flip.HORIZONTAL || flip == Flip.BOTH ? List.of(false, true) : List.of(false);
    List<Boolean> over =
        flip == Flip.VERTICAL || flip == Flip.BOTH ? List.of(false, true) : List.of(false);
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        for (boolean mirrored : sideways) {
          for (boolean upsideDown : over) {
            expected.add(Arrays.toString(moved(down, right, mirrored, upsideDown)));
          }
        }
      }
    }
    Map<String, Integer> seen = draws(new Augmentation(1, flip, 0, 0, 0, 0));
    assertThat(seen.keySet()).isEqualTo(expected);
    double each = (double) DRAWS / expected.size();
    assertThat(seen.values())
        .allSatisfy(
            count -> assertThat((double) count).isCloseTo(each, within(6 * Math.sqrt(each))));
  }

  @Test
  void aShiftIsAShareOfEachSide() {
    TreeSet<String> expected = new TreeSet<>();
    for (int down = -1; down <= 1; down++) {
      for (int right = -2; right <= 2; right++) {
        expected.add(Arrays.toString(moved(down, right, false, false)));
      }
    }
    assertThat(draws(new Augmentation(0, Flip.NONE, 0.5, 0, 0, 0)).keySet()).isEqualTo(expected);
  }

  /** Between pixels of a slope there are the slope's own numbers, so that the angle can be read. */
  @Test
  void anImageIsTurnedAboutItsMiddle() {
    InputShape.Image shape = new InputShape.Image(1, 21, 21);
    Augmenter augmenter = new Augmenter(new Augmentation(0, Flip.NONE, 0, 30, 0, 0), shape);
    List<Double> angles = new ArrayList<>();
    for (int row = 0; row < 50; row++) {
      float[] slope = new float[shape.size()];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = 100 + i % 21;
      }
      augmenter.draw(3, row);
      augmenter.move(slope, 0);
      double cosine = slope[10 * 21 + 11] - slope[10 * 21 + 10];
      double sine = slope[11 * 21 + 10] - slope[10 * 21 + 10];
      assertThat(cosine * cosine + sine * sine).isCloseTo(1, within(1e-4));
      for (int y = 5; y <= 15; y++) {
        for (int x = 5; x <= 15; x++) {
          double expected = 110 + cosine * (x - 10) + sine * (y - 10);
          assertThat((double) slope[y * 21 + x]).isCloseTo(expected, within(1e-3));
        }
      }
      angles.add(Math.toDegrees(Math.asin(sine)));
    }
    assertThat(angles).allMatch(angle -> Math.abs(angle) <= 30.001);
    assertThat(angles).anyMatch(angle -> angle > 20).anyMatch(angle -> angle < -20);
  }

  @Test
  void noiseHasItsDeviation() {
    InputShape.Image shape = new InputShape.Image(1, 100, 100);
    Augmenter augmenter = new Augmenter(new Augmentation(0, Flip.NONE, 0, 0, 0.5, 0), shape);
    float[] numbers = new float[shape.size()];
    augmenter.draw(5, 1);
    augmenter.cover(numbers, 0);
    double sum = 0;
    double squares = 0;
    int beyond = 0;
    for (float number : numbers) {
      sum += number;
      squares += (double) number * number;
      beyond += Math.abs(number) > 1 ? 1 : 0; // two deviations: 4.6 % of a normal distribution
    }
    assertThat(sum / numbers.length).isCloseTo(0, within(0.02));
    assertThat(Math.sqrt(squares / numbers.length)).isCloseTo(0.5, within(0.02));
    assertThat((double) beyond / numbers.length).isCloseTo(0.046, within(0.01));
  }

  @Test
  void aSquareIsCutOutOfAllChannelsAndMayLieAcrossTheBorder() {
    InputShape.Image shape = new InputShape.Image(2, 8, 8);
    Augmenter augmenter = new Augmenter(new Augmentation(0, Flip.NONE, 0, 0, 0, 4), shape);
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int row = 0; row < 500; row++) {
      float[] numbers = counted(shape);
      augmenter.draw(9, row);
      augmenter.cover(numbers, 0);
      List<Integer> rows = new ArrayList<>();
      List<Integer> columns = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        assertThat(numbers[i] == 0).isEqualTo(numbers[64 + i] == 0);
        if (numbers[i] == 0) {
          rows.add(i / 8);
          columns.add(i % 8);
        } else {
          assertThat(numbers[i]).isEqualTo(i + 1);
        }
      }
      int high = rows.get(rows.size() - 1) - rows.get(0) + 1;
      TreeSet<Integer> wide = new TreeSet<>(columns);
      assertThat(rows).hasSize(high * wide.size());
      assertThat(wide.last() - wide.first() + 1).isEqualTo(wide.size());
      sizes.add(rows.size());
    }
    // From the middle two pixels to one side and one to the other, as far as there are some.
    assertThat(sizes).containsExactly(4, 6, 8, 9, 12, 16);
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    assertThatThrownBy(() -> new Augmentation(0, Flip.NONE, 1, 0, 0, 0))
        .hasMessage("shift must lie in [0, 1), not 1.0");
    Augmentation how = new Augmentation(4, Flip.NONE, 0, 0, 0, 0);
    assertThat(how.objection(new InputShape.Flat(9))).hasValue("only images are augmented, not 9");
    assertThat(how.objection(new InputShape.Image(3, 4, 8)))
        .hasValue("crop-padding must be less than 4 and cutout at most that for images of 4 x 8");
    assertThat(how.objection(new InputShape.Image(3, 5, 8))).isEmpty();
    assertThat(Augmentation.NONE.objection(new InputShape.Flat(9))).isEmpty();
  }
}
