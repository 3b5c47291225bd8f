package io.espalier.data.files;

import io.espalier.data.DataException;

/**
 * How much a packed file may unpack to: {@value #FREE_BYTES} bytes, and beyond that {@value
 * #MOST_TIMES} times its own size. What unpacks to more was made to fill memory.
 */
public final class Inflation {
  /** So much is never refused: small files of one repeated value pack well. */
  public static final long FREE_BYTES = 64L << 20;

  /** Tables, images and networks pack to a hundredth at the very best. */
  public static final int MOST_TIMES = 200;

  private final String name;
  private final long packedBytes;
  private long unpacked;

  /**
   * @param name of the file, for a person
   * @param packedBytes its size
   */
  public Inflation(String name, long packedBytes) {
    this.name = name;
    this.packedBytes = packedBytes;
  }

  /** The most bytes that a file of this size may unpack to. */
  public static long most(long packedBytes) {
    return FREE_BYTES + MOST_TIMES * packedBytes;
  }

  /**
   * So many bytes more have come out.
   *
   * @throws DataException if that is too much
   */
  void add(long bytes) {
    unpacked += bytes;
    if (unpacked > most(packedBytes)) {
      throw new DataException(
          name
              + ": its "
              + packedBytes
              + " bytes unpack to more than "
              + most(packedBytes)
              + ": refused");
    }
  }
}
