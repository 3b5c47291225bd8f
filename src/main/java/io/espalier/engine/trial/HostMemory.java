package io.espalier.engine.trial;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;

/** Whose memory ran out. */
final class HostMemory {
  /** A process that holds less of what it may hold did not run into its own limit. */
  private static final double FAR = 0.8;

  private HostMemory() {}

  /**
   * Whether native memory could not be had although this process holds far less than its limit:
   * then the host has none. Where the limit was near, or the Java heap ran out, the network is too
   * large.
   */
  static boolean exhausted(Throwable outOfMemory) {
    boolean outsideTheHeap =
        Arrays.stream(outOfMemory.getStackTrace())
            .limit(3)
            .anyMatch(frame -> frame.getClassName().startsWith("org.bytedeco.javacpp."));
    return outsideTheHeap && Pointer.totalBytes() < FAR * Pointer.maxBytes();
  }
}
