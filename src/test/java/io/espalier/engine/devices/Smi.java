package io.espalier.engine.devices;

import io.espalier.engine.devices.NvidiaSmi.Answer;

/** Answers of nvidia-smi, as drivers of different ages print them. */
final class Smi {
  /** Driver 535 with two cards. */
  static final String OVERVIEW_535 =
      """
      Tue Mar  5 10:02:11 2024
      +---------------------------------------------------------------------------------------+
      | NVIDIA-SMI 535.104.05             Driver Version: 535.104.05   CUDA Version: 12.2     |
      |-----------------------------------------+----------------------+----------------------+
      | GPU  Name                 Persistence-M | Bus-Id        Disp.A | Volatile Uncorr. ECC |
      | Fan  Temp   Perf          Pwr:Usage/Cap |         Memory-Usage | GPU-Util  Compute M. |
      |                                         |                      |               MIG M. |
      |=========================================+======================+======================|
      |   0  NVIDIA A100-SXM4-40GB          On  | 00000000:00:04.0 Off |                    0 |
      | N/A   34C    P0              45W / 400W |      4MiB / 40960MiB |      0%      Default |
      |                                         |                      |             Disabled |
      +-----------------------------------------+----------------------+----------------------+
      """;

  static final String CARDS_535 =
      """
      0, GPU-5a0ef3c9-1b1d-4a44-a8b0-5e5a6d0c7a11, 8.0, NVIDIA A100-SXM4-40GB
      1, GPU-9c1d7f02-77aa-2bb1-93f4-0c1e2d3f4a55, 7.5, Tesla T4
      """;

  /** Driver 460, whose CUDA is too old and which does not know the field compute_cap. */
  static final String OVERVIEW_460 =
      """
      Wed Oct  6 05:54:35 2021
      +-----------------------------------------------------------------------------+
      | NVIDIA-SMI 460.91.03    Driver Version: 460.91.03    CUDA Version: 11.2     |
      |-------------------------------+----------------------+----------------------+
      | GPU  Name        Persistence-M| Bus-Id        Disp.A | Volatile Uncorr. ECC |
      |===============================+======================+======================|
      |   0  Quadro M1200        Off  | 00000000:01:00.0  On |                  N/A |
      +-------------------------------+----------------------+----------------------+
      """;

  static final Answer NO_SUCH_FIELD =
      new Answer(2, "Field \"compute_cap\" is not a valid field to query.\n\n");

  /** Driver 390 names no CUDA version. */
  static final String OVERVIEW_390 =
      """
      Sun May 27 01:57:04 2018
      +-----------------------------------------------------------------------------+
      | NVIDIA-SMI 390.48                 Driver Version: 390.48                    |
      |-------------------------------+----------------------+----------------------+
      """;

  /** A container without libcuda. */
  static final String OVERVIEW_WITHOUT_LIBRARY =
      """
      +-----------------------------------------------------------------------------+
      | NVIDIA-SMI 515.65.01    Driver Version: 515.65.01    CUDA Version: N/A      |
      |-------------------------------+----------------------+----------------------+
      """;

  static final Answer NO_KERNEL_MODULE =
      new Answer(
          9,
          """
          NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.

          """);

  private Smi() {}

  static DriverReport report(String overview, String cards) {
    return SmiText.parse(new Answer(0, overview), new Answer(0, cards));
  }

  /** Two cards that the library runs on. */
  static DriverReport.Present two() {
    return (DriverReport.Present) report(OVERVIEW_535, CARDS_535);
  }
}
