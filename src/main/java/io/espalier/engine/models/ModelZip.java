package io.espalier.engine.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.espalier.data.files.Inflation;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Looks at a model zip before DL4J reads it: DL4J makes objects of whatever classes the
 * configuration names, reads some entries by Java deserialisation and allocates what a header asks
 * for.
 */
final class ModelZip {
  private static final String CONFIGURATION = "configuration.json";
  private static final Set<String> ARRAYS = Set.of("coefficients.bin", "updaterState.bin");
  private static final long MAX_CONFIGURATION_BYTES = 16L << 20;
  private static final long MAX_ARRAY_BYTES = 2L << 30;
  private static final int MAX_SHAPE_NUMBERS = 256;
  private static final List<String> PACKAGES =
      List.of(
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.",
          "org.nd4j.linalg.learning.",
          "org.nd4j.linalg.lossfunctions.",
          "org.nd4j.linalg.schedule.",
          "io.espalier.engine.layers.");

  /** Where DL4J keeps vertices; of these a model has only some, which run no code of others. */
  private static final List<String> VERTEX_PACKAGES =
      List.of("org.deeplearning4j.nn.conf.graph.", "org.deeplearning4j.nn.conf.layers.samediff.");

  private static final List<String> VERTICES_OF_MODELS =
      Stream.of(
              "LayerVertex",
              "MergeVertex",
              "ElementWiseVertex",
              "SubsetVertex",
              "ScaleVertex",
              "ShiftVertex",
              "L2NormalizeVertex")
          .map(vertex -> "org.deeplearning4j.nn.conf.graph." + vertex)
          .toList();

  /** What only the configuration of a graph of vertices has. */
  private static final String VERTICES = "vertices";

  /** What kind of network a zip holds. */
  enum Kind {
    LAYERS("vectors or images"),
    GRAPH("graphs");

    private final String inputs;

    Kind(String inputs) {
      this.inputs = inputs;
    }

    /** What it takes. */
    @Override
    public String toString() {
      return inputs;
    }
  }

  private ModelZip() {}

  /**
   * Checks a zip and says what kind of network it holds.
   *
   * @param name what messages call it
   * @throws DamagedModelException if it is not a model zip, is not as it was written, or names
   *     classes no model of ours has
   */
  static Kind check(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      long most = Inflation.most(Files.size(file));
      require(
          entries.stream().mapToDouble(ZipEntry::getSize).sum() <= most,
          "its " + Files.size(file) + " bytes unpack to more than " + most);
      for (ZipEntry entry : entries) {
        checkEntry(zip, entry);
      }
      for (String needed : List.of(CONFIGURATION, "coefficients.bin")) {
        require(zip.getEntry(needed) != null, "has no " + needed);
      }
      try (InputStream in = zip.getInputStream(zip.getEntry(CONFIGURATION))) {
        return kind(in);
      }
    } catch (IOException | RuntimeException problem) { // a broken zip may end in either
      throw DamagedModelException.ofZip(name, problem);
    }
  }

  private static void checkEntry(ZipFile zip, ZipEntry entry) throws IOException {
    String entryName = entry.getName();
    boolean array = ARRAYS.contains(entryName);
    require(array || entryName.equals(CONFIGURATION), "unexpected entry '" + entryName + "'");
    long limit = array ? MAX_ARRAY_BYTES : MAX_CONFIGURATION_BYTES;
    require(
        entry.getSize() >= 0 && entry.getSize() <= limit,
        entryName + " has " + entry.getSize() + " bytes, at most " + limit + " are accepted");
    try (InputStream in = zip.getInputStream(entry)) {
      if (array) {
        checkArray(new DataInputStream(in), entryName, entry.getSize());
      } else {
        checkClasses(new ByteArrayInputStream(bounded(in, entryName)));
      }
    }
    checkContent(zip, entry);
  }

  /** Reads to the end: an entry is as long as it says and has the checksum it was written with. */
  private static void checkContent(ZipFile zip, ZipEntry entry) throws IOException {
    CRC32 checksum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (InputStream in = zip.getInputStream(entry)) {
      for (int read = 0; read >= 0 && bytes <= entry.getSize(); read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
        bytes += read;
      }
    }
    require(
        bytes <= entry.getSize(),
        entry.getName() + " unpacks to more than its " + entry.getSize() + " bytes");
    require(
        entry.getCrc() == checksum.getValue(),
        entry.getName() + " does not have the checksum it was written with");
  }

  /** What an entry says of its size need not be true. */
  private static byte[] bounded(InputStream in, String entryName) throws IOException {
    byte[] bytes = in.readNBytes((int) MAX_CONFIGURATION_BYTES + 1);
    require(
        bytes.length <= MAX_CONFIGURATION_BYTES,
        entryName + " unpacks to more than " + MAX_CONFIGURATION_BYTES + " bytes");
    return bytes;
  }

  private static void checkClasses(InputStream in) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(in)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("@class")) {
          json.nextToken();
          String type = json.getText();
          require(
              isKnown(type),
              "its configuration names the class " + type + ", which no model needs");
        }
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
      throw new IOException("its configuration is not JSON", broken);
    }
  }

  /**
   * The first class that a network's configuration names and no model file may; if there is one.
   */
  static Optional<String> unknownClass(String configuration) {
    try (JsonParser json = new JsonFactory().createParser(configuration)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME && json.currentName().equals("@class")) {
          json.nextToken();
          String type = json.getText();
          if (!isKnown(type)) {
            return Optional.of(type);
          }
        }
      }
      return Optional.empty();
    } catch (IOException broken) {
      throw new UncheckedIOException("a configuration is not JSON", broken);
    }
  }

  private static boolean isKnown(String type) {
    return VERTICES_OF_MODELS.contains(type)
        || (PACKAGES.stream().anyMatch(type::startsWith)
            && VERTEX_PACKAGES.stream().noneMatch(type::startsWith));
  }

  private static Kind kind(InputStream in) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(in)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (json.currentName().equals(VERTICES)) {
          return Kind.GRAPH;
        }
        json.nextToken();
        json.skipChildren();
      }
      return Kind.LAYERS;
    }
  }

  /** An array is a shape and numbers, each with a header: how it is kept, how many, which type. */
  private static void checkArray(DataInputStream in, String entry, long size) throws IOException {
    in.readUTF();
    long shapeNumbers = in.readLong();
    require(
        in.readUTF().equals("LONG") && shapeNumbers > 0 && shapeNumbers <= MAX_SHAPE_NUMBERS,
        entry + " does not begin with an array's shape");
    in.skipNBytes(shapeNumbers * Long.BYTES);
    in.readUTF();
    long numbers = in.readLong();
    String type = in.readUTF();
    require(
        type.equals("FLOAT") || type.equals("DOUBLE"),
        entry + " holds numbers of type " + type + ", not FLOAT or DOUBLE");
    long width = DataType.valueOf(type).width();
    require(
        numbers > 0 && numbers <= size / width,
        entry + " claims " + numbers + " numbers but has " + size + " bytes");
  }

  private static void require(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new IOException(problem);
    }
  }
}
