package io.espalier.driver.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.driver.journal.JournalFile.Writing;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A file of a journal that was read and found to be as it was written: appended or merged. */
final class VerifiedFile {
  private static final int PART_BYTES = 1 << 16;
  private static final int SEPARATOR = ",\n".length();
  private static final byte[] END = JournalFile.END.getBytes(StandardCharsets.UTF_8);

  private final String where;
  private final JournalPiece piece;
  private final ObjectNode header;
  private final String hash;
  private final byte[] bytes;
  private final int body;

  private VerifiedFile(
      String where, JournalPiece piece, ObjectNode header, String hash, byte[] bytes, int body) {
    this.where = where;
    this.piece = piece;
    this.header = header;
    this.hash = hash;
    this.bytes = bytes;
    this.body = body;
  }

  /**
   * Verifies a file.
   *
   * @param piece what its name says that it is
   * @param previous the hash of the file before; empty for the first
   * @throws DamagedJournalException if anything is not as it was written
   */
  static VerifiedFile of(String where, byte[] bytes, JournalPiece piece, String previous) {
    VerifiedFile file = alone(where, bytes, piece);
    check(
        file.header.path("previous").asText().equals(previous),
        where,
        "it does not follow the file before it (their checksums differ)");
    check(
        file.header.path("sha256").asText().equals(file.checksum()),
        where,
        "its events do not have the checksum they were written with");
    return file;
  }

  /** The same for a file of which nothing is known but its name. */
  static VerifiedFile first(String where, byte[] bytes, JournalPiece piece) {
    return of(where, bytes, piece, alone(where, bytes, piece).header.path("previous").asText());
  }

  private static VerifiedFile alone(String where, byte[] bytes, JournalPiece piece) {
    check(reachesEnd(bytes), where, "it breaks off after " + bytes.length + " bytes");
    int body = bodyStart(bytes);
    ObjectNode header = header(where, bytes, body);
    String hash;
    if (piece.merged()) {
      MergedFile.require(where, header, piece);
      hash = header.path("last-sha256").asText();
    } else {
      String number = header.path("number").asText();
      check(number.equals(Long.toString(piece.first())), where, "it says it is file " + number);
      hash = JournalFile.sha256(bytes, 0);
    }
    VerifiedFile file = new VerifiedFile(where, piece, header, hash, bytes, body);
    file.requireWriting();
    return file;
  }

  private String checksum() {
    return piece.merged()
        ? MergedFile.checksum(header, bytes, body)
        : JournalFile.sha256(bytes, body);
  }

  /** Whether the bytes go on to a file's end, whatever stands before. */
  private static boolean reachesEnd(byte[] bytes) {
    int from = bytes.length - END.length;
    return from >= 0 && Arrays.equals(bytes, from, bytes.length, END, 0, END.length);
  }

  /**
   * Whether a journal's last file is one that a crash broke off, rather than a damaged one: it ends
   * too early, or the disk has kept its length but not all of its pages.
   */
  static boolean torn(byte[] bytes) {
    if (!reachesEnd(bytes)) {
      return true;
    }
    for (byte one : bytes) {
      if (one == 0) {
        return true;
      }
    }
    return false;
  }

  private void requireWriting() {
    if (!piece.merged()) {
      writing();
    }
  }

  /** How it was appended. */
  Writing writing() {
    String text = header.path("written").asText();
    return Arrays.stream(Writing.values())
        .filter(writing -> writing.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new DamagedJournalException(where + " is damaged: it was written '" + text + "'"));
  }

  /** What it stands for. */
  JournalPiece piece() {
    return piece;
  }

  /** Its first line. */
  JsonNode header() {
    return header;
  }

  /** What the file after it calls the file before. */
  String hash() {
    return hash;
  }

  /** The whole file. */
  byte[] bytes() {
    return bytes;
  }

  /** Where its events begin. */
  int body() {
    return body;
  }

  /** The format of its events. */
  int format() {
    return header.path("format").asInt();
  }

  /** Bytes of its events alone. */
  int payload() {
    return bytes.length - END.length - body;
  }

  /**
   * Its events, decoded on all cores.
   *
   * @throws DamagedJournalException if one cannot be read
   */
  List<Event> events() {
    int parts = 1 + payload() / PART_BYTES;
    return IntStream.range(0, parts)
        .parallel()
        .mapToObj(part -> events(lineFrom(part, parts), lineFrom(part + 1, parts)))
        .flatMap(List::stream)
        .toList();
  }

  /** Where the first line begins of a part of the payload. */
  private int lineFrom(int part, int parts) {
    int at = body + (int) ((long) payload() * part / parts);
    while (at > body && at < body + payload() && bytes[at - 1] != '\n') {
      at++;
    }
    return at;
  }

  /** The events of these lines: each has one of its own, in which a string has no line break. */
  private List<Event> events(int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int at = from; at < to; ) {
      int end = lineEnd(at);
      events.add(event(at, end));
      at = end + SEPARATOR;
    }
    return events;
  }

  /** Where a line's event ends: before a comma and a line break, or with the payload. */
  private int lineEnd(int from) {
    int last = body + payload();
    int at = from;
    while (at < last && bytes[at] != '\n') {
      at++;
    }
    if (at == last) {
      return last;
    }
    check(at > from && bytes[at - 1] == ',', where, "a line of it does not end as an event does");
    return at - 1;
  }

  /**
   * The first of its events.
   *
   * @throws DamagedJournalException if it has none, or that cannot be read
   */
  Event firstEvent() {
    check(payload() > 0, where, "it has no events");
    return event(body, lineEnd(body));
  }

  private Event event(int from, int to) {
    try {
      return EventCodec.read(bytes, from, to - from);
    } catch (IOException e) {
      throw new DamagedJournalException(
          where + " holds an event this Espalier cannot read: " + Folder.firstLine(e), e);
    }
  }

  private static int bodyStart(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, bytes.length);
  }

  private static ObjectNode header(String where, byte[] bytes, int body) {
    String text = new String(bytes, 0, body, StandardCharsets.UTF_8).strip() + "]}";
    try {
      JsonNode header = EventCodec.MAPPER.readTree(text);
      check(header.path("format").isInt(), where, "its first line names no format");
      requireKnown(where, "journal format", header.path("format").asInt(), JournalFile.FORMAT);
      return (ObjectNode) header;
    } catch (JsonProcessingException e) {
      throw new DamagedJournalException(where + " is damaged: its first line is not a header", e);
    }
  }

  static void requireKnown(String where, String what, int found, int known) {
    if (found > known) {
      throw new JournalException(
          where
              + " was written by a newer Espalier: its "
              + what
              + " is "
              + found
              + ", this one reads up to "
              + known);
    }
  }

  static void check(boolean condition, String where, String problem) {
    if (!condition) {
      throw new DamagedJournalException(where + " is damaged: " + problem);
    }
  }
}
