package io.espalier.data.tables;

import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferAllocator;

/**
 * The memory of one chunk of a column, which the next one takes over. There is one at a time, in
 * one piece.
 */
final class ChunkMemory implements ByteBufferAllocator {
  private byte[] memory = {};

  @Override
  public ByteBuffer allocate(int size) {
    if (memory.length < size) {
      memory = new byte[size];
    }
    return ByteBuffer.wrap(memory, 0, size).slice();
  }

  @Override
  public void release(ByteBuffer buffer) {
    // the next chunk takes it
  }

  @Override
  public boolean isDirect() {
    return false;
  }
}
