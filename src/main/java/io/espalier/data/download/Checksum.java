package io.espalier.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file's bytes must add up to.
 *
 * @param algorithm as {@link MessageDigest} names it
 * @param hexadecimal lower-case digits
 */
public record Checksum(String algorithm, String hexadecimal) {
  /** An MD5 sum, which is what the publishers give: it detects damage, not malice. */
  public static Checksum md5(String hexadecimal) {
    return new Checksum("MD5", hexadecimal);
  }

  /** The checksum of a file. */
  static Checksum of(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance(algorithm))) {
      digested.transferTo(java.io.OutputStream.nullOutputStream());
      return new Checksum(
          algorithm, HexFormat.of().formatHex(digested.getMessageDigest().digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
