package io.espalier.driver.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** White paper to draw on, in pixels from the upper left corner. */
final class Canvas {
  /** Height of a line of text. */
  static final int LINE = 18;

  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);

  private final BufferedImage image;
  private final Graphics2D graphics;

  Canvas(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    fill(Color.WHITE, 0, 0, width, height);
    graphics.setColor(ChartColours.INK);
  }

  /** Why this machine cannot draw text, in one line; empty if it can. */
  static Optional<String> objection() {
    try {
      new Canvas(8, LINE).text("x", TEXT, 0, 13, 8);
      return Optional.empty();
    } catch (RuntimeException | Error broken) {
      // Java reports a machine without fonts or their libraries by whatever fails first: an
      // InternalError, a LinkageError, or an Error that is nothing else.
      if (broken instanceof OutOfMemoryError || broken instanceof StackOverflowError) {
        throw broken;
      }
      return Optional.of(String.valueOf(broken).lines().findFirst().orElse(""));
    }
  }

  /** How wide a text is. */
  static int width(String text, Font font) {
    return metrics(font).stringWidth(text);
  }

  private static FontMetrics metrics(Font font) {
    return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
        .createGraphics()
        .getFontMetrics(font);
  }

  Graphics2D graphics() {
    return graphics;
  }

  BufferedImage image() {
    return image;
  }

  void fill(Color colour, int left, int top, int width, int height) {
    graphics.setColor(colour);
    graphics.fillRect(left, top, width, height);
    graphics.setColor(ChartColours.INK);
  }

  void frame(Color colour, int left, int top, int width, int height) {
    graphics.setColor(colour);
    graphics.drawRect(left, top, width, height);
    graphics.setColor(ChartColours.INK);
  }

  /** Writes from the left end of the base line; what is wider is cut. */
  void text(String text, Font font, int left, int baseLine, int width) {
    graphics.setFont(font);
    graphics.drawString(cut(text, font, width), left, baseLine);
  }

  /** Writes around the middle. */
  void centred(String text, Font font, int middle, int baseLine, int width) {
    String shown = cut(text, font, width);
    text(shown, font, middle - width(shown, font) / 2, baseLine, width);
  }

  /** Writes up to the right end. */
  void flushRight(String text, Font font, int right, int baseLine, int width) {
    String shown = cut(text, font, width);
    text(shown, font, right - width(shown, font), baseLine, width);
  }

  /** Writes upwards; the base line is to the right of the text. */
  void upright(String text, int baseLine, int bottom) {
    graphics.rotate(-Math.PI / 2, baseLine, bottom);
    text(text, TEXT, baseLine, bottom, 10_000);
    graphics.rotate(Math.PI / 2, baseLine, bottom);
  }

  /** The text, or as much of its beginning as fits. */
  static String cut(String text, Font font, int width) {
    // of what is longer than its pixels nothing more fits, and measuring is slow
    boolean endless = text.length() > width;
    String line = (endless ? text.substring(0, width + 1) : text).replaceAll("\\R", " ");
    FontMetrics metrics = metrics(font);
    if (!endless && metrics.stringWidth(line) <= width) {
      return line;
    }
    int end = line.length();
    while (end > 0 && metrics.stringWidth(line.substring(0, end) + "…") > width) {
      end--;
    }
    return line.substring(0, end) + "…";
  }

  /** The text in lines of a width, broken at blanks; the last of so many lines is cut. */
  static List<String> wrapped(String text, Font font, int width, int mostLines) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      boolean full = lines.size() + 1 == mostLines;
      if (line.isEmpty() || full || width(longer, font) <= width) {
        line = longer;
      } else {
        lines.add(line);
        line = word;
      }
    }
    lines.add(line);
    return lines.stream().map(each -> cut(each, font, width)).toList();
  }

  /** Enlarges without blurring. */
  void enlarged(Image small, int left, int top, int width, int height) {
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(small, left, top, width, height, null);
  }
}
