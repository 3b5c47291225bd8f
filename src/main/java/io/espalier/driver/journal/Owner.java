package io.espalier.driver.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Who holds a run; the content of a lease's file.
 *
 * @param format of the file
 * @param id of this lease, no other's
 * @param host the machine's name, for people
 * @param machine what tells machines, their starts and their containers apart
 * @param pid the process
 * @param started when the process started, in whatever unit the machine counts; empty if unknown
 * @param user the account
 * @param command what it does
 * @param sinceMillis milliseconds since 1970 by the owner's clock, for people
 */
record Owner(
    int format,
    String id,
    String host,
    String machine,
    long pid,
    String started,
    String user,
    String command,
    long sinceMillis) {
  static final int FORMAT = 1;

  /** This process, from now on. */
  static Owner here(String command) {
    long pid = ProcessHandle.current().pid();
    return new Owner(
        FORMAT,
        UUID.randomUUID().toString(),
        HostProcesses.host(),
        HostProcesses.machine(),
        pid,
        HostProcesses.started(pid).orElse(""),
        HostProcesses.user(),
        command,
        System.currentTimeMillis());
  }

  byte[] encode() {
    try {
      return (EventCodec.MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a lease cannot be written as JSON", e);
    }
  }

  /**
   * The owner that a file names.
   *
   * @throws IOException if it names none: it may be half written, or of a newer Espalier
   */
  static Owner decode(byte[] bytes) throws IOException {
    return EventCodec.MAPPER.readValue(bytes, Owner.class);
  }

  /** Whether the other one is another lease's. */
  boolean differs(Owner other) {
    return !other.id.equals(id);
  }

  /** In words, {@code "run" (process 12 on host a, user b) since 2026-01-01T10:00:00Z}. */
  String text() {
    return "\""
        + command
        + "\" (process "
        + pid
        + " on host "
        + host
        + ", user "
        + user
        + ") since "
        + Instant.ofEpochMilli(sinceMillis).truncatedTo(ChronoUnit.SECONDS);
  }
}
