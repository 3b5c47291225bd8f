package io.espalier.engine.devices;

import java.util.List;
import java.util.stream.Collectors;

/** What a machine says of its NVIDIA driver. */
sealed interface DriverReport {
  /**
   * No driver that works.
   *
   * @param reason in one line
   */
  record Absent(String reason) implements DriverReport {}

  /**
   * A driver and its cards.
   *
   * @param driver the driver's version, {@code 535.104.05}
   * @param cuda the newest CUDA version that the driver can run
   * @param cards in the order of their indexes; none if it sees none or cannot describe them
   */
  record Present(String driver, Version cuda, List<Card> cards) implements DriverReport {
    public Present {
      cards = List.copyOf(cards);
    }

    /** In one line. */
    String text() {
      String listed =
          cards.stream()
              .map(
                  card ->
                      card.index()
                          + " "
                          + card.name()
                          + card.capability().map(c -> " (" + c + ")").orElse(""))
              .collect(Collectors.joining(", "));
      return "driver " + driver + ", CUDA " + cuda + ": " + listed;
    }
  }
}
