package io.espalier.engine.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.data.files.Inflation;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.Task;
import io.espalier.wire.Value;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The file of a {@link OwnTrainable}: a zip of {@code trainable.json}, what it was made for, and
 * {@code trainable.bin}, what it wrote itself.
 */
final class TrainableZip {
  private static final String MADE_FOR = "trainable.json";
  private static final String STATE = "trainable.bin";
  private static final int FORMAT = 1;
  private static final int MOST_TEXT_BYTES = 1 << 20;

  /** Where the first entry's name stands in a zip. */
  private static final int NAME_AT = 30;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a file holds. */
  @SuppressWarnings("ArrayRecordComponent")
  record Content(OwnTrainable.Wanted wanted, byte[] state) {}

  private TrainableZip() {}

  static void write(OutputStream out, OwnTrainable.Wanted wanted, byte[] state) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry(MADE_FOR));
    zip.write(JSON.writeValueAsBytes(json(wanted)));
    zip.putNextEntry(new ZipEntry(STATE));
    zip.write(state);
    zip.finish();
  }

  static boolean isNext(BufferedInputStream zip) throws IOException {
    zip.mark(NAME_AT + MADE_FOR.length());
    byte[] begin = zip.readNBytes(NAME_AT + MADE_FOR.length());
    zip.reset();
    return new String(begin, StandardCharsets.ISO_8859_1).endsWith(MADE_FOR);
  }

  static Content read(byte[] bytes, String name) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      OwnTrainable.Wanted wanted = wanted(JSON.readTree(entry(zip, MADE_FOR, MOST_TEXT_BYTES)));
      long most = Math.min(Inflation.most(bytes.length), Integer.MAX_VALUE - 8);
      return new Content(wanted, entry(zip, STATE, (int) most));
    } catch (IOException | RuntimeException broken) {
      throw DamagedModelException.ofZip(name, broken);
    }
  }

  private static byte[] entry(ZipInputStream zip, String wanted, int most) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null || !entry.getName().equals(wanted)) {
      throw new IOException("has no " + wanted);
    }
    byte[] bytes = zip.readNBytes(most);
    if (zip.read() >= 0) {
      throw new IOException(wanted + " unpacks to more than " + most + " bytes");
    }
    return bytes;
  }

  private static ObjectNode json(OwnTrainable.Wanted wanted) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("class", wanted.own().type());
    ObjectNode settings = json.putObject("settings");
    wanted.own().settings().forEach((key, value) -> settings.putPOJO(key, value.plain()));
    if (wanted.input() instanceof InputShape.Image image) {
      json.putArray("input").add(image.channels()).add(image.height()).add(image.width());
    } else {
      json.putArray("input").add(wanted.input().size());
    }
    json.put("outputs", wanted.outputs());
    json.put("task", wanted.task().name().toLowerCase(Locale.ROOT));
    json.put("seed", wanted.seed());
    return json;
  }

  private static OwnTrainable.Wanted wanted(JsonNode json) throws IOException {
    if (json.path("format").asInt() != FORMAT) {
      throw new IOException("its format is " + json.path("format") + ", known is " + FORMAT);
    }
    SortedMap<String, Value> settings = new TreeMap<>();
    for (Map.Entry<String, JsonNode> setting : json.required("settings").properties()) {
      settings.put(setting.getKey(), value(setting.getValue()));
    }
    JsonNode input = json.required("input");
    return new OwnTrainable.Wanted(
        new ClassSpec(json.required("class").asText(), settings),
        input.size() == 3
            ? new InputShape.Image(input.get(0).asInt(), input.get(1).asInt(), input.get(2).asInt())
            : new InputShape.Flat(input.required(0).asInt()),
        json.required("outputs").asInt(),
        Task.valueOf(json.required("task").asText().toUpperCase(Locale.ROOT)),
        json.required("seed").asLong());
  }

  private static Value value(JsonNode json) {
    if (json.isIntegralNumber()) {
      return new Value.Whole(json.asLong());
    } else if (json.isNumber()) {
      return new Value.Real(json.asDouble());
    }
    return json.isBoolean() ? new Value.Flag(json.asBoolean()) : new Value.Text(json.asText());
  }
}
