package io.espalier.data.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipInputStream;

/** The entries of an archive, all together within its {@link Inflation}. */
public final class UnpackedZip extends ZipInputStream {
  private final Inflation inflation;

  /** The entries of a file. */
  public UnpackedZip(InputStream in, Inflation inflation) {
    super(in);
    this.inflation = inflation;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int count = super.read(into, from, most);
    inflation.add(Math.max(0, count));
    return count;
  }
}
