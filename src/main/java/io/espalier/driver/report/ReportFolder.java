package io.espalier.driver.report;

import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.PlainFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
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
   * Writes a picture, where pictures can be drawn, and its numbers.
   *
   * @return the picture as PNG; empty where it is not drawn
   */
  byte[] write(ReportPicture picture, boolean drawn) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (drawn) {
      ImageIO.write(picture.drawing().get(), "png", png);
      write(PICTURES + "/" + picture.name() + ".png", png.toByteArray());
    }
    write(PICTURES + "/" + picture.name() + ".csv", picture.data().bytes());
    return png.toByteArray();
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
