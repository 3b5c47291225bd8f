package io.espalier.wire;

/** What a model predicts. */
public enum Task {
  /** One of several classes; targets are class indexes. */
  CLASSIFICATION,
  /** One or more real numbers. */
  REGRESSION
}
