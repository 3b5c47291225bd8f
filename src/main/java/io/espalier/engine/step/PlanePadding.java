package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The rows of planes, and of the same planes with padding around them. */
record PlanePadding(int height, int width, int paddingHeight, int paddingWidth) {
  static PlanePadding of(Window window, INDArray inputs) {
    return new PlanePadding(
        (int) inputs.size(2),
        (int) inputs.size(3),
        (int) window.paddingHeight(),
        (int) window.paddingWidth());
  }

  boolean none() {
    return paddingHeight == 0 && paddingWidth == 0;
  }

  /** Takes so many planes, arrays of the same kind, to their places between the padding. */
  void pad(Object planes, Object padded, int count) {
    copy(planes, padded, count, true);
  }

  /** Takes them back. */
  void unpad(Object padded, Object planes, int count) {
    copy(planes, padded, count, false);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays of one kind of numbers
  private void copy(Object planes, Object padded, int count, boolean there) {
    int paddedWidth = width + 2 * paddingWidth;
    for (int row = 0; row < count * height; row++) {
      int paddedRow = row / height * (height + 2 * paddingHeight) + row % height + paddingHeight;
      int at = paddedRow * paddedWidth + paddingWidth;
      if (there) {
        System.arraycopy(planes, row * width, padded, at, width);
      } else {
        System.arraycopy(padded, at, planes, row * width, width);
      }
    }
  }
}
