package io.espalier.cli;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a run's progress on standard error: a bar on a terminal, else a line whenever trials have
 * finished.
 */
final class ProgressDisplay implements RunListener {
  private static final int BAR_REFRESH_MILLIS = 200;

  private final PrintWriter out;
  private final String metric;
  private final boolean terminal;
  private final long startedNanos = System.nanoTime();
  private Optional<ProgressBar> bar = Optional.empty();
  private long lastDone = -1;

  ProgressDisplay(PrintWriter out, String metric) {
    this(out, metric, Terminal.interactive());
  }

  ProgressDisplay(PrintWriter out, String metric, boolean terminal) {
    this.out = out;
    this.metric = metric;
    this.terminal = terminal;
  }

  @Override
  public void notice(String line) {
    out.println("espalier: " + line);
  }

  @Override
  public void searching(SearchProgress progress) {
    String state = state(progress);
    if (terminal) {
      show("trials", progress.done(), progress.total(), state);
    } else if (progress.done() != lastDone) {
      lastDone = progress.done();
      out.println(progress.done() + "/" + progress.total() + " trials, " + state + left(progress));
    }
    if (progress.done() == progress.total()) {
      endBar();
    }
  }

  @Override
  public void confirming(int done, int total) {
    if (terminal) {
      show("confirm", done, total, "");
    } else {
      out.println("confirming: " + done + "/" + total + " trainings");
    }
    endBarAt(done, total);
  }

  @Override
  public void retraining(int done, int total) {
    if (terminal) {
      show("retrain", done, total, "");
    } else {
      out.println("retraining: " + done + "/" + total + " models");
    }
    endBarAt(done, total);
  }

  private void endBarAt(int done, int total) {
    if (done == total) {
      endBar();
    }
  }

  private void show(String task, long done, long total, String message) {
    if (bar.isEmpty()) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName(task)
                  .setInitialMax(total)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setUpdateIntervalMillis(BAR_REFRESH_MILLIS)
                  .continuousUpdate()
                  .startsFrom(done, Duration.ZERO)
                  .build());
    }
    bar.get().stepTo(done).setExtraMessage(message);
  }

  private static String latest(SearchProgress.Latest trial) {
    String epoch = " (trial " + trial.trial() + " epoch " + trial.epoch();
    return Double.isNaN(trial.value())
        ? epoch + ")"
        : epoch + ": " + ResultText.number(trial.value(), Double.NaN) + ")";
  }

  /**
   * How far the search is; on a terminal, whose line is short, also how far the trial is that told
   * last.
   */
  String state(SearchProgress progress) {
    Optional<SearchProgress.Latest> told = progress.latest().stream().findFirst();
    String latest = told.filter(any -> terminal).map(ProgressDisplay::latest).orElse("");
    StringBuilder text = new StringBuilder();
    text.append(progress.running())
        .append(" running")
        .append(latest)
        .append(", ")
        .append(progress.failed())
        .append(" failed");
    OptionalDouble best = progress.best();
    if (best.isPresent()) {
      double spread = progress.bestSpread().orElse(Double.NaN);
      text.append(", best ").append(metric).append(' ');
      text.append(ResultText.number(best.getAsDouble(), spread));
      if (!progress.bestConfiguration().isEmpty()) {
        text.append(" (").append(progress.bestConfiguration()).append(')');
      }
    }
    return text.toString();
  }

  /** The time left, from what this process has trained; nothing until it has trained something. */
  private String left(SearchProgress progress) {
    long remaining = progress.total() - progress.done();
    if (progress.trained() == 0 || remaining == 0) {
      return "";
    }
    double seconds = (System.nanoTime() - startedNanos) / 1e9 / progress.trained() * remaining;
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return String.format(
        Locale.ROOT,
        ", about %d:%02d:%02d left",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }

  @Override
  public void ends() {
    endBar();
  }

  private void endBar() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
