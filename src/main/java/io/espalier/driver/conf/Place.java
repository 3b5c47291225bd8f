package io.espalier.driver.conf;

/**
 * Where a value was written.
 *
 * @param source a file or a {@code --set} argument
 * @param rank order of the sources: included files, the experiment file, then overrides in their
 *     order
 * @param line from 1; 0 or less where there is none
 */
record Place(String source, int rank, int line) {
  static final int INCLUDED = 0;
  static final int FILE = 1;
  static final int OVERRIDE = 2;

  String text() {
    return line > 0 && rank < OVERRIDE ? source + ":" + line : source;
  }
}
