package io.espalier.engine.devices;

import org.nd4j.linalg.api.concurrency.AffinityManager;

/** Binds the current thread to a CUDA device. */
final class Pin {
  private final AffinityManager affinity;

  Pin(AffinityManager affinity) {
    this.affinity = affinity;
  }

  /**
   * Everything that the thread allocates from now on lies on the device; what it allocated before
   * stays where it is.
   *
   * @throws NoDeviceException if there is no such device, or CUDA stays with another
   */
  void to(int ordinal) {
    if (ordinal >= affinity.getNumberOfDevices()) {
      throw new NoDeviceException(
          "CUDA has " + affinity.getNumberOfDevices() + " devices, and no device " + ordinal);
    }
    if (affinity.getDeviceForCurrentThread() != ordinal) {
      affinity.unsafeSetDevice(ordinal);
    }
    int now = affinity.getDeviceForCurrentThread();
    if (now != ordinal) {
      throw new NoDeviceException("CUDA computes on device " + now + ", not " + ordinal);
    }
  }
}
