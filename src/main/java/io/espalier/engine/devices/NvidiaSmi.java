package io.espalier.engine.devices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the program nvidia-smi, found by {@code PATH}, about the driver and the cards. */
final class NvidiaSmi {
  private static final String PROGRAM = "nvidia-smi";
  private static final long TIMEOUT_SECONDS = 30;

  private NvidiaSmi() {}

  /** What a run of the program printed, errors among it. */
  record Answer(int exitCode, String text) {}

  /** Takes a few tenths of a second, with an idle card's driver a few seconds. */
  static DriverReport ask() {
    Answer overview;
    Answer cards;
    try {
      overview = run(List.of(PROGRAM));
      cards = run(List.of(PROGRAM, "--query-gpu=" + SmiText.FIELDS, "--format=csv,noheader"));
    } catch (IOException notThere) {
      return new DriverReport.Absent(
          "there is no NVIDIA driver: " + PROGRAM + " is not on the PATH");
    }
    return SmiText.parse(overview, cards);
  }

  private static Answer run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      process
          .onExit()
          .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .exceptionally(late -> kill(process));
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), text);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process kill(Process process) {
    return process.destroyForcibly();
  }
}
