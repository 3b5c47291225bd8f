package io.espalier.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build has written down of itself: versions by a library's name. */
public final class BuildFacts {
  private static final String FILE = "/espalier-build.properties";

  private BuildFacts() {}

  /** The version of a library, {@code echarts}; {@code unknown} where none was written down. */
  public static String of(String library) {
    Properties build = new Properties();
    try (InputStream stream = BuildFacts.class.getResourceAsStream(FILE)) {
      if (stream != null) {
        build.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " on the class path cannot be read", e);
    }
    return build.getProperty(library, "unknown");
  }
}
