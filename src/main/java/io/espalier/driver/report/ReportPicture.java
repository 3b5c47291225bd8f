package io.espalier.driver.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture that a report has. Several are drawn at once, each by one thread. */
final class ReportPicture {
  private final String name;
  private final String caption;
  private final Supplier<Csv> numbers;
  private final Supplier<BufferedImage> drawing;
  private byte[] png = {};

  /**
   * A picture that is yet to be drawn.
   *
   * @param name its path below the folder of pictures, without ending: {@code
   *     trial-5-seed-0/confusion}
   * @param caption what it shows
   * @param numbers gathers what is behind it
   * @param drawing draws it
   */
  ReportPicture(
      String name, String caption, Supplier<Csv> numbers, Supplier<BufferedImage> drawing) {
    this.name = name;
    this.caption = caption;
    this.numbers = numbers;
    this.drawing = drawing;
  }

  String name() {
    return name;
  }

  String caption() {
    return caption;
  }

  /** The numbers behind it. */
  Csv data() {
    return numbers.get();
  }

  /** What is seen, drawn anew. */
  BufferedImage image() {
    return drawing.get();
  }

  /** As a PNG, which the first who asks draws while others wait. */
  synchronized byte[] png() {
    if (png.length == 0) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
        ImageIO.write(image(), "png", stream);
      } catch (IOException impossible) {
        throw new UncheckedIOException("memory refuses a picture", impossible);
      }
      png = bytes.toByteArray();
    }
    return png;
  }
}
