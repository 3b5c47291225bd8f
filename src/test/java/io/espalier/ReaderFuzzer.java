package io.espalier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Jazzer calls ({@code submit/fuzz.sh}): reads what it makes up with the {@link FuzzedReader}
 * that the property {@code espalier.reader} names, in the folder that {@code espalier.folder} does.
 */
public final class ReaderFuzzer {
  private static final FuzzedReader READER =
      FuzzedReader.valueOf(System.getProperty("espalier.reader", FuzzedReader.CONF.name()));
  private static final FuzzedReader.Prepared PREPARED = prepared();

  private ReaderFuzzer() {}

  private static FuzzedReader.Prepared prepared() {
    try {
      return READER.prepare(Path.of(System.getProperty("espalier.folder", ".")));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Before the first input: what is needed is loaded, which is no hang. */
  public static void fuzzerInitialize() throws Exception {
    PREPARED.reading().read();
  }

  /** Once with each input. */
  public static void fuzzerTestOneInput(byte[] content) throws IOException {
    READER.refuses(PREPARED, content);
  }

  /** Copies the sound file to where Jazzer begins from. */
  public static void main(String[] arguments) throws IOException {
    Files.copy(PREPARED.file(), Path.of(arguments[0]));
  }
}
