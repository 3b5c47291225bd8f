package io.espalier.driver.report;

import java.awt.image.BufferedImage;
import java.util.function.Supplier;

/**
 * A picture that a report has.
 *
 * @param name its path below the folder of pictures, without ending: {@code
 *     trial-5-seed-0/confusion}
 * @param caption what it shows
 * @param data the numbers behind it
 * @param drawing draws it
 */
record ReportPicture(String name, String caption, Csv data, Supplier<BufferedImage> drawing) {}
