package io.espalier.driver.report;

import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.PlainFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;

/**
 * Where a run's report lies: {@code report.html}, the same as Markdown and as a notebook, and
 * {@code report/} in the run's folder.
 */
final class ReportFolder {
  static final String PAGE = "report.html";
  static final String MARKDOWN = "report.md";
  static final String NOTEBOOK = "report.ipynb";
  static final String PICTURES = "report";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Folder run;
  private final FileSystem files;

  ReportFolder(Folder run) throws IOException {
    this.run = run;
    this.files = PlainFiles.at(run.path(), run.hadoop());
  }

  /** Removes a former report. */
  void clear() throws IOException {
    files.delete(run.child(PICTURES).path(), true);
    for (String name : List.of(PAGE, MARKDOWN, NOTEBOOK)) {
      files.delete(run.child(name).path(), false);
    }
  }

  /**
   * Writes pictures, where they can be drawn, and their numbers, on all cores, each of which takes
   * the next one: they differ too much to be dealt out before. Once one cannot be written no other
   * is begun, and none is being written when that is thrown.
   *
   * @return the pictures as PNG, in their order; empty ones where they are not drawn
   */
  List<byte[]> write(List<ReportPicture> pictures, boolean drawn) throws IOException {
    byte[][] pngs = new byte[pictures.size()][];
    AtomicInteger next = new AtomicInteger();
    AtomicReference<IOException> failure = new AtomicReference<>();
    IntStream.rangeClosed(0, ForkJoinPool.getCommonPoolParallelism())
        .parallel()
        .forEach(
            core -> {
              try {
                for (int i = next.getAndIncrement(); i < pngs.length; i = next.getAndIncrement()) {
                  pngs[i] = written(pictures.get(i), drawn);
                }
              } catch (IOException refused) {
                next.set(pngs.length);
                failure.compareAndSet(null, refused);
              }
            });
    if (failure.get() != null) {
      throw failure.get();
    }
    return List.of(pngs);
  }

  private byte[] written(ReportPicture picture, boolean drawn) throws IOException {
    byte[] png = drawn ? picture.png() : new byte[0];
    if (drawn) {
      write(PICTURES + "/" + picture.name() + ".png", png);
    }
    write(PICTURES + "/" + picture.name() + ".csv", picture.data().bytes());
    return png;
  }

  /** Writes one of the reports themselves. */
  void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = new Path(run.path(), name);
    try {
      IOUtils.copyBytes(
          new ByteArrayInputStream(bytes), files.create(file, true), BUFFER_BYTES, true);
    } catch (FSError failure) { // a full disk, of Hadoop's local file system
      throw new IOException(String.valueOf(failure.getMessage()), failure);
    }
  }
}
