package io.espalier.data;

/** What the kinds of {@link DataSource} ask of what they are given. */
final class SourceChecks {
  private SourceChecks() {}

  static void requirePictures(int height, int width, int channels) {
    require(
        height >= 0 && width >= 0 && (height == 0) == (width == 0),
        "height and width: expected both above 0 or both 0, found " + height + " and " + width);
    require(
        channels == 1 || channels == 3,
        "channels: expected 1 for grey or 3 for colour, found " + channels);
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
