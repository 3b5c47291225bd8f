package io.espalier.data.tables;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;
import org.xerial.snappy.Snappy;

/**
 * Parquet's own codecs, but for Snappy, in which most files are written: those take it through
 * three more copies. What is decompressed stays valid until the next page is.
 */
final class PageCodecs implements CompressionCodecFactory {
  private final CompressionCodecFactory others;

  PageCodecs(Configuration hadoop) {
    this.others = HadoopCodecs.newFactory(hadoop, 0);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return others.getCompressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return codec == CompressionCodecName.SNAPPY ? new SnappyPages() : others.getDecompressor(codec);
  }

  @Override
  public void release() {
    others.release();
  }

  private static final class SnappyPages implements BytesInputDecompressor {
    private byte[] page = {};

    @Override
    public BytesInput decompress(BytesInput bytes, int length) throws IOException {
      if (length == 0) {
        return BytesInput.empty();
      }
      ByteBuffer compressed = bytes.toInputStream().slice(Math.toIntExact(bytes.size()));
      byte[] from = compressed.array();
      int offset = compressed.arrayOffset() + compressed.position();
      int size = compressed.remaining();
      int found = Snappy.uncompressedLength(from, offset, size);
      if (found != length) {
        throw new IOException("expected a page of " + length + " bytes, found one of " + found);
      }
      if (page.length < length) {
        page = new byte[length];
      }
      Snappy.uncompress(from, offset, size, page, 0);
      return BytesInput.from(page, 0, length);
    }

    @Override
    public void decompress(ByteBuffer from, int size, ByteBuffer to, int length)
        throws IOException {
      to.put(decompress(BytesInput.from(from), length).toByteBuffer());
    }

    @Override
    public void release() {
      page = new byte[0];
    }
  }
}
