package io.espalier.driver.report;

import java.awt.Color;
import java.util.List;

/** Colours that people with the common colour blindnesses can tell apart. */
final class ChartColours {
  static final Color BLUE = new Color(0x0072B2);
  static final Color ORANGE = new Color(0xE69F00);
  static final Color VERMILLION = new Color(0xD55E00);
  static final Color INK = new Color(0x222222);
  static final Color FAINT = new Color(0x777777);
  static final Color GRID = new Color(0xE4E4E4);
  static final Color BAR = new Color(0xB4B4B4);

  /** Okabe and Ito 2008, their yellow darkened for white paper, with grey and brown. */
  private static final List<Color> LINES =
      List.of(
          BLUE,
          ORANGE,
          new Color(0x009E73),
          VERMILLION,
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xA89600),
          Color.BLACK,
          new Color(0x888888),
          new Color(0x8C510A));

  /** Six stops of the map "viridis" of matplotlib. */
  private static final List<Color> VIRIDIS =
      List.of(
          new Color(0x440154),
          new Color(0x414487),
          new Color(0x2A788E),
          new Color(0x22A884),
          new Color(0x7AD151),
          new Color(0xFDE725));

  private ChartColours() {}

  /** The colour of the n-th line; they repeat after ten. */
  static Color line(int number) {
    return LINES.get(number % LINES.size());
  }

  /** From dark violet (0) over green to yellow (1), evenly bright. */
  static Color ofShare(double share) {
    double at = clamped(share) * (VIRIDIS.size() - 1);
    int stop = Math.min((int) at, VIRIDIS.size() - 2);
    return mixed(VIRIDIS.get(stop), VIRIDIS.get(stop + 1), at - stop);
  }

  /** From white (0) to blue (1). */
  static Color ofCount(double share) {
    return mixed(Color.WHITE, BLUE, clamped(share));
  }

  /** From orange (−1) over white (0) to blue (1). */
  static Color ofSign(double value) {
    return mixed(Color.WHITE, value < 0 ? ORANGE : BLUE, clamped(Math.abs(value)));
  }

  private static double clamped(double share) {
    return share >= 0 ? Math.min(1, share) : 0;
  }

  private static Color mixed(Color from, Color to, double share) {
    return new Color(
        part(from.getRed(), to.getRed(), share),
        part(from.getGreen(), to.getGreen(), share),
        part(from.getBlue(), to.getBlue(), share));
  }

  private static int part(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }
}
