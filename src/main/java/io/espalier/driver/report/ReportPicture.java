package io.espalier.driver.report;

import java.awt.image.BufferedImage;
import java.util.function.Supplier;

/**
 * A picture that a report has. Several are drawn at once, each by one thread.
 *
 * @param name its path below the folder of pictures, without ending: {@code
 *     trial-5-seed-0/confusion}
 * @param caption what it shows
 * @param numbers gathers what is behind it
 * @param drawing draws it
 */
record ReportPicture(
    String name, String caption, Supplier<Csv> numbers, Supplier<BufferedImage> drawing) {
  /** The numbers behind it. */
  Csv data() {
    return numbers.get();
  }
}
