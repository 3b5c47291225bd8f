package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.search.schedule.StoppingSettings;
import io.espalier.search.schedule.StoppingSettings.LeastGain;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleConsumer;

/** Reads what ends a search, or a trial, early. */
final class StoppingReader {
  private static final String LEAST_GAIN = "no-longer-pays";

  private StoppingReader() {}

  static StoppingSettings read(Section search) {
    return new StoppingSettings(
        real(search, "target", any -> {}),
        real(search, "minutes", StoppingReader::positive),
        patience(search),
        leastGain(search),
        real(search, "trial-minutes", StoppingReader::positive));
  }

  private static OptionalDouble real(Section search, String key, DoubleConsumer check) {
    return search.has(key) ? OptionalDouble.of(search.real(key, 1, check)) : OptionalDouble.empty();
  }

  private static OptionalInt patience(Section search) {
    return search.has("patience")
        ? OptionalInt.of(search.whole("patience", 1, value -> SearchReader.atLeast(1, value)))
        : OptionalInt.empty();
  }

  /** An amount, or true for what the best trial's own figure is uncertain by. */
  private static Optional<LeastGain> leastGain(Section search) {
    Optional<Node> node = search.node(LEAST_GAIN);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (Node.number(node.get()).isPresent()) {
      double amount = search.real(LEAST_GAIN, 1, StoppingReader::positive);
      return Optional.of(new LeastGain(OptionalDouble.of(amount)));
    }
    if (node.get() instanceof Node.Scalar word
        && (word.text().equals("true") || word.text().equals("false"))) {
      return Optional.of(LeastGain.UNCERTAINTY).filter(own -> word.text().equals("true"));
    }
    search.wrong(node.get(), Section.join(search.path(), LEAST_GAIN), "a number, true or false");
    return Optional.empty();
  }

  private static void positive(double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("a number above 0 is accepted, not " + value);
    }
  }
}
