package io.espalier.data.download;

/** Told how far a download is. */
@FunctionalInterface
public interface DownloadProgress {
  /** Tells nobody. */
  DownloadProgress SILENT = (file, done, total) -> {};

  /**
   * Called often while a file comes in.
   *
   * @param file the file's name
   * @param doneBytes bytes on disk, those of an earlier attempt included
   * @param totalBytes size of the file; −1 if the server does not say
   */
  void at(String file, long doneBytes, long totalBytes);
}
