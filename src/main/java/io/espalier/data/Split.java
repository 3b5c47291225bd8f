package io.espalier.data;

import io.espalier.wire.Part;
import java.io.Serializable;

/**
 * Which examples belong to which part, as indexes into the {@link Dataset}. A part may be empty,
 * except the training part.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Split(int[] train, int[] validation, int[] test) implements Serializable {
  public Split {
    if (train.length == 0) {
      throw new IllegalArgumentException("the training part is empty");
    }
  }

  /** The part's examples, in the order of the split. */
  public int[] rows(Part part) {
    return switch (part) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
      case TRAIN_AND_VALIDATION -> {
        int[] both = java.util.Arrays.copyOf(train, train.length + validation.length);
        System.arraycopy(validation, 0, both, train.length, validation.length);
        yield both;
      }
    };
  }
}
