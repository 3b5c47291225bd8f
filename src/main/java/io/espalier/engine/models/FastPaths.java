package io.espalier.engine.models;

/** Lets DL4J use oneDNN: it does not by default. */
public final class FastPaths {
  /** DL4J's property; {@code true} unless it is set. */
  public static final String DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  private FastPaths() {}

  /** Switches the fast paths on unless the property says otherwise. */
  public static void allow() {
    if (System.getProperty(DISABLED) == null) {
      System.setProperty(DISABLED, "false");
    }
  }
}
