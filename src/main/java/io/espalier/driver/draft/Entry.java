package io.espalier.driver.draft;

/**
 * A line of an experiment file.
 *
 * @param value as HOCON writes it; may go over several lines
 * @param comment what it means to a person; empty for nothing
 */
record Entry(String key, String value, String comment) {
  Entry(String key, String value) {
    this(key, value, "");
  }
}
