package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/** Looks at pictures. */
final class Seen {
  private Seen() {}

  /** Draws a picture and makes sure that there is something on it, and nothing at its edge. */
  static BufferedImage drawn(ReportPicture picture) {
    BufferedImage image = picture.image();
    assertThat(colours(image)).as("colours of %s", picture.name()).isGreaterThan(3);
    for (int x = 0; x < image.getWidth(); x++) {
      assertThat(image.getRGB(x, 0)).as("the upper edge at %d", x).isEqualTo(0xFFFFFFFF);
      assertThat(image.getRGB(x, image.getHeight() - 1)).as("the lower edge").isEqualTo(0xFFFFFFFF);
    }
    for (int y = 0; y < image.getHeight(); y++) {
      assertThat(image.getRGB(image.getWidth() - 1, y)).as("the right edge").isEqualTo(0xFFFFFFFF);
    }
    return image;
  }

  static int colours(BufferedImage image) {
    TreeSet<Integer> colours = new TreeSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours.size();
  }

  static List<String> lines(ReportPicture picture) {
    return new String(picture.data().bytes(), StandardCharsets.UTF_8).lines().toList();
  }
}
