package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;

/**
 * A binary file read from front to back. It knows how far it has come, so that damage is told by
 * byte offset; offsets of a {@code .gz} file are those of its unpacked content.
 */
final class BinaryFile implements AutoCloseable {
  private final String name;
  private final boolean packed;
  private final InputStream in;
  private long offset;

  BinaryFile(DataFiles files, Path path) {
    this(DataFiles.name(path), DataFiles.packed(path), files.open(path));
  }

  /**
   * A file that is open already.
   *
   * @param packed whether what comes was unpacked on the way
   */
  BinaryFile(String name, boolean packed, InputStream in) {
    this.name = name;
    this.packed = packed;
    this.in = in;
  }

  /** Bytes read so far. */
  long offset() {
    return offset;
  }

  /** A 32-bit big-endian number. */
  int integer(String what) {
    byte[] bytes = read(Integer.BYTES, what);
    return (bytes[0] & 0xff) << 24
        | (bytes[1] & 0xff) << 16
        | (bytes[2] & 0xff) << 8
        | (bytes[3] & 0xff);
  }

  /** Exactly {@code count} bytes; memory grows with what the file really holds. */
  byte[] read(int count, String what) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw damage(
            offset,
            "expected " + count + " bytes of " + what,
            "found " + bytes.length + ": the file is truncated");
      }
      offset += count;
      return bytes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Up to {@code count} bytes into {@code target}; how many there were before the file's end. */
  int fill(byte[] target, int from, int count) {
    try {
      int read = in.readNBytes(target, from, count);
      offset += read;
      return read;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Refuses anything after what the header promised. */
  void end() {
    try {
      if (in.read() >= 0) {
        throw damage(offset, "expected the end of the file", "found more bytes");
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  DataException damage(long at, String expected, String found) {
    String unpacked = packed ? " (unpacked)" : "";
    return new DataException(name + unpacked + ": byte " + at + ": " + expected + ", " + found);
  }

  private DataException unreadable(IOException e) {
    if (e instanceof EOFException || e instanceof ZipException) {
      return new DataException(
          name
              + " (unpacked): after byte "
              + offset
              + ": expected more packed data, found a truncated or damaged gzip stream: "
              + DataFiles.reason(e),
          e);
    }
    return DataFiles.unreadable(name, e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
