package io.espalier.driver.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.espalier.wire.Outcome.Place;
import java.io.IOException;

/** Reads places; {@code fusedWith} is not written where a trial trained alone. */
final class PlaceReader extends JsonDeserializer<Place> {
  /** One bit for each field that must be there. */
  private static final int ALL = 0b111;

  @Override
  public Place deserialize(JsonParser json, DeserializationContext context) throws IOException {
    String host = "";
    String device = "";
    int attempt = 0;
    int fusedWith = 0;
    int read = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      switch (name) {
        case "host" -> {
          host = text(json, token, context);
          read |= 1;
        }
        case "device" -> {
          device = text(json, token, context);
          read |= 1 << 1;
        }
        case "attempt" -> {
          attempt = json.getIntValue();
          read |= 1 << 2;
        }
        case "fusedWith" -> fusedWith = json.getIntValue();
        default -> context.handleUnknownProperty(json, this, Place.class, name);
      }
    }
    if (read != ALL) {
      return context.reportInputMismatch(this, "a place lacks one of its fields");
    }
    return new Place(host, device, attempt, fusedWith);
  }

  private static String text(JsonParser json, JsonToken token, DeserializationContext context)
      throws IOException {
    return token == JsonToken.VALUE_STRING
        ? json.getText()
        : context.reportInputMismatch(Place.class, "a text is expected, not %s", token);
  }
}
