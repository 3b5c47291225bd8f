package io.espalier.cli;

import io.espalier.Cancellation;
import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.RunOptions;
import io.espalier.TrialStops;
import io.espalier.driver.inspect.ExperimentFacts;
import io.espalier.driver.live.LivePage;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.function.Function;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether a run is shown on a page while it goes on. */
final class PageOption {
  private static final int NONE = -1;
  private static final int MOST = 65_535;

  @Option(
      names = "--ui",
      arity = "0..1",
      preprocessor = Attached.class,
      paramLabel = "PORT",
      description = {
        "Show the run on a page of this machine while it goes on, and stop trials or the search"
            + " there;",
        "the link is printed once. Without PORT any free one."
      })
  private int port = NONE;

  /** A port stands behind "="; what follows apart is the experiment's file. */
  static final class Attached implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> found) {
      if (!"=".equals(found.get("separator"))) {
        words.push("0");
      }
      return false;
    }
  }

  /**
   * Checks what was said.
   *
   * @throws UsageException if there is no such port, or the link would not be seen
   */
  void check(CommandSpec command) {
    if (port < NONE || port > MOST) {
      throw new UsageException("--ui=PORT takes a port from 1 to " + MOST + ", not " + port);
    }
    if (port != NONE && EspalierCommand.quiet(command)) {
      throw new UsageException("--ui prints a link, which --quiet hides: leave out one of them");
    }
  }

  /**
   * Does work that the page shows, if one was asked for.
   *
   * @param display told the link in one line
   * @param options how the work is done, to which the page adds itself
   */
  <T> T during(
      Experiment experiment,
      RunListener display,
      RunOptions options,
      Function<RunOptions, T> work) {
    if (port == NONE) {
      return work.apply(options);
    }
    TrialStops stops = options.trialStops();
    Cancellation cancellation = options.cancellation();
    try (LivePage page =
        LivePage.open(
            port, ExperimentFacts.of(experiment, Optional.empty()), cancellation, stops)) {
      display.notice("the run is shown at " + page.address());
      return work.apply(options.listener(page));
    }
  }
}
