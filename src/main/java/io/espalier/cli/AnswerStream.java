package io.espalier.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a command's answer goes. Whoever prints does not hear that nothing arrives; this remembers
 * why, for the end of the command. Nothing closes it.
 */
final class AnswerStream extends OutputStream {
  /** The exit code of a command whose reader has gone: what a shell says of SIGPIPE, 128 + 13. */
  static final int NOBODY_READS = 141;

  private static final int KIND = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private final OutputStream out;
  private final boolean piped;
  private Optional<IOException> failure = Optional.empty();

  /**
   * @param piped whether it leads to another process, so that what fails is that process's end
   */
  AnswerStream(OutputStream out, boolean piped) {
    this.out = out;
    this.piped = piped;
  }

  /** Standard output. */
  static AnswerStream standard() {
    return new AnswerStream(new FileOutputStream(FileDescriptor.out), standardIsPiped());
  }

  private static boolean standardIsPiped() {
    try {
      int kind = (int) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return false;
    }
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException why) {
      failure = failure.or(() -> Optional.of(why));
      throw why;
    }
  }

  /** Whether nobody reads the answer any more, so that there is nobody to tell. */
  boolean abandoned() {
    return piped && failure.isPresent();
  }

  /** In one line why the answer is not whole; empty if it is. */
  Optional<String> objection() {
    return failure.map(
        why ->
            String.format(
                Locale.ROOT,
                "the answer could not be written to standard output: %s",
                why.getMessage()));
  }
}
