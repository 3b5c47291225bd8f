package io.espalier.driver.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One file of a journal: a JSON object whose first line is the header and whose further lines, the
 * payload, are one event each.
 *
 * <pre>
 * {"format":2,"number":2,"written":"LINK","previous":"…","sha256":"…","events":[
 * {"event":"trial-started",…},
 * {"event":"trial-finished",…}
 * ]}
 * </pre>
 *
 * {@code sha256} is over the payload, {@code previous} the SHA-256 of the whole file before (empty
 * in the first).
 */
record JournalFile(int number, Writing writing, String previous, List<Event> events) {
  /** 1 had no trials that pause, and no folds at first. */
  static final int FORMAT = 2;

  static final String END = "\n]}\n";
  private static final Pattern NAME = Pattern.compile("\\d{10}\\.json");

  JournalFile {
    events = List.copyOf(events);
  }

  /** How a file came to be, which says whether a crash can leave a part of it. */
  enum Writing {
    /** Written aside and linked or renamed to its name: whole or absent. */
    WHOLE,
    /** Written in place: a crash can leave its beginning. */
    IN_PLACE
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "%010d.json", number);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static int number(String name) {
    return Integer.parseInt(name.substring(0, 10));
  }

  static String sha256(byte[] bytes, int from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, bytes.length - from);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] encode() {
    try {
      StringBuilder payload = new StringBuilder();
      for (Event event : events) {
        payload.append(payload.isEmpty() ? "" : ",\n");
        payload.append(EventCodec.MAPPER.writerFor(Event.class).writeValueAsString(event));
      }
      byte[] body = payload.append(END).toString().getBytes(StandardCharsets.UTF_8);
      byte[] head = header(sha256(body, 0)).getBytes(StandardCharsets.UTF_8);
      byte[] all = Arrays.copyOf(head, head.length + body.length);
      System.arraycopy(body, 0, all, head.length, body.length);
      return all;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event cannot be written as JSON", e);
    }
  }

  private String header(String sha256) {
    ObjectNode header = EventCodec.MAPPER.createObjectNode();
    header.put("format", FORMAT).put("number", number).put("written", writing.name());
    header.put("previous", previous).put("sha256", sha256);
    String text = header.toString();
    return text.substring(0, text.length() - 1) + ",\"events\":[\n";
  }

  /** Whether the bytes go on to a file's end, whatever stands before. */
  static boolean reachesEnd(byte[] bytes) {
    byte[] end = END.getBytes(StandardCharsets.UTF_8);
    int from = bytes.length - end.length;
    return from >= 0 && Arrays.equals(bytes, from, bytes.length, end, 0, end.length);
  }

  /**
   * Whether a journal's last file is one that a crash broke off, rather than a damaged one.
   *
   * @param before how the file before it was written; empty for the first file, whose own header
   *     counts, if it got that far
   */
  static boolean torn(byte[] bytes, Optional<Writing> before) {
    if (reachesEnd(bytes)) {
      return false;
    }
    String head = new String(bytes, 0, bodyStart(bytes), StandardCharsets.UTF_8);
    return before
        .map(writing -> writing == Writing.IN_PLACE)
        .orElseGet(() -> !head.contains(Writing.WHOLE.name()));
  }

  /**
   * Reads and verifies a file.
   *
   * @param where the file's path, for messages
   * @throws JournalException if anything is not as it was written
   */
  static JournalFile decode(String where, byte[] bytes, int number, String previous) {
    if (!reachesEnd(bytes)) {
      throw new JournalException(
          where + " is damaged: it breaks off after " + bytes.length + " bytes");
    }
    int body = bodyStart(bytes);
    JsonNode header = header(where, bytes, body);
    check(
        header.path("number").asInt() == number,
        where + " is damaged: it says it is file " + header.path("number").asText());
    check(
        header.path("previous").asText().equals(previous),
        where + " is damaged: it does not follow the file before it (their checksums differ)");
    check(
        header.path("sha256").asText().equals(sha256(bytes, body)),
        where + " is damaged: its events do not have the checksum they were written with");
    return new JournalFile(number, writing(where, header), previous, events(where, bytes));
  }

  private static int bodyStart(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, bytes.length);
  }

  private static JsonNode header(String where, byte[] bytes, int body) {
    String text = new String(bytes, 0, body, StandardCharsets.UTF_8).strip() + "]}";
    try {
      JsonNode header = EventCodec.MAPPER.readTree(text);
      JsonNode format = header.path("format");
      check(format.isInt(), where + " is damaged: its first line names no format");
      check(
          format.asInt() <= FORMAT,
          where
              + " was written by a newer Espalier: its journal format is "
              + format.asInt()
              + ", this one reads up to "
              + FORMAT);
      return header;
    } catch (JsonProcessingException e) {
      throw new JournalException(where + " is damaged: its first line is not a header", e);
    }
  }

  private static Writing writing(String where, JsonNode header) {
    String text = header.path("written").asText();
    return Arrays.stream(Writing.values())
        .filter(writing -> writing.name().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new JournalException(where + " is damaged: it was written '" + text + "'"));
  }

  private static List<Event> events(String where, byte[] bytes) {
    try (JsonParser json = EventCodec.MAPPER.createParser(bytes)) {
      while (json.nextToken() != JsonToken.START_ARRAY) {
        check(json.currentToken() != null, where + " is damaged: it has no events");
      }
      json.clearCurrentToken();
      List<Event> events = new ArrayList<>();
      try (MappingIterator<JsonNode> found =
          EventCodec.MAPPER.readerFor(JsonNode.class).readValues(json)) {
        while (found.hasNext()) {
          events.add(EventCodec.read(found.next()));
        }
      }
      return events;
    } catch (IOException e) {
      throw new JournalException(
          where + " holds an event this Espalier cannot read: " + Folder.firstLine(e), e);
    }
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new JournalException(message);
    }
  }
}
