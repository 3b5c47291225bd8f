package io.espalier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Answers as JSON: names in snake case, null for what is missing and for numbers that are none. */
final class AnswerJson {
  /** Of the objects; it grows when a field goes or means something else, not when one comes. */
  static final int SCHEMA = 1;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .registerModule(
              new SimpleModule()
                  .addSerializer(new Plain<>(SparkCells.Missing.class, none -> Optional.empty()))
                  .addSerializer(new Plain<>(Optional.class, AnswerJson::held))
                  .addSerializer(new Plain<>(Configuration.class, one -> Optional.of(one.values())))
                  .addSerializer(new Plain<>(Value.class, value -> Optional.of(value.plain())))
                  .addSerializer(new Plain<>(Double.class, AnswerJson::finite))
                  .addSerializer(new Plain<>(Double.TYPE, AnswerJson::finite))
                  .addSerializer(new Plain<>(Float.class, AnswerJson::finite)));

  private AnswerJson() {}

  /** In one line: {@code schema} and {@code command}, then the answer's fields. */
  static String object(CommandSpec command, Answer answer) {
    ObjectNode object = MAPPER.createObjectNode();
    object.put("schema", SCHEMA);
    object.put("command", command.qualifiedName().replaceFirst("^espalier ", ""));
    object.setAll((ObjectNode) MAPPER.valueToTree(answer.fields()));
    return text(object);
  }

  /** A value, list or map in one line. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException("cannot print an answer", failure);
    }
  }

  private static Optional<?> held(Optional<?> part) {
    return part;
  }

  private static Optional<?> finite(Double number) {
    return Optional.of(number).filter(Double::isFinite);
  }

  private static Optional<?> finite(Float number) {
    return Optional.of(number).filter(Float::isFinite);
  }

  /** Writes something as a simpler thing, or as null. */
  private static final class Plain<T> extends StdSerializer<T> {
    private static final long serialVersionUID = 1;

    /** What is written in its place; empty for null. */
    interface Simpler<T> {
      Optional<?> of(T value);
    }

    private final transient Simpler<T> simpler;

    Plain(Class<T> type, Simpler<T> simpler) {
      super(type);
      this.simpler = simpler;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider context)
        throws IOException {
      Optional<?> plain = simpler.of(value);
      if (plain.isEmpty()) {
        json.writeNull();
      } else if (plain.get() instanceof Double number) {
        json.writeNumber(number);
      } else if (plain.get() instanceof Float number) {
        json.writeNumber(number);
      } else {
        context.defaultSerializeValue(plain.get(), json);
      }
    }
  }
}
