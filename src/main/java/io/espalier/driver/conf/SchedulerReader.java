package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.search.schedule.SchedulerSettings;
import io.espalier.search.schedule.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code search.scheduler}: a word, or a block with a kind and its rungs. */
final class SchedulerReader {
  private static final String KEY = "scheduler";

  private SchedulerReader() {}

  static SchedulerSettings read(Section search) {
    Optional<Node> node = search.node(KEY);
    if (node.isEmpty()) {
      return SchedulerSettings.PLAIN;
    }
    if (node.get() instanceof Node.Scalar) {
      return SchedulerSettings.of(search.oneOf(KEY, Schedulers.words(), "plain"));
    }
    return read(search, search.section(KEY));
  }

  private static SchedulerSettings read(Section search, Section section) {
    section.require("kind", "one of " + String.join(", ", Schedulers.words()));
    String kind = section.oneOf("kind", Schedulers.words(), "plain");
    SchedulerSettings usual = SchedulerSettings.of(kind);
    if (Schedulers.named(kind).overRungs()) {
      usual = rungs(search, section, kind);
    }
    section.close(" of scheduler " + kind);
    return usual;
  }

  private static SchedulerSettings rungs(Section search, Section section, String kind) {
    List<Integer> rungs = new ArrayList<>();
    for (Node rung : section.list("rungs")) {
      rungs.add(section.whole(rung, section.path() + ".rungs", 1, v -> SearchReader.atLeast(1, v)));
    }
    if (!rungs.isEmpty()) {
      section.refuse("minimum", "rungs are listed; leave out one of rungs and minimum");
    }
    OptionalInt minimum = OptionalInt.empty();
    if (section.has("minimum")) {
      minimum = OptionalInt.of(section.whole("minimum", 1, v -> SearchReader.atLeast(1, v)));
    }
    int reduction =
        section.whole(
            "reduction", SchedulerSettings.REDUCTION, value -> SearchReader.atLeast(2, value));
    OptionalInt bracket = OptionalInt.empty();
    if (kind.equals("halving") && section.has("bracket")) {
      bracket = OptionalInt.of(section.whole("bracket", 2, v -> SearchReader.atLeast(2, v)));
    }
    double gigabytes =
        section.real(
            "checkpoint-gigabytes", SchedulerSettings.CHECKPOINT_GIGABYTES, SchedulerReader::room);
    try {
      return new SchedulerSettings(kind, rungs, minimum, reduction, bracket, gigabytes);
    } catch (IllegalArgumentException refused) {
      search.problem(KEY, String.valueOf(refused.getMessage()));
      return SchedulerSettings.of(kind);
    }
  }

  private static void room(double gigabytes) {
    if (gigabytes <= 0) {
      throw new IllegalArgumentException("a number above 0 is accepted, not " + gigabytes);
    }
  }
}
