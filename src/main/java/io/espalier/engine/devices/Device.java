package io.espalier.engine.devices;

import java.util.Optional;

/** Where a task computes. */
public sealed interface Device {
  /** The text of the column {@code device}. */
  String label();

  /**
   * The processor.
   *
   * @param assigned the address of a GPU that Spark set aside for the task all the same
   */
  record Cpu(Optional<String> assigned) implements Device {
    @Override
    public String label() {
      return assigned.map(address -> "cpu (gpu " + address + " assigned)").orElse("cpu");
    }
  }

  /**
   * A GPU.
   *
   * @param address as Spark or nvidia-smi calls it: an index or a UUID
   * @param ordinal the number by which CUDA knows it in this process, from 0
   * @param name the card's name
   */
  record Gpu(String address, int ordinal, String name) implements Device {
    @Override
    public String label() {
      return "gpu:" + address + " (" + name + ")";
    }
  }
}
