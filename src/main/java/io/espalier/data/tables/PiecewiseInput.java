package io.espalier.data.tables;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file of which long parts are read in pieces. Java reads a local file through a buffer as large
 * as what it is asked for; a small one stays in the cache.
 */
record PiecewiseInput(InputFile file) implements InputFile {
  private static final int PIECE = 1 << 16;

  @Override
  public long getLength() throws IOException {
    return file.getLength();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableInputStream stream = file.newStream();
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        stream.seek(position);
      }

      @Override
      public void readFully(ByteBuffer target) throws IOException {
        int end = target.limit();
        while (target.position() < end) {
          target.limit(Math.min(end, target.position() + PIECE));
          stream.readFully(target);
          target.limit(end);
        }
      }
    };
  }
}
