package io.espalier.engine.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.devices.NvidiaSmi.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaBuildTest {
  private static DriverReport withCards(String... capabilities) {
    StringBuilder cards = new StringBuilder();
    for (int i = 0; i < capabilities.length; i++) {
      cards.append(i + ", GPU-" + i + ", " + capabilities[i] + ", Card " + i + "\n");
    }
    return Smi.report(Smi.OVERVIEW_535, cards.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.0", "5.2", "6.1", "7.0", "7.2", "7.5", "8.0", "8.6", "8.9"})
  void codeForACapabilityRunsOnLaterOnesOfTheSameMajor(String capability) {
    assertThat(CudaBuild.objection(withCards(capability))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.0", "3.5", "9.0", "12.0"})
  void otherCapabilitiesAreRefused(String capability) {
    assertThat(CudaBuild.objection(withCards(capability)))
        .hasValue(
            "GPU 0 (Card 0) is of compute capability "
                + capability
                + "; the CUDA library is built for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6");
  }

  @Test
  void oneUsableCardIsEnoughForAProcess() {
    assertThat(CudaBuild.objection(withCards("3.0", "8.6"))).isEmpty();
    assertThat(CudaBuild.objection(withCards("3.0", "9.0"))).isPresent();
  }

  @Test
  void aCardThatDoesNotTellItsCapabilityIsTried() {
    assertThat(CudaBuild.objection(withCards("[N/A]"))).isEmpty();
  }

  @Test
  void aDriverOfAnOlderCudaIsRefused() {
    assertThat(
            CudaBuild.objection(SmiText.parse(new Answer(0, Smi.OVERVIEW_460), Smi.NO_SUCH_FIELD)))
        .hasValue(
            "the NVIDIA driver 460.91.03 runs CUDA up to 11.2, not 11.6; it takes driver 510.39 or"
                + " newer");
    String eleven = Smi.OVERVIEW_535.replace("12.2", "11.6");
    assertThat(CudaBuild.objection(Smi.report(eleven, Smi.CARDS_535))).isEmpty();
    assertThat(CudaBuild.objection(Smi.report(eleven.replace("11.6", "9.2"), Smi.CARDS_535)))
        .isPresent();
  }

  @Test
  void aDriverWithoutCardsIsRefused() {
    assertThat(CudaBuild.objection(Smi.report(Smi.OVERVIEW_535, "")))
        .hasValue("the NVIDIA driver 535.104.05 lists no GPU");
  }
}
