package io.espalier.engine.devices;

import java.util.Optional;

/**
 * A GPU as nvidia-smi lists it.
 *
 * @param index in the order of the PCI bus, from 0
 * @param uuid {@code GPU-…}
 * @param capability the compute capability, if the driver tells
 */
record Card(int index, String uuid, String name, Optional<Version> capability) {
  /** Whether an address, an index or the beginning of a UUID, means this card. */
  boolean answersTo(String address) {
    return address.equals(Integer.toString(index))
        || (address.startsWith("GPU-") && uuid.startsWith(address));
  }
}
