package io.espalier.driver.hocon;

/**
 * Where a value was written.
 *
 * @param source a file or a {@code --set} argument
 * @param rank order of the sources: included files, the experiment file, then overrides in their
 *     order
 * @param line from 1; 0 or less where there is none
 */
public record Place(String source, int rank, int line) {
  /** The rank of included files. */
  public static final int INCLUDED = 0;

  /** The rank of the experiment file. */
  public static final int FILE = 1;

  /** The rank of the first override. */
  public static final int OVERRIDE = 2;

  /** As messages name it: {@code file:line}. */
  public String text() {
    return line > 0 && rank < OVERRIDE ? source + ":" + line : source;
  }
}
