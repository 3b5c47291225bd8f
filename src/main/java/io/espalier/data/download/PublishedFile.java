package io.espalier.data.download;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One file a publisher offers.
 *
 * @param address where it is
 * @param name its name on disk, while it is there
 * @param checksum what the publisher says it adds up to; empty if nothing is known
 * @param contents the files an archive ({@code .zip}, {@code .tar.gz}, {@code .tgz}) is unpacked
 *     to, without folders; empty for a file that is used as it is
 */
public record PublishedFile(
    URI address, String name, Optional<Checksum> checksum, List<Content> contents) {
  public PublishedFile {
    contents = List.copyOf(contents);
  }

  /** A file in an archive and the size it must have. */
  public record Content(String name, long bytes) {}

  static PublishedFile plain(String address, String md5) {
    return new PublishedFile(
        URI.create(address), lastName(address), Optional.of(Checksum.md5(md5)), List.of());
  }

  static PublishedFile archive(String address, Optional<Checksum> checksum, Content... contents) {
    return new PublishedFile(URI.create(address), lastName(address), checksum, List.of(contents));
  }

  private static String lastName(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
