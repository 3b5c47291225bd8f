package io.espalier.engine.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardOrderTest {
  private static final Optional<String> BY_BUS = Optional.of("PCI_BUS_ID");
  private static final List<Card> TWO = Smi.two().cards();

  private static CardOrder visible(String devices) {
    return new CardOrder(TWO, Optional.of(devices), BY_BUS);
  }

  @Test
  void anIndexAndAUuidMeanTheSameCard() {
    CardOrder order = new CardOrder(TWO, Optional.empty(), BY_BUS);
    assertThat(order.device("1")).isEqualTo(new Device.Gpu("1", 1, "Tesla T4"));
    assertThat(order.device("GPU-9c1d7f02-77aa-2bb1-93f4-0c1e2d3f4a55").ordinal()).isEqualTo(1);
    assertThat(order.device("GPU-5a0e").ordinal()).isZero();
  }

  @Test
  void cudaCountsWhatIsVisibleInTheOrderInWhichItIsNamed() {
    assertThat(visible("1").device("1").ordinal()).isZero();
    assertThat(visible("1, 0").device("0").ordinal()).isEqualTo(1);
    assertThat(visible("GPU-9c1d7f02,0").device("1").ordinal()).isZero();
    assertThat(visible("1,7,0").visible()).extracting(Card::index).containsExactly(1);
    assertThat(visible("").visible()).isEmpty();
  }

  @Test
  void anAddressThatCudaDoesNotSeeIsRefused() {
    assertThatThrownBy(() -> visible("1").device("0"))
        .isInstanceOf(NoDeviceException.class)
        .hasMessage("Spark gave GPU 0, but CUDA sees only [1]");
  }

  @Test
  void severalCardsNeedTheOrderOfTheBus() {
    assertThatThrownBy(() -> new CardOrder(TWO, Optional.empty(), Optional.empty()).device("0"))
        .isInstanceOf(NoDeviceException.class)
        .hasMessageEndingWith("set CUDA_DEVICE_ORDER=PCI_BUS_ID in the executor's environment");
    assertThat(
            new CardOrder(TWO.subList(0, 1), Optional.empty(), Optional.empty())
                .device("0")
                .ordinal())
        .isZero();
  }

  @Test
  void aCardThatTheLibraryHasNoCodeForIsRefusedBesideOneThatItHas() {
    List<Card> mixed =
        List.of(TWO.get(0), new Card(1, "GPU-1", "H100", Optional.of(new Version(9, 0))));
    CardOrder order = new CardOrder(mixed, Optional.empty(), BY_BUS);
    assertThat(order.device("0").name()).isEqualTo("NVIDIA A100-SXM4-40GB");
    assertThatThrownBy(() -> order.device("1"))
        .isInstanceOf(NoDeviceException.class)
        .hasMessageStartingWith("GPU 1 (H100) is of compute capability 9.0; ");
  }
}
