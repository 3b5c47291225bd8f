package io.espalier.engine.devices;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the number by which CUDA knows a card in this process. nvidia-smi counts along the PCI bus;
 * CUDA does so only where {@code CUDA_DEVICE_ORDER} is {@code PCI_BUS_ID}, and counts only what
 * {@code CUDA_VISIBLE_DEVICES} leaves, in its order.
 */
final class CardOrder {
  private static final String BY_BUS = "PCI_BUS_ID";

  private final List<Card> visible;
  private final boolean certain;

  /**
   * The cards of a process.
   *
   * @param cards all cards of the machine
   * @param visibleDevices the process's {@code CUDA_VISIBLE_DEVICES}, if set
   * @param deviceOrder the process's {@code CUDA_DEVICE_ORDER}, if set
   */
  CardOrder(List<Card> cards, Optional<String> visibleDevices, Optional<String> deviceOrder) {
    visible = visibleDevices.map(names -> visible(cards, names)).orElse(cards);
    certain = cards.size() == 1 || deviceOrder.filter(BY_BUS::equals).isPresent();
  }

  /** Of this process. */
  static CardOrder here(List<Card> cards) {
    return new CardOrder(
        cards,
        Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")),
        Optional.ofNullable(System.getenv("CUDA_DEVICE_ORDER")));
  }

  /** As CUDA reads it: nothing that comes after a name it does not know. */
  private static List<Card> visible(List<Card> cards, String names) {
    List<Card> visible = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      Optional<Card> card = cards.stream().filter(c -> c.answersTo(name.strip())).findFirst();
      if (card.isEmpty()) {
        break;
      }
      visible.add(card.get());
    }
    return visible;
  }

  /** The cards that CUDA sees, in its order. */
  List<Card> visible() {
    return visible;
  }

  /**
   * The device of an address.
   *
   * @throws NoDeviceException if CUDA does not see it, or may count differently
   */
  Device.Gpu device(String address) {
    if (!certain) {
      throw new NoDeviceException(
          "this machine has several GPUs, and CUDA may number them in another order than"
              + " nvidia-smi; set CUDA_DEVICE_ORDER=PCI_BUS_ID in the executor's environment");
    }
    for (int ordinal = 0; ordinal < visible.size(); ordinal++) {
      Card card = visible.get(ordinal);
      if (card.answersTo(address)) {
        CudaBuild.objection(card)
            .ifPresent(
                objection -> {
                  throw new NoDeviceException(objection);
                });
        return new Device.Gpu(address, ordinal, card.name());
      }
    }
    throw new NoDeviceException(
        "Spark gave GPU "
            + address
            + ", but CUDA sees only "
            + visible.stream().map(Card::index).toList());
  }
}
