package io.espalier.driver.journal;

import java.util.Locale;

/**
 * The folder of one run.
 *
 * @param run the run's number, from 1
 * @param path the folder, a local path or Hadoop URI
 */
public record RunFolder(String experiment, int run, String path) {
  public RunFolder {
    if (run < 1) {
      throw new IllegalArgumentException("a run's number must be at least 1, not " + run);
    }
  }

  /** The run's number as its folder is named, {@code 007}. */
  public static String name(int run) {
    return String.format(Locale.ROOT, "%03d", run);
  }
}
