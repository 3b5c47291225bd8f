package io.espalier.driver.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.driver.tables.ClassScores.OneClass;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand. */
class ClassificationReportTest {
  private static final List<List<Integer>> THREE =
      List.of(List.of(5, 1, 0), List.of(2, 7, 1), List.of(0, 0, 4));

  @Test
  void everyClassHasALineAndTheAveragesFollow() {
    assertThat(report(THREE, "cat", "a very long name", "dog").scores())
        .containsExactly(
            "class             precision  recall      f1  support",
            "cat                  0.7143  0.8333  0.7692        6",
            "a very long name     0.8750  0.7000  0.7778       10",
            "dog                  0.8000  1.0000  0.8889        4",
            "accuracy                             0.8000       20",
            "macro average        0.7964  0.8444  0.8120       20",
            "weighted average     0.8118  0.8000  0.7974       20");
  }

  @Test
  void theMatrixNumbersItsColumnsByTheRowsIndexes() {
    assertThat(report(THREE, "cat", "a very long name", "dog").matrix())
        .containsExactly(
            "                    0  1  2",
            "0 cat               5  1  0",
            "1 a very long name  2  7  1",
            "2 dog               0  0  4");
  }

  @Test
  void theFileHoldsBothAndEndsWithALineBreak() {
    assertThat(report(THREE, "cat", "fox", "dog").text())
        .startsWith("class             precision  recall")
        .contains(
            "\n\nConfusion matrix: examples by true class (row) and predicted class (column)\n\n")
        .endsWith("2 dog  0  0  4\n");
  }

  @Test
  void manyClassesStayAligned() {
    List<List<Integer>> diagonal =
        IntStream.range(0, 120)
            .mapToObj(i -> IntStream.range(0, 120).mapToObj(j -> i == j ? 1000 * i : 0).toList())
            .toList();
    ClassificationReport report = report(diagonal, "première", "第二");
    assertThat(report.scores()).hasSize(124);
    assertThat(report.scores().stream().map(line -> line.codePointCount(0, line.length())))
        .containsOnly("class             precision  recall      f1  support".length());
    assertThat(report.matrix().get(1)).startsWith("  0 première  0     0");
    assertThat(report.matrix().get(2)).startsWith("  1 第二        0  1000");
    assertThat(report.matrix().get(120)).startsWith("119         ").endsWith("  119000");
  }

  @Test
  void aClassThatNeverOccursHasNoPartInTheMacroAverage() {
    ClassScores scores =
        ClassScores.of(List.of(List.of(3, 1, 0), List.of(0, 4, 0), List.of(0, 0, 0)));
    assertThat(scores.classes().get(2).f1()).isZero();
    assertThat(scores.macro(OneClass::precision)).isCloseTo((1 + 0.8) / 2, within(1e-15));
    assertThat(scores.macro(OneClass::recall)).isCloseTo((0.75 + 1) / 2, within(1e-15));
  }

  @Test
  void aClassThatIsOnlyPredictedCountsInTheMacroAverageAlone() {
    ClassScores scores = ClassScores.of(List.of(List.of(3, 1), List.of(0, 0)));
    assertThat(scores.macro(OneClass::recall)).isCloseTo(0.375, within(1e-15));
    assertThat(scores.weighted(OneClass::recall)).isCloseTo(0.75, within(1e-15));
    assertThat(scores.accuracy()).isEqualTo(0.75);
  }

  @Test
  void withoutExamplesEverythingIsZero() {
    ClassScores scores = ClassScores.of(List.of(List.of(0, 0), List.of(0, 0)));
    assertThat(scores.macro(OneClass::f1)).isZero();
    assertThat(scores.weighted(OneClass::f1)).isZero();
    assertThat(scores.accuracy()).isZero();
    assertThat(ClassScores.of(Collections.emptyList()).support()).isZero();
  }

  private static ClassificationReport report(List<List<Integer>> confusion, String... names) {
    return new ClassificationReport(List.of(names), confusion);
  }
}
