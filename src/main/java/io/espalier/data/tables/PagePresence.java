package io.espalier.data.tables;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;

/**
 * Which cells of a page hold a number: those of definition level 1, where the others are of level
 * 0.
 */
@FunctionalInterface
interface PagePresence {
  /** All of them. */
  PagePresence ALL = () -> 1;

  /** The level of the next cell, 0 or 1. */
  int next() throws IOException;

  /** Tells of the next {@code count} cells whether they hold a number; returns how many do. */
  default int next(boolean[] there, int count) throws IOException {
    int present = 0;
    for (int i = 0; i < count; i++) {
      there[i] = next() == 1;
      present += there[i] ? 1 : 0;
    }
    return present;
  }

  /** As the beginning of a page tells; moves {@code page} to what follows. */
  static PagePresence before(ByteBuffer page, Encoding encoding, ColumnDescriptor column, int cells)
      throws IOException {
    if (column.getMaxDefinitionLevel() == 0) {
      return ALL;
    }
    if (encoding == Encoding.RLE) {
      int length = page.getInt();
      ByteBuffer runs = page.slice(page.position(), length);
      page.position(page.position() + length);
      return ofRuns(runs, cells);
    }
    ByteBufferInputStream stream = ByteBufferInputStream.wrap(page);
    ValuesReader levels = encoding.getValuesReader(column, ValuesType.DEFINITION_LEVEL);
    levels.initFromPage(cells, stream);
    page.position(page.limit() - stream.available());
    return levels::readInteger;
  }

  /** As runs of levels tell. */
  static PagePresence ofRuns(ByteBuffer runs, int cells) {
    if (isOneRun(runs.duplicate(), cells)) {
      return ALL;
    }
    return new RunLengthBitPackingHybridDecoder(1, ByteBufferInputStream.wrap(runs))::readInt;
  }

  /**
   * Whether levels begin with a run of ones that covers the page: its length × 2, in bytes of 7
   * bits, and its level.
   */
  private static boolean isOneRun(ByteBuffer runs, int cells) {
    long head = 0;
    int shift = 0;
    while (runs.hasRemaining() && shift < Long.SIZE) {
      byte bits = runs.get();
      head |= (bits & 0x7fL) << shift;
      shift += 7;
      if (bits >= 0) {
        return (head & 1) == 0 && head >>> 1 >= cells && runs.hasRemaining() && runs.get() == 1;
      }
    }
    return false;
  }
}
