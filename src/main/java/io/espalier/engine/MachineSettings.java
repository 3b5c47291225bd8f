package io.espalier.engine;

import io.espalier.engine.models.FastPaths;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What training changes in the virtual machine that it runs in: with a local master that is the
 * caller's. While anybody holds these settings they may change; the last one to close them puts
 * them back.
 */
public final class MachineSettings implements AutoCloseable {
  private static final Object LOCK = new Object();
  private static int holders;
  private static Optional<String> helpersDisabled = Optional.empty();
  private static boolean periodicGc;

  private MachineSettings() {}

  /** Holds the settings. */
  public static MachineSettings hold() {
    synchronized (LOCK) {
      if (holders++ == 0) {
        helpersDisabled = Optional.ofNullable(System.getProperty(FastPaths.DISABLED));
        FastPaths.allow(); // DL4J looks at it while ND4J is loaded, too
        periodicGc = Nd4j.getMemoryManager().isPeriodicGcActive();
      }
      return new MachineSettings();
    }
  }

  @Override
  public void close() {
    synchronized (LOCK) {
      if (--holders == 0) {
        helpersDisabled.ifPresentOrElse(
            value -> System.setProperty(FastPaths.DISABLED, value),
            () -> System.clearProperty(FastPaths.DISABLED));
        Nd4j.getMemoryManager().togglePeriodicGc(periodicGc);
      }
    }
  }
}
