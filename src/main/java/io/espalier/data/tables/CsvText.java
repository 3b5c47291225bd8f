package io.espalier.data.tables;

import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A text file, unpacked by the codec of its name and decoded; bytes that do not fit are refused.
 */
final class CsvText {
  private static final int BYTES_LOOKED_AT = 4096;
  private static final int BYTE_ORDER_MARK = '\uFEFF';

  private final DataFiles files;
  private final Path path;
  private final CsvForm form;

  CsvText(DataFiles files, Path path, CsvForm form) {
    this.files = files;
    this.path = path;
    this.form = form;
  }

  String name() {
    return DataFiles.name(path);
  }

  /** The text from its beginning, without a byte-order mark. */
  Reader open() throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(files.unpacked(path), 1 << 16);
    byte[] start = start(bytes);
    Optional<Charset> marked = marked(start);
    BufferedReader reader = reader(bytes, marked.orElseGet(() -> Charset.forName(form.charset())));
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return form.separator().equals(CsvForm.BLANKS) ? new BlankRuns(reader) : reader;
  }

  private static BufferedReader reader(InputStream bytes, Charset charset) {
    return new BufferedReader(
        new InputStreamReader(
            bytes,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        1 << 16);
  }

  private static byte[] start(BufferedInputStream bytes) throws IOException {
    bytes.mark(BYTES_LOOKED_AT);
    byte[] start = bytes.readNBytes(BYTES_LOOKED_AT);
    bytes.reset();
    return start;
  }

  /** The character set that a byte-order mark names. */
  static Optional<Charset> marked(byte[] start) {
    if (begins(start, 0xef, 0xbb, 0xbf)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (begins(start, 0xff, 0xfe)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return begins(start, 0xfe, 0xff) ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
  }

  private static boolean begins(byte[] start, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (start.length <= i || (start[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** The file in another character set than the form says, with a guess which. */
  DataException otherCharset(long line, CharacterCodingException e) {
    return new DataException(
        name()
            + ": after line "
            + line
            + ": expected CSV in "
            + form.charset()
            + ", found bytes that are none; set data.charset, perhaps to "
            + guess(),
        e);
  }

  /** Zero bytes are the halves of UTF-16; bytes 0x80 to 0x9f are letters in windows-1252 only. */
  private String guess() {
    try (BufferedInputStream bytes = new BufferedInputStream(files.unpacked(path))) {
      byte[] start = bytes.readNBytes(1 << 20);
      int even = 0;
      int odd = 0;
      boolean windows = false;
      for (int i = 0; i < start.length; i++) {
        even += start[i] == 0 && i % 2 == 0 ? 1 : 0;
        odd += start[i] == 0 && i % 2 == 1 ? 1 : 0;
        windows |= (start[i] & 0xe0) == 0x80;
      }
      if (even + odd > start.length / 4) {
        return odd > even ? "UTF-16LE" : "UTF-16BE";
      }
      return windows ? "windows-1252" : "ISO-8859-1";
    } catch (IOException e) {
      throw DataFiles.unreadable(path, e);
    }
  }
}
