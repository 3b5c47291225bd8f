package io.espalier.driver.live;

import io.espalier.Cancellation;
import io.espalier.ConfigurationException;
import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.TrialStops;
import io.espalier.driver.report.LiveReport;
import io.espalier.driver.report.SearchFacts;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.util.List;

/** Serves a run's page on this machine while the run goes on. */
public final class LivePage implements RunListener, AutoCloseable {
  private final LiveRun run;
  private final LiveServer server;

  private LivePage(LiveRun run, LiveServer server) {
    this.run = run;
    this.server = server;
  }

  /**
   * Serves from now on, first a page that waits for the run.
   *
   * @param port from 1 to 65535; 0 for any that is free
   * @param facts what is known of the experiment
   * @param cancellation by which a person ends the run
   * @param stops by which a person stops trials
   * @throws ConfigurationException if the port cannot be had
   */
  public static LivePage open(
      int port, SearchFacts facts, Cancellation cancellation, TrialStops stops) {
    LiveRun run = new LiveRun(new LiveReport(facts), cancellation, stops);
    try {
      return new LivePage(run, LiveServer.start(port, run));
    } catch (IOException failure) {
      throw new ConfigurationException(
          "the page cannot be served on port "
              + port
              + " of 127.0.0.1 ("
              + failure.getMessage()
              + "); without --ui-port it takes a free one");
    }
  }

  /** Where the page is, with the secret that opens it. */
  public String address() {
    return server.address();
  }

  @Override
  public void begins(String folder, List<Event> before) {
    run.begins(folder, before);
  }

  @Override
  public void recorded(List<Event> events) {
    run.recorded(events);
  }

  @Override
  public void notice(String line) {
    run.notice(line);
  }

  @Override
  public void searching(SearchProgress progress) {
    run.searching(progress);
  }

  @Override
  public void confirming(int done, int total) {
    run.course("confirming: " + done + " of " + total + " trainings");
  }

  @Override
  public void retraining(int done, int total) {
    run.course("retraining: " + done + " of " + total + " models");
  }

  /** Whoever looks is told so, with the last of what changed. */
  @Override
  public void ends() {
    run.ended();
    server.awaitVisitors();
  }

  /** Nothing is served any more. */
  @Override
  public void close() {
    server.close();
  }
}
