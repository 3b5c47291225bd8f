package io.espalier.driver.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.search.history.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * One file of a journal as it is appended: a JSON object whose first line is the header and whose
 * further lines, the payload, are one event each.
 *
 * <pre>
 * {"format":3,"number":2,"written":"WHOLE","previous":"…","sha256":"…","events":[
 * {"event":"trial-started",…},
 * {"event":"trial-finished",…}
 * ]}
 * </pre>
 *
 * {@code sha256} is over the payload, {@code previous} the SHA-256 of the whole file before (empty
 * in the first). Later, such files are merged: {@link MergedFile}.
 */
record JournalFile(int number, Writing writing, String previous, List<Event> events) {
  /**
   * 1 had no trials that pause, and no folds at first; 2 had no confirmations, no end of a search
   * before its budget, no judgement, and nothing of earlier runs, until late.
   */
  static final int FORMAT = 3;

  static final String END = "\n]}\n";

  JournalFile {
    events = List.copyOf(events);
  }

  /** How a file came to be, which says whether a crash can leave a part of it. */
  enum Writing {
    /** Written aside and linked or renamed to its name: whole or absent, if the disk is honest. */
    WHOLE,
    /** Written in place: a crash can leave its beginning. */
    IN_PLACE
  }

  static String name(int number) {
    return JournalPiece.appended(number).name();
  }

  static String sha256(byte[] bytes, int from) {
    MessageDigest digest = sha256();
    digest.update(bytes, from, bytes.length - from);
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
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
    return open(header);
  }

  /** A header's line; the events follow. */
  static String open(ObjectNode header) {
    String text = header.toString();
    return text.substring(0, text.length() - 1) + ",\"events\":[\n";
  }

  /**
   * Reads and verifies a file.
   *
   * @param where the file's path, for messages
   * @throws DamagedJournalException if anything is not as it was written
   */
  static JournalFile decode(String where, byte[] bytes, int number, String previous) {
    VerifiedFile file = VerifiedFile.of(where, bytes, JournalPiece.appended(number), previous);
    return new JournalFile(number, file.writing(), previous, file.events());
  }
}
