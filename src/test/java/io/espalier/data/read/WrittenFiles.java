package io.espalier.data.read;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Small files in the published formats, for tests to read and to damage. */
public final class WrittenFiles {
  private final Path folder;

  public WrittenFiles(Path folder) {
    this.folder = folder;
  }

  public String path(String name) {
    return folder.resolve(name).toString();
  }

  public void write(String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  public void write(String name, String text) throws IOException {
    write(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Six training and two test images of 2×3 pixels with labels 0, 1, 2, 0, …. */
  public void idxSet() throws IOException {
    write("train-images-idx3-ubyte", images(6, 2, 3));
    write("train-labels-idx1-ubyte", labels(0, 1, 2, 0, 1, 2));
    write("t10k-images-idx3-ubyte", images(2, 2, 3));
    write("t10k-labels-idx1-ubyte", labels(2, 1));
  }

  /** Two batches of three images and a test batch of two; labels count up from 0. */
  public void cifarSet() throws IOException {
    write("data_batch_1.bin", cifar(0, 1, 2));
    write("data_batch_10.bin", cifar(6, 7, 8));
    write("data_batch_2.bin", cifar(3, 4, 5));
    write("test_batch.bin", cifar(9, 0));
  }

  /**
   * Three graphs: a triangle of labels 5, −2, 5 with an edge twice and a loop, a pair, a lone node.
   */
  public void tuSet() throws IOException {
    write("DS_A.txt", "1, 2\n2,1\n2, 3\n3  ,1\n3, 3\n1, 2\n4 5\n");
    write("DS_graph_indicator.txt", "1\n1\n1\n2\n2\n3\n");
    write("DS_graph_labels.txt", "7\n-1\n7\n");
    write("DS_node_labels.txt", "5\n-2\n5\n0\n5\n0\n");
  }

  /** Four papers with links in a chain, one of them both ways and one to itself. */
  public void citationSet() throws IOException {
    write("small.content", "p9\t0\t1\tTheory\np1\t1\t1\tRules\nq\t0\t0\tTheory\nr\t1\t0\tRules\n");
    write("small.cites", "p9\tp1\np1\tp9\nq\tq\np1\tq\nq\tr\n");
  }

  public static byte[] images(int count, int height, int width) {
    ByteBuffer buffer = ByteBuffer.allocate(16 + count * height * width);
    buffer.putInt(0x0803).putInt(count).putInt(height).putInt(width);
    for (int i = 0; i < count * height * width; i++) {
      buffer.put((byte) (i * 7));
    }
    return buffer.array();
  }

  public static byte[] labels(int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length);
    buffer.putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      buffer.put((byte) label);
    }
    return buffer.array();
  }

  /** Records whose pixels all have the value of the label times ten. */
  public static byte[] cifar(int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(labels.length * 3073);
    for (int label : labels) {
      buffer.put((byte) label);
      for (int i = 0; i < 3072; i++) {
        buffer.put((byte) (label * 10));
      }
    }
    return buffer.array();
  }

  /** Rows of eight numbers, the class first, as in QMNIST. */
  static byte[] wideLabels(int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(12 + 32 * labels.length);
    buffer.putInt(0x0c02).putInt(labels.length).putInt(8);
    for (int label : labels) {
      buffer.putInt(label);
      for (int i = 1; i < 8; i++) {
        buffer.putInt(1000 * i);
      }
    }
    return buffer.array();
  }

  /**
   * Records of CIFAR-100: a coarse label, five times it as the fine one, pixels of ten times it.
   */
  static byte[] cifar100(int... coarse) {
    ByteBuffer buffer = ByteBuffer.allocate(coarse.length * 3074);
    for (int label : coarse) {
      buffer.put((byte) label).put((byte) (5 * label));
      for (int i = 0; i < 3072; i++) {
        buffer.put((byte) (label * 10));
      }
    }
    return buffer.array();
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A picture of one colour, given as 0xRRGGBB. */
  public void picture(String name, int width, int height, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, colour);
    }
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), path.toFile());
  }

  /** Fills one row of a Parquet file; what it leaves out is null. */
  public interface RowFiller {
    void fill(Group row, int number);
  }

  public void parquet(String name, String schema, int rows, RowFiller filler) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message table { " + schema + " }");
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path(name)))
            .withType(type)
            .withConf(new Configuration(false))
            .build()) {
      for (int i = 0; i < rows; i++) {
        Group row = groups.newGroup();
        filler.fill(row, i);
        writer.write(row);
      }
    }
  }
}
