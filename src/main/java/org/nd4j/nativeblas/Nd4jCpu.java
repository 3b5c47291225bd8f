package org.nd4j.nativeblas;

/**
 * The name under which DL4J 1.0.0-M2.1 asks, by reflection, whether oneDNN may be used. The class
 * it means has moved to another package and its method has another name; without this one the
 * lookup fails and every convolution takes the slow path.
 */
public final class Nd4jCpu {
  private Nd4jCpu() {}

  /** Answers for the environment of the loaded native library. */
  public static final class Environment {
    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** The only one. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether the native library was built with oneDNN and uses it. */
    public boolean isUseMKLDNN() {
      return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }
  }
}
