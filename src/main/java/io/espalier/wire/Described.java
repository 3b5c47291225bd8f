package io.espalier.wire;

/** A constant that experiment files choose by its word. */
public interface Described {
  /** What it does, in one line for a person. */
  String help();
}
