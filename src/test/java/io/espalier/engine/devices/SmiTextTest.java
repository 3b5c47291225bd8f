package io.espalier.engine.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.devices.DriverReport.Absent;
import io.espalier.engine.devices.DriverReport.Present;
import io.espalier.engine.devices.NvidiaSmi.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmiTextTest {
  @Test
  void driverCudaVersionAndCardsAreRead() {
    assertThat(Smi.report(Smi.OVERVIEW_535, Smi.CARDS_535))
        .isEqualTo(
            new Present(
                "535.104.05",
                new Version(12, 2),
                List.of(
                    new Card(
                        0,
                        "GPU-5a0ef3c9-1b1d-4a44-a8b0-5e5a6d0c7a11",
                        "NVIDIA A100-SXM4-40GB",
                        Optional.of(new Version(8, 0))),
                    new Card(
                        1,
                        "GPU-9c1d7f02-77aa-2bb1-93f4-0c1e2d3f4a55",
                        "Tesla T4",
                        Optional.of(new Version(7, 5))))));
    assertThat(Smi.two().text())
        .isEqualTo("driver 535.104.05, CUDA 12.2: 0 NVIDIA A100-SXM4-40GB (8.0), 1 Tesla T4 (7.5)");
  }

  @Test
  void aNameMayHoldCommas() {
    Present report = (Present) Smi.report(Smi.OVERVIEW_535, "3, GPU-1, [N/A], Card, the, third\n");
    assertThat(report.cards())
        .containsExactly(new Card(3, "GPU-1", "Card, the, third", Optional.empty()));
  }

  @Test
  void theHeaderMaySayWhichPartsVersionItIs() {
    String header = "| NVIDIA-SMI 590.10  KMD Version: 590.10  CUDA UMD Version: 13.1 |";
    assertThat(((Present) Smi.report(header, Smi.CARDS_535)).cuda()).isEqualTo(new Version(13, 1));
  }

  @Test
  void anOldDriverThatCannotDescribeItsCardsStillTellsItsVersion() {
    assertThat(SmiText.parse(new Answer(0, Smi.OVERVIEW_460), Smi.NO_SUCH_FIELD))
        .isEqualTo(new Present("460.91.03", new Version(11, 2), List.of()));
  }

  @Test
  void aDriverWithoutItsCudaLibraryIsNone() {
    assertThat(Smi.report(Smi.OVERVIEW_WITHOUT_LIBRARY, Smi.CARDS_535))
        .isEqualTo(
            new Absent(
                "the NVIDIA driver 515.65.01 names no CUDA version (N/A): its library"
                    + " libcuda.so.1 is missing, or it is older than 410"));
    assertThat(Smi.report(Smi.OVERVIEW_390, ""))
        .isInstanceOfSatisfying(
            Absent.class,
            absent ->
                assertThat(absent.reason()).contains("390.48 names no CUDA version (not told)"));
  }

  @Test
  void aDriverThatDoesNotAnswerIsQuotedInOneLine() {
    assertThat(SmiText.parse(Smi.NO_KERNEL_MODULE, Smi.NO_KERNEL_MODULE))
        .isEqualTo(
            new Absent(
                "the NVIDIA driver does not work: NVIDIA-SMI has failed because it couldn't"
                    + " communicate with the NVIDIA driver. Make sure that the latest NVIDIA"
                    + " driver is installed and running."));
    assertThat(SmiText.parse(new Answer(6, "No devices were found\n"), new Answer(6, "")))
        .isEqualTo(new Absent("the NVIDIA driver does not work: No devices were found"));
    assertThat(SmiText.parse(new Answer(127, "\n"), new Answer(127, "")))
        .isEqualTo(
            new Absent("the NVIDIA driver does not work: nvidia-smi failed and said nothing"));
  }
}
