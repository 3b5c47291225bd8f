package io.espalier.driver.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Chromium without a window, one page at a time, each with a profile of its own. */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  /** Milliseconds of the page's own clock, which waits for no real time. */
  private static final String BUDGET = "--virtual-time-budget=30000";

  private static final String DARK = "--blink-settings=preferredColorScheme=0";

  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** The browser of this machine; empty if it has none. */
  static Optional<Browser> find(Path folder) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new Browser(program, folder));
  }

  /** The document as it is when its scripts have come to rest. */
  String document(Path page) {
    return run(List.of(BUDGET, "--dump-dom"), page);
  }

  /** The same in a window of a width, in a light or dark scheme of colours. */
  String document(Path page, int width, boolean dark) {
    List<String> options =
        new ArrayList<>(List.of(BUDGET, "--dump-dom", "--window-size=" + width + ",900"));
    if (dark) {
      options.add(DARK);
    }
    return run(options, page);
  }

  /** A picture of the page's first screen. */
  void picture(Path page, Path png, int width, int height, boolean dark) {
    List<String> options =
        new ArrayList<>(
            List.of(BUDGET, "--screenshot=" + png, "--window-size=" + width + "," + height));
    if (dark) {
      options.add(DARK);
    }
    run(options, page);
  }

  private String run(List<String> options, Path page) {
    List<String> command = new ArrayList<>(List.of(program.toString(), "--headless"));
    command.addAll(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(options);
    command.add(page.toUri().toString());
    try {
      Path out = Files.createTempFile(folder, "document", ".html");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(folder.resolve("browser.log").toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("the browser has not come to an end in two minutes");
      }
      return Files.readString(out, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new AssertionError("the browser cannot be started", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
