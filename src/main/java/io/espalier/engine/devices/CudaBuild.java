package io.espalier.engine.devices;

import io.espalier.engine.devices.DriverReport.Absent;
import io.espalier.engine.devices.DriverReport.Present;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the native library of nd4j-cuda-11.6 1.0.0-M2.1 needs of a machine. */
final class CudaBuild {
  private static final Version CUDA = new Version(11, 6);

  /**
   * Those that it holds machine code for; code for one runs on later minors of the same major. It
   * holds no PTX, which newer cards could compile for themselves.
   */
  private static final List<Version> CAPABILITIES =
      List.of(
          new Version(3, 7),
          new Version(5, 0),
          new Version(5, 2),
          new Version(6, 0),
          new Version(6, 1),
          new Version(7, 0),
          new Version(7, 5),
          new Version(8, 0),
          new Version(8, 6));

  private CudaBuild() {}

  /** Why it cannot compute here, in one line; nothing if it can on one of the cards at least. */
  static Optional<String> objection(DriverReport report) {
    if (report instanceof Absent absent) {
      return Optional.of(absent.reason());
    }
    Present present = (Present) report;
    if (present.cuda().compareTo(CUDA) < 0) {
      return Optional.of(
          "the NVIDIA driver "
              + present.driver()
              + " runs CUDA up to "
              + present.cuda()
              + ", not "
              + CUDA
              + "; it takes driver 510.39 or newer");
    }
    if (present.cards().isEmpty()) {
      return Optional.of("the NVIDIA driver " + present.driver() + " lists no GPU");
    }
    List<Optional<String>> objections = present.cards().stream().map(CudaBuild::objection).toList();
    return objections.stream().allMatch(Optional::isPresent) ? objections.get(0) : Optional.empty();
  }

  /** Why it cannot compute on a card; nothing if it can, or if the driver does not tell. */
  static Optional<String> objection(Card card) {
    return card.capability()
        .filter(capability -> CAPABILITIES.stream().noneMatch(code -> runs(code, capability)))
        .map(
            capability ->
                String.format(
                    Locale.ROOT,
                    "GPU %d (%s) is of compute capability %s; the CUDA library is built for %s",
                    card.index(),
                    card.name(),
                    capability,
                    capabilities()));
  }

  private static boolean runs(Version code, Version capability) {
    return code.major() == capability.major() && code.minor() <= capability.minor();
  }

  private static String capabilities() {
    return CAPABILITIES.stream().map(Version::toString).collect(Collectors.joining(", "));
  }
}
