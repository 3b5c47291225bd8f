package io.espalier.driver.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.Cancellation;
import io.espalier.SearchProgress;
import io.espalier.TrialStops;
import io.espalier.driver.report.ConfigurationText;
import io.espalier.driver.report.LiveReport;
import io.espalier.search.history.Event;
import io.espalier.search.history.FollowedHistory;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a run that goes on. The listener's thread tells it, and the threads of visitors
 * ask; either waits for the other while a page is made.
 */
final class LiveRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_NOTICES = 20;
  private static final int MOST_TRIALS = 50;

  private final LiveReport report;
  private final Cancellation cancellation;
  private final TrialStops stops;
  private final List<String> notices = new ArrayList<>();
  private final FollowedHistory history = new FollowedHistory();
  private List<SearchProgress.Latest> latest = List.of();
  private long slots;
  private String folder = "";
  private String course = "";
  private long recorded;
  private long told;
  private boolean ended;

  LiveRun(LiveReport report, Cancellation cancellation, TrialStops stops) {
    this.report = report;
    this.cancellation = cancellation;
    this.stops = stops;
  }

  synchronized void begins(String where, List<Event> before) {
    folder = where;
    recorded(before);
  }

  synchronized void recorded(List<Event> events) {
    history.append(events);
    recorded += events.size();
    tell();
  }

  synchronized void notice(String line) {
    notices.add(line);
    if (notices.size() > MOST_NOTICES) {
      notices.remove(0);
    }
    tell();
  }

  synchronized void searching(SearchProgress progress) {
    latest = progress.latest();
    slots = progress.running();
    course(
        progress.done()
            + " of "
            + progress.total()
            + " trials, "
            + progress.running()
            + " running, "
            + progress.failed()
            + " failed");
  }

  synchronized void course(String line) {
    course = line;
    tell();
  }

  synchronized void ended() {
    ended = true;
    tell();
  }

  private void tell() {
    told++;
    notifyAll();
  }

  /** How often something was told so far. */
  synchronized long told() {
    return told;
  }

  /** Waits until more than that was told, or for so long. */
  synchronized void await(long before, long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (told <= before && left > 0) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  /** The page as HTML. */
  synchronized String html() {
    return history.known().map(report::html).orElseGet(LiveReport::waiting);
  }

  /** What changed of the page; empty while there is no record. */
  synchronized Optional<String> parts() {
    return history.known().map(this::parts).map(ObjectNode::toString);
  }

  private ObjectNode parts(History known) {
    return report.parts(known).put("recorded", recorded);
  }

  /** How the run is, as a JSON object; at its end with what changed of the page. */
  synchronized Status status() {
    ObjectNode status = JSON.createObjectNode();
    status.put("recorded", recorded);
    status.put("folder", folder);
    status.put("course", course);
    status.put("stopping", cancellation.asked());
    status.put("ended", ended);
    notices.forEach(status.putArray("notices")::add);
    ArrayNode running = status.putArray("running");
    history
        .known()
        .ifPresent(known -> running(known).forEach((number, trial) -> add(running, trial)));
    if (ended) {
      history.known().ifPresent(known -> status.set("parts", parts(known)));
    }
    return new Status(status.toString(), told, ended);
  }

  /** A state of the run as JSON. */
  record Status(String json, long told, boolean last) {}

  /**
   * Trials that train: those that told of an epoch first, then, up to as many as have a slot, those
   * that were decided first, as slots are given in that order. The others wait.
   */
  private Map<Integer, Trial> running(History known) {
    Map<Integer, Trial> trials = new LinkedHashMap<>();
    latest.forEach(one -> known.trial(one.trial()).ifPresent(it -> trials.put(one.trial(), it)));
    Iterator<Trial> decided = known.running().iterator();
    while (decided.hasNext() && trials.size() < Math.min(slots, MOST_TRIALS)) {
      Trial next = decided.next();
      trials.put(next.number(), next);
    }
    return trials;
  }

  private void add(ArrayNode running, Trial trial) {
    ObjectNode node = running.addObject().put("trial", trial.number());
    node.put("configuration", ConfigurationText.of(trial.configuration()));
    node.put("stopping", stops.asked(trial.number()));
    latest.stream()
        .filter(one -> one.trial() == trial.number())
        .forEach(
            one -> {
              node.put("epoch", one.epoch());
              node.put("value", Double.isFinite(one.value()) ? one.value() : null);
            });
  }

  /** Stops the search as a signal does. */
  void stopSearch() {
    cancellation.cancel();
    notice("stopped by hand: what has ended is recorded, and the same command goes on from there");
  }

  /**
   * Stops a trial.
   *
   * @return why it cannot be stopped
   */
  synchronized Optional<String> stop(int trial) {
    Optional<Trial> found = history.known().flatMap(known -> known.trial(trial));
    if (found.isEmpty()) {
      return Optional.of("there is no trial " + trial);
    }
    if (found.get().status().finished()) {
      return Optional.of("trial " + trial + " has ended: " + found.get().status());
    }
    stops.stop(trial);
    notice("trial " + trial + " was asked to stop");
    return Optional.empty();
  }
}
