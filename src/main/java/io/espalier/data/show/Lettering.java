package io.espalier.data.show;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Text on pictures; on a machine without any font pictures simply have no text. */
final class Lettering {
  private static final Logger LOG = LoggerFactory.getLogger(Lettering.class);
  private static final int POINTS = 13;

  private final Graphics2D graphics;
  private final boolean fonts;

  Lettering(Graphics2D graphics) {
    this.graphics = graphics;
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, POINTS));
    this.fonts = hasFonts();
  }

  /** Java reports a system without fonts by whatever fails first, errors included. */
  private boolean hasFonts() {
    try {
      return graphics.getFontMetrics().stringWidth("x") > 0;
    } catch (RuntimeException | InternalError | LinkageError e) {
      LOG.warn("this machine has no fonts: pictures have no text ({})", e.toString());
      return false;
    }
  }

  /** Writes from the left end of the base line; what is wider than {@code pixels} is cut. */
  void write(String text, int left, int baseLine, int pixels) {
    if (!fonts) {
      return;
    }
    String shown = text;
    while (shown.length() > 2 && graphics.getFontMetrics().stringWidth(shown) > pixels) {
      shown = shown.substring(0, shown.length() - 2) + "…";
    }
    graphics.drawString(shown, left, baseLine);
  }
}
