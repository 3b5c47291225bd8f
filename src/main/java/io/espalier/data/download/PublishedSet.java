package io.espalier.data.download;

import java.util.List;

/**
 * A data set that can be fetched.
 *
 * @param name as in {@code espalier data get <name>}
 * @param folder where it goes, below the data root
 */
public record PublishedSet(String name, String folder, List<PublishedFile> files) {
  public PublishedSet {
    files = List.copyOf(files);
  }
}
