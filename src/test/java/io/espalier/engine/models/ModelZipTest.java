package io.espalier.engine.models;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.Specs;
import io.espalier.wire.Activation;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.Task;
import io.espalier.wire.Updater;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ModelZipTest {
  private static final int LISTED_ENTRY = 0x02014b50;
  private static final int LISTED_SIZE = 24;
  private static final int LISTED_NAME = 46;

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  @TempDir private Path folder;

  @BeforeEach
  void aRealModel() throws IOException {
    MultiLayerNetwork network =
        Networks.create(
            cnn(
                conv(2, 3, 1, 1),
                pool(Pooling.SUM, 2, 2, 0),
                new LayerSpec.BatchNorm(0.9, 1e-5),
                new LayerSpec.Dropout(0.2),
                new LayerSpec.Dense(3, Activation.ARCTAN)),
            Specs.training(new Updater.AdamW(0.01, 0.9, 0.999, 1e-8, 0.1), 4),
            new InputShape.Image(1, 4, 4),
            2,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT);
    Path file = folder.resolve("real.zip");
    ModelFiles.save(network, new CheckpointRef(file.toString()));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
  }

  private Path zip() throws IOException {
    Path file = folder.resolve("model.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  private void assertRefused(String reason) throws IOException {
    CheckpointRef ref = new CheckpointRef(zip().toString());
    assertThatThrownBy(() -> ModelFiles.load(ref))
        .isInstanceOf(IOException.class)
        .hasMessage(ref.uri() + " is not a usable model zip: " + reason);
  }

  @Test
  void aModelOfOursIsAccepted() throws IOException {
    assertThat(entries)
        .containsOnlyKeys("configuration.json", "coefficients.bin", "updaterState.bin");
    CheckpointRef ref = new CheckpointRef(zip().toString());
    assertThatCode(() -> ModelFiles.load(ref).close()).doesNotThrowAnyException();
  }

  @Test
  void aJavaObjectIsRefused() throws IOException {
    entries.put("preprocessor.bin", new byte[] {1});
    assertRefused("unexpected entry 'preprocessor.bin'");
  }

  @Test
  void aForeignClassIsRefusedBeforeItIsMade() throws IOException {
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String foreign = json.replace("io.espalier.engine.layers.Arctan", "javax.swing.JEditorPane");
    assertThat(foreign).isNotEqualTo(json);
    entries.put("configuration.json", foreign.getBytes(StandardCharsets.UTF_8));
    assertRefused(
        "its configuration names the class javax.swing.JEditorPane, which no model needs");
  }

  @Test
  void aConfigurationThatIsNoJsonIsRefused() throws IOException {
    entries.put("configuration.json", "{ \"a\": ".getBytes(StandardCharsets.UTF_8));
    assertRefused("its configuration is not JSON");
  }

  @Test
  void aZipWithoutWeightsIsRefused() throws IOException {
    entries.remove("coefficients.bin");
    assertRefused("has no coefficients.bin");
  }

  @Test
  void aHugeConfigurationIsRefused() throws IOException {
    entries.put("configuration.json", new byte[(16 << 20) + 1]);
    assertRefused("configuration.json has 16777217 bytes, at most 16777216 are accepted");
  }

  @Test
  void aHugeConfigurationThatSaysItIsSmallIsRefused() throws IOException {
    entries.put("configuration.json", new byte[(16 << 20) + 1]);
    Path file = zip();
    byte[] bytes = Files.readAllBytes(file);
    claim(bytes, "configuration.json", 100);
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelFiles.load(new CheckpointRef(file.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("configuration.json unpacks to more than 16777216 bytes");
  }

  /** Writes another size into an entry of the list of entries at a zip's end. */
  private static void claim(byte[] zip, String entry, int size) {
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    byte[] name = entry.getBytes(StandardCharsets.UTF_8);
    for (int at = zip.length - LISTED_NAME - name.length; at >= 0; at--) {
      boolean found =
          buffer.getInt(at) == LISTED_ENTRY
              && Arrays.equals(
                  zip, at + LISTED_NAME, at + LISTED_NAME + name.length, name, 0, name.length);
      if (found) {
        buffer.putInt(at + LISTED_SIZE, size);
        return;
      }
    }
    throw new AssertionError("the zip lists no " + entry);
  }

  @Test
  void aHeaderThatAsksForMoreThanThereIsIsRefused() throws IOException {
    int size = putWeights("FLOAT");
    assertRefused("coefficients.bin claims 1099511627776 numbers but has " + size + " bytes");
  }

  @Test
  void wordsOfTheFileLeaveAMessageOneLine() throws IOException {
    putWeights("\r\n\n");
    assertRefused("coefficients.bin holds numbers of type  , not FLOAT or DOUBLE");
  }

  private int putWeights(String type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("LONG_SHAPE");
    out.writeLong(1);
    out.writeUTF("LONG");
    out.writeLong(0);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(1L << 40);
    out.writeUTF(type);
    entries.put("coefficients.bin", bytes.toByteArray());
    return bytes.size();
  }

  @Test
  void aModelOfWhichABitHasTurnedIsRefused() throws IOException {
    Path file = zip();
    byte[] whole = Files.readAllBytes(file);
    whole[whole.length / 2] ^= 1;
    Files.write(file, whole);
    assertThatThrownBy(() -> ModelFiles.load(new CheckpointRef(file.toString())))
        .isInstanceOf(DamagedModelException.class)
        .hasMessageStartingWith(file + " is not a usable model zip: ");
  }

  @Test
  void aTurnedBitThatUnpacksAllTheSameIsFoundByTheChecksum() throws IOException {
    Path file = folder.resolve("stored.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.setLevel(java.util.zip.Deflater.NO_COMPRESSION);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    byte[] whole = Files.readAllBytes(file);
    byte[] weights = Objects.requireNonNull(entries.get("coefficients.bin"));
    int at = indexOf(whole, weights) + weights.length - 1;
    whole[at] ^= 1;
    Files.write(file, whole);
    assertThatThrownBy(() -> ModelFiles.load(new CheckpointRef(file.toString())))
        .isInstanceOf(DamagedModelException.class)
        .hasMessageEndingWith("coefficients.bin does not have the checksum it was written with");
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("not there");
  }

  @Test
  void aModelThatUnpacksToFarMoreThanItsSizeIsRefused() throws IOException {
    entries.put("updaterState.bin", new byte[128 << 20]);
    Path file = zip();
    assertThatThrownBy(() -> ModelFiles.load(new CheckpointRef(file.toString())))
        .isInstanceOf(DamagedModelException.class)
        .hasMessageMatching(
            ".* is not a usable model zip: its \\d+ bytes unpack to more than \\d+");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    Path file = zip();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ModelFiles.load(new CheckpointRef(file.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is not a usable model zip: ");
  }
}
