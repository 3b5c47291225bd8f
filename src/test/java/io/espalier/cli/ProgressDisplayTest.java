package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.SearchProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
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
            "0/4 trials, 2 running, 0 failed",
            "4/4 trials, 0 running, 1 failed, best validation_loss 0.2500 (units=4)");
  }

  @Test
  void theBestOfACrossValidationHasItsSpread() {
    display.searching(
        new SearchProgress(
            4, 4, 0, 0, 4, OptionalDouble.of(0.25), OptionalDouble.of(0.125), "", List.of()));
    assertThat(lines()).last().asString().endsWith(", best validation_loss 0.2500 ± 0.1250");
  }

  @Test
  void theTimeLeftIsToldOnceSomethingWasTrained() {
    display.searching(progress(4, 3, 1, 0));
    display.searching(progress(5, 4, 1, 1));
    assertThat(lines().get(0)).endsWith("0 failed");
    assertThat(lines().get(1)).matches(".*, about \\d+:\\d\\d:\\d\\d left");
  }

  @Test
  void noticesAndRetrainingHaveLinesOfTheirOwn() {
    display.notice("resuming");
    display.retraining(1, 3);
    display.ends();
    assertThat(lines()).containsExactly("espalier: resuming", "retraining: 1/3 models");
  }

  @Test
  void onATerminalTheTrialThatToldLastIsShown() {
    OptionalDouble none = OptionalDouble.empty();
    List<SearchProgress.Latest> latest =
        List.of(new SearchProgress.Latest(7, 12, 1.31), new SearchProgress.Latest(8, 1, 2));
    SearchProgress progress = new SearchProgress(8, 6, 3, 0, 6, none, none, "", latest);
    SearchProgress unmeasured =
        new SearchProgress(
            8, 6, 3, 0, 6, none, none, "", List.of(new SearchProgress.Latest(9, 3, Double.NaN)));
    ProgressDisplay terminal =
        new ProgressDisplay(new PrintWriter(text, true), "validation_loss", true);
    assertThat(terminal.state(progress))
        .isEqualTo("3 running (trial 7 epoch 12: 1.3100), 0 failed");
    assertThat(terminal.state(unmeasured)).isEqualTo("3 running (trial 9 epoch 3), 0 failed");
    assertThat(display.state(progress)).isEqualTo("3 running, 0 failed");
  }

  private static SearchProgress progress(long total, long done, long running, long trained) {
    OptionalDouble none = OptionalDouble.empty();
    return new SearchProgress(total, done, running, 0, trained, none, none, "", List.of());
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }
}
