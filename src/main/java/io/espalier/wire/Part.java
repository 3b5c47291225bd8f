package io.espalier.wire;

/** A part of the data. */
public enum Part {
  TRAIN,
  VALIDATION,
  TEST,
  /** Training and validation part together, in that order. */
  TRAIN_AND_VALIDATION
}
