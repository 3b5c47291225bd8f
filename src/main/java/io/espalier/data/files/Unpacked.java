package io.espalier.data.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What comes out of a packed file, within its {@link Inflation}. */
final class Unpacked extends FilterInputStream {
  private final Inflation inflation;

  Unpacked(InputStream in, Inflation inflation) {
    super(in);
    this.inflation = inflation;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    inflation.add(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int count = super.read(into, from, most);
    inflation.add(Math.max(0, count));
    return count;
  }

  @Override
  public long skip(long most) throws IOException {
    long count = super.skip(most);
    inflation.add(count);
    return count;
  }
}
