package io.espalier.driver.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Files of a journal made one: the same events, in the place of all files of these numbers.
 *
 * <pre>
 * {"format":3,"merged":1,"first":1,"last":64,"previous":"…","last-sha256":"…","sha256":"…","events":[
 * {"event":"run-opened",…},
 * …
 * ]}
 * </pre>
 *
 * {@code previous} is that of the first file, {@code last-sha256} the SHA-256 of the last one as it
 * was appended, which the file after it names: the chain goes on. {@code sha256} is over the header
 * without it and the payload. What a file holds follows from what it stands for, so two processes
 * that merge the same files write the same bytes.
 */
final class MergedFile {
  /** The form of the header; {@code format} is that of the events. */
  static final int FORM = 1;

  private MergedFile() {}

  /** The bytes of the file that stands for these, which follow each other. */
  static byte[] encode(List<VerifiedFile> files) {
    VerifiedFile first = files.get(0);
    VerifiedFile last = files.get(files.size() - 1);
    byte[] end = JournalFile.END.getBytes(StandardCharsets.UTF_8);
    ObjectNode header = EventCodec.MAPPER.createObjectNode();
    header.put("format", files.stream().mapToInt(VerifiedFile::format).max().orElseThrow());
    header.put("merged", FORM);
    header.put("first", first.piece().first()).put("last", last.piece().last());
    header.set("previous", first.header().path("previous"));
    header.put("last-sha256", last.hash());
    byte[] payload = payload(files, end);
    header.put("sha256", checksum(header, payload, 0));
    byte[] head = JournalFile.open(header).getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + payload.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }

  private static byte[] payload(List<VerifiedFile> files, byte[] end) {
    int length = files.stream().mapToInt(file -> file.payload() + 2).sum() - 2 + end.length;
    byte[] payload = new byte[length];
    int at = 0;
    for (VerifiedFile file : files) {
      if (at > 0) {
        payload[at++] = ',';
        payload[at++] = '\n';
      }
      System.arraycopy(file.bytes(), file.body(), payload, at, file.payload());
      at += file.payload();
    }
    System.arraycopy(end, 0, payload, at, end.length);
    return payload;
  }

  /** The checksum that belongs to a header, whatever its own says, and the events behind it. */
  static String checksum(ObjectNode header, byte[] bytes, int body) {
    ObjectNode rest = header.deepCopy();
    rest.remove(List.of("sha256", "events"));
    MessageDigest digest = JournalFile.sha256();
    digest.update(rest.toString().getBytes(StandardCharsets.UTF_8));
    digest.update(bytes, body, bytes.length - body);
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Checks that a header is one of this form and of these files.
   *
   * @throws JournalException if not
   */
  static void require(String where, JsonNode header, JournalPiece piece) {
    VerifiedFile.check(header.path("merged").isInt(), where, "it does not say that it is merged");
    VerifiedFile.requireKnown(where, "merged form", header.path("merged").asInt(), FORM);
    long first = header.path("first").asLong();
    long last = header.path("last").asLong();
    VerifiedFile.check(
        first == piece.first() && last == piece.last(),
        where,
        "it says it is files " + first + " to " + last);
  }
}
