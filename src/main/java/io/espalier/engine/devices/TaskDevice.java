package io.espalier.engine.devices;

import io.espalier.engine.devices.DriverReport.Present;
import io.espalier.engine.devices.GpuRequest.Role;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.nd4j.linalg.factory.Nd4j;

/** Gives the current task its device. */
public final class TaskDevice {
  private TaskDevice() {}

  /** The cards of a process that computes with CUDA. */
  private static final class Cards {
    static final CardOrder HERE =
        CardOrder.here(NvidiaSmi.ask() instanceof Present present ? present.cards() : List.of());
  }

  /**
   * Takes the device that Spark gave the current task, with as many threads for native operations
   * as the task has cores, and pins the current thread to it. Must be called before the task makes
   * an array: threads are used again, and arrays stay where they were made.
   *
   * @throws NoDeviceException if it cannot compute where it was asked to, and the CPU will not do
   */
  public static Device take() {
    Device device = device();
    if (TaskContext.get() != null) {
      NativeThreads.useThoseOf(TaskContext.get());
    }
    return device;
  }

  private static Device device() {
    BackendChoice choice = BackendChoice.here();
    Optional<String> address = address();
    if (!choice.cuda()) {
      GpuRequest request = GpuRequest.here();
      choice.objection().filter(objection -> !request.fallback()).ifPresent(TaskDevice::refuse);
      return new Device.Cpu(address);
    }
    try {
      Device.Gpu gpu = Cards.HERE.device(address.orElseGet(TaskDevice::first));
      new Pin(Nd4j.getAffinityManager()).to(gpu.ordinal());
      return gpu;
    } catch (NoDeviceException reason) {
      throw refused(String.valueOf(reason.getMessage()));
    }
  }

  /**
   * Says that this executor goes on with the CPU although a GPU was to be used, and why; nothing
   * where all is well.
   */
  public static Optional<String> fallback() {
    return BackendChoice.here()
        .objection()
        .map(objection -> "the executor on " + Host.name() + " trains on the CPU: " + objection);
  }

  /** In local mode Spark gives no addresses: the first card that CUDA sees. */
  private static String first() {
    if (GpuRequest.here().role() != Role.LOCAL || Cards.HERE.visible().isEmpty()) {
      throw new NoDeviceException("Spark gave the task no GPU address");
    }
    return Integer.toString(Cards.HERE.visible().get(0).index());
  }

  /** The first of the addresses that Spark gave the current task. */
  private static Optional<String> address() {
    TaskContext task = TaskContext.get();
    if (task == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(task.resourcesJMap().get("gpu"))
        .map(ResourceInformation::addresses)
        .filter(addresses -> addresses.length > 0)
        .map(addresses -> addresses[0]);
  }

  private static void refuse(String reason) {
    throw refused(reason);
  }

  private static NoDeviceException refused(String reason) {
    return new NoDeviceException(
        "the executor on "
            + Host.name()
            + " cannot train on a GPU: "
            + reason
            + " ("
            + GpuRequest.FALLBACK
            + "=cpu goes on with the CPU)");
  }
}
