package io.espalier.engine.models;

import io.espalier.wire.CheckpointRef;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.hadoop.fs.Path;

/** A network's weights alone: their count, the numbers in single precision, a CRC-32 of them. */
public final class WeightsFile {
  private WeightsFile() {}

  /** Writes weights, replacing what was there. */
  public static void write(CheckpointRef target, float[] weights) throws IOException {
    byte[] bytes = bytes(weights);
    WholeFiles.write(
        new Path(target.uri()),
        HadoopSettings.here(),
        out -> {
          DataOutputStream data = new DataOutputStream(out);
          data.writeInt(weights.length);
          data.write(bytes);
          data.writeLong(check(bytes));
          data.flush();
        });
  }

  /**
   * Reads weights.
   *
   * @param count how many there must be
   * @throws DamagedModelException if they are not what was written
   * @throws IOException if they cannot be read
   */
  public static float[] read(CheckpointRef source, int count) throws IOException {
    Path path = new Path(source.uri());
    try (InputStream in = path.getFileSystem(HadoopSettings.here()).open(path)) {
      DataInputStream data = new DataInputStream(in);
      if (data.readInt() != count) {
        throw new DamagedModelException(
            path + " does not hold " + count + " weights", new IOException("another count"));
      }
      byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
      data.readFully(bytes);
      if (data.readLong() != check(bytes)) {
        throw new DamagedModelException(path + " is damaged", new IOException("another checksum"));
      }
      float[] weights = new float[count];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(weights);
      return weights;
    } catch (EOFException cut) {
      throw new DamagedModelException(path + " is cut off", cut);
    }
  }

  private static byte[] bytes(float[] weights) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(weights.length, Float.BYTES));
    buffer.asFloatBuffer().put(weights);
    return buffer.array();
  }

  private static long check(byte[] bytes) {
    CRC32 check = new CRC32();
    check.update(bytes);
    return check.getValue();
  }
}
