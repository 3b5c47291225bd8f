package io.espalier.cli;

import io.espalier.data.download.DownloadProgress;
import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a download on standard error: a bar on a terminal, else a line for every tenth of a file.
 */
final class DownloadDisplay implements DownloadProgress, AutoCloseable {
  private static final long MEGABYTE = 1024 * 1024;

  private final PrintWriter out;
  private final boolean terminal = Terminal.interactive();
  private Optional<ProgressBar> bar = Optional.empty();
  private String file = "";
  private long tenths = -1;

  DownloadDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void at(String name, long doneBytes, long totalBytes) {
    if (!name.equals(file)) {
      close();
      file = name;
      tenths = -1;
    }
    if (terminal) {
      show(doneBytes, totalBytes);
    } else if (totalBytes > 0 && doneBytes * 10 / totalBytes > tenths) {
      tenths = doneBytes * 10 / totalBytes;
      out.println(name + ": " + doneBytes / MEGABYTE + " of " + totalBytes / MEGABYTE + " MB");
    }
  }

  private void show(long doneBytes, long totalBytes) {
    if (bar.isEmpty()) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName(file)
                  .setInitialMax(totalBytes)
                  .setUnit(" MB", MEGABYTE)
                  .setStyle(ProgressBarStyle.ASCII)
                  .build());
    }
    bar.get().stepTo(doneBytes);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
