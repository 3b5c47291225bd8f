package io.espalier.cli;

import io.espalier.Cancellation;
import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.RunOptions;
import io.espalier.TrialStops;
import io.espalier.driver.inspect.ExperimentFacts;
import io.espalier.driver.live.LivePage;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether a run is shown on a page while it goes on. */
final class PageOption {
  private static final int MOST = 65_535;

  @Option(
      names = "--ui",
      description = {
        "Show the run on a page of this machine while it goes on, and stop trials or the search there;",
        "the link is printed once."
      })
  private boolean asked;

  @Option(
      names = "--ui-port",
      paramLabel = "PORT",
      description = "The port of that page, from 1 to 65535. Default: any that is free.")
  private int port;

  /**
   * Checks what was said.
   *
   * @throws UsageException if there is no such port, or the link would not be seen
   */
  void check(CommandSpec command) {
    if (port < 0 || port > MOST) {
      throw new UsageException("--ui-port takes a port from 1 to " + MOST + ", not " + port);
    }
    if (port > 0 && !asked) {
      throw new UsageException("--ui-port is the port of --ui: name both");
    }
    if (asked && EspalierCommand.quiet(command)) {
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
    if (!asked) {
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
