package io.espalier.cli;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.driver.report.ReportNumbers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Shows a run's progress on standard error: a bar on a terminal, else a line whenever trials have
 * finished.
 */
final class ProgressDisplay implements RunListener {
  private static final int BAR_REFRESH_MILLIS = 200;

  /** Of fewer trainings than this, and than what trains at a time, the time left is not told. */
  private static final int FEWEST_TRAININGS = 3;

  private final PrintWriter out;
  private final String metric;
  private final boolean terminal;
  private final List<Double> bests = new ArrayList<>();
  private OptionalLong begunNanos = OptionalLong.empty();
  private Optional<ProgressBar> bar = Optional.empty();
  private volatile ProgressLine line = new ProgressLine("", 0, 0, List.of());
  private long lastDone = -1;

  ProgressDisplay(CommandSpec command, String metric) {
    this(
        command.commandLine().getErr(),
        metric,
        Terminal.interactive() && !EspalierCommand.quiet(command));
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
    if (begunNanos.isEmpty()) {
      begunNanos = OptionalLong.of(System.nanoTime());
    }
    boolean moved = progress.done() != lastDone;
    lastDone = progress.done();
    if (moved) {
      progress.best().ifPresent(bests::add);
    }
    if (terminal) {
      show(new ProgressLine("trials", progress.done(), progress.total(), parts(progress)));
    } else if (moved) {
      String trials = progress.done() + "/" + progress.total() + " trials, ";
      out.println(trials + state(progress) + left(progress).map(left -> ", " + left).orElse(""));
    }
    if (progress.done() == progress.total()) {
      endBar();
    }
  }

  @Override
  public void confirming(int done, int total) {
    if (terminal) {
      show(new ProgressLine("confirm", done, total, List.of()));
    } else {
      out.println("confirming: " + done + "/" + total + " trainings");
    }
    endBarAt(done, total);
  }

  @Override
  public void retraining(int done, int total) {
    if (terminal) {
      show(new ProgressLine("retrain", done, total, List.of()));
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

  private void show(ProgressLine shown) {
    line = shown;
    if (bar.isEmpty()) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setInitialMax(shown.total())
                  .setRenderer((state, width) -> line.text(width))
                  .setUpdateIntervalMillis(BAR_REFRESH_MILLIS)
                  .continuousUpdate()
                  .startsFrom(shown.done(), Duration.ZERO)
                  .build());
    }
    bar.get().stepTo(shown.done());
  }

  /** What is said beside the bar, the most important first. */
  private List<String> parts(SearchProgress progress) {
    List<String> parts = new ArrayList<>();
    best(progress)
        .ifPresent(best -> parts.add((best + " " + ProgressLine.sparkline(bests)).strip()));
    left(progress).ifPresent(parts::add);
    if (progress.failed() > 0) {
      parts.add(progress.failed() + " failed");
    }
    parts.add(progress.running() + " running");
    progress.latest().forEach(trial -> parts.add(latest(trial)));
    parts.add(progress.bestConfiguration());
    return parts.stream().filter(part -> !part.isEmpty()).toList();
  }

  private static String latest(SearchProgress.Latest trial) {
    String epoch = "trial " + trial.trial() + " epoch " + trial.epoch();
    return Double.isNaN(trial.value()) ? epoch : epoch + ": " + ReportNumbers.text(trial.value());
  }

  private Optional<String> best(SearchProgress progress) {
    OptionalDouble best = progress.best();
    double spread = progress.bestSpread().orElse(Double.NaN);
    return best.isEmpty()
        ? Optional.empty()
        : Optional.of("best " + metric + " " + ReportNumbers.spread(best.getAsDouble(), spread));
  }

  private String state(SearchProgress progress) {
    String configuration =
        progress.bestConfiguration().isEmpty() ? "" : " (" + progress.bestConfiguration() + ")";
    return progress.running()
        + " running, "
        + progress.failed()
        + " failed"
        + best(progress).map(best -> ", " + best + configuration).orElse("");
  }

  /**
   * The time left, from what this process has trained since the search began; no number until a
   * whole round of what trains at a time is back, and nothing at the end.
   */
  private Optional<String> left(SearchProgress progress) {
    long remaining = progress.total() - progress.done();
    if (remaining == 0) {
      return Optional.empty();
    }
    if (progress.trained() < Math.max(FEWEST_TRAININGS, progress.running())) {
      return Optional.of("estimating the time left");
    }
    long begun = begunNanos.orElseThrow();
    double seconds = (System.nanoTime() - begun) / 1e9 / progress.trained() * remaining;
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "about %d:%02d:%02d left",
            duration.toHours(),
            duration.toMinutesPart(),
            duration.toSecondsPart()));
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
