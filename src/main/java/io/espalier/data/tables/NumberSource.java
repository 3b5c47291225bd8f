package io.espalier.data.tables;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The numbers of a page of a Parquet file, one after another. */
interface NumberSource {
  /** Copies the next {@code count} numbers to the beginning of {@code target}. */
  void next(double[] target, int count) throws IOException;

  /** Numbers one after another as the machine has them, with the lowest byte first. */
  static NumberSource plain(PrimitiveTypeName type, ByteBuffer bytes) {
    return switch (type) {
      case DOUBLE ->
          (target, count) -> {
            bytes.asDoubleBuffer().get(target, 0, count);
            bytes.position(bytes.position() + count * Double.BYTES);
          };
      case FLOAT ->
          (target, count) -> {
            for (int i = 0; i < count; i++) {
              target[i] = bytes.getFloat();
            }
          };
      case INT32 ->
          (target, count) -> {
            for (int i = 0; i < count; i++) {
              target[i] = bytes.getInt();
            }
          };
      case INT64 ->
          (target, count) -> {
            for (int i = 0; i < count; i++) {
              target[i] = bytes.getLong();
            }
          };
      default -> throw new IllegalArgumentException("no plain numbers: " + type);
    };
  }

  /** Places in a dictionary: their width in bits, then runs of them. */
  static NumberSource places(double[] dictionary, ByteBuffer bytes) {
    int bits = bytes.hasRemaining() ? bytes.get() : 0;
    RunLengthBitPackingHybridDecoder places =
        new RunLengthBitPackingHybridDecoder(bits, ByteBufferInputStream.wrap(bytes));
    return (target, count) -> {
      for (int i = 0; i < count; i++) {
        target[i] = dictionary[places.readInt()];
      }
    };
  }
}
