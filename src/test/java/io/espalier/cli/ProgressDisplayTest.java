package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.SearchProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private final StringWriter text = new StringWriter();
  private final ProgressDisplay display =
      new ProgressDisplay(new PrintWriter(text, true), "validation_loss", false);

  @Test
  void aLineIsPrintedWheneverTrialsHaveFinished() {
    display.searching(progress(4, 0, 2, 0));
    display.searching(progress(4, 0, 2, 0));
    display.searching(
        new SearchProgress(
            4, 4, 0, 1, 3, OptionalDouble.of(0.25), OptionalDouble.empty(), "units=4", List.of()));
    assertThat(lines())
        .containsExactly(
            "0/4 trials, 2 running, 0 failed, estimating the time left",
            "4/4 trials, 0 running, 1 failed, best validation_loss 0.25 (units=4)");
  }

  @Test
  void theBestOfACrossValidationHasItsSpread() {
    display.searching(
        new SearchProgress(
            4, 4, 0, 0, 4, OptionalDouble.of(0.25), OptionalDouble.of(0.125), "", List.of()));
    assertThat(lines()).last().asString().endsWith(", best validation_loss 0.25 ± 0.125");
  }

  @Test
  void theTimeLeftIsToldOnceARoundOfWhatTrainsAtATimeIsBack() {
    display.searching(progress(9, 3, 4, 0));
    display.searching(progress(9, 6, 4, 3));
    display.searching(progress(9, 7, 2, 4));
    assertThat(lines().subList(0, 2)).allMatch(line -> line.endsWith(", estimating the time left"));
    assertThat(lines().get(2)).matches(".*, about \\d+:\\d\\d:\\d\\d left");
  }

  @Test
  void noticesAndRetrainingHaveLinesOfTheirOwn() {
    display.notice("resuming");
    display.retraining(1, 3);
    display.ends();
    assertThat(lines()).containsExactly("espalier: resuming", "retraining: 1/3 models");
  }

  @Test
  void theBarTakesWhatIsLeftOfTheWindow() {
    ProgressLine line =
        new ProgressLine("trials", 5, 10, List.of("best loss 0.25", "3 running", "x".repeat(60)));
    assertThat(line.text(120)).hasSize(120).contains("best loss 0.25, 3 running", "=>");
    assertThat(line.text(120)).doesNotContain("xxx");
    assertThat(line.text(40)).hasSize(40).startsWith("trials 5/10 [=").endsWith(" ]");
    assertThat(line.text(5)).isEqualTo("trial");
    assertThat(new ProgressLine("trials", 10, 10, List.of()).text(40)).endsWith("==]");
  }

  @Test
  void aSparklineShowsLowAndHigh() {
    assertThat(ProgressLine.sparkline(List.of(3.0, 2.0, 1.0))).isEqualTo("█▅▁");
    assertThat(ProgressLine.sparkline(List.of(1.0, 1.0))).isEqualTo("▁▁");
    assertThat(ProgressLine.sparkline(List.of(1.0))).isEmpty();
    assertThat(ProgressLine.sparkline(Collections.nCopies(99, 1.0))).hasSize(16);
  }

  private static SearchProgress progress(long total, long done, long running, long trained) {
    OptionalDouble none = OptionalDouble.empty();
    return new SearchProgress(total, done, running, 0, trained, none, none, "", List.of());
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }
}
