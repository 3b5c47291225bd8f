package io.espalier.data.show;

import java.awt.Color;

/** Colours that people with the common colour blindnesses can tell apart (Okabe and Ito 2008). */
final class Palette {
  private static final Color[] CLASSES = {
    new Color(0xE69F00),
    new Color(0x0072B2),
    new Color(0x009E73),
    new Color(0xD55E00),
    new Color(0xCC79A7),
    new Color(0x56B4E9),
    new Color(0xB8A800),
    new Color(0x000000)
  };

  private Palette() {}

  /** The colour of a class; they repeat after eight, a shade darker. */
  static Color ofClass(int label) {
    Color colour = CLASSES[label % CLASSES.length];
    for (int round = label / CLASSES.length; round > 0; round--) {
      colour = colour.darker();
    }
    return colour;
  }

  /** From orange (0) over grey to blue (1). */
  static Color ofShare(double share) {
    double at = Math.max(0, Math.min(1, share));
    Color end = at < 0.5 ? CLASSES[0] : CLASSES[1];
    double strength = Math.abs(at - 0.5) * 2;
    return new Color(
        mixed(end.getRed(), strength),
        mixed(end.getGreen(), strength),
        mixed(end.getBlue(), strength));
  }

  private static int mixed(int end, double strength) {
    return (int) (220 + (end - 220) * strength);
  }
}
