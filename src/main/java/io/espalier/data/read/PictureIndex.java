package io.espalier.data.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * The pictures in a folder and in those below it, found by the names that tables use: the path from
 * the folder or the file's name alone, each with or without its ending.
 */
final class PictureIndex {
  private final ImageFiles images;
  private final String folder;
  private final List<Path> all = new ArrayList<>();
  private final Map<String, List<Path>> byName = new TreeMap<>();

  PictureIndex(ImageFiles images, Path root) {
    this.images = images;
    this.folder = root.getName() + "/";
    add(root);
  }

  private void add(Path below) {
    ImageFiles.Listing listing = images.list(below);
    for (Path picture : listing.pictures()) {
      all.add(picture);
      String path = images.below(picture);
      String name = picture.getName();
      for (String known : List.of(path, name)) {
        add(known, picture);
        add(PictureFormats.withoutEnding(known), picture);
      }
    }
    listing.folders().forEach(this::add);
  }

  private void add(String name, Path picture) {
    List<Path> pictures = byName.computeIfAbsent(name, any -> new ArrayList<>());
    if (!pictures.contains(picture)) {
      pictures.add(picture);
    }
  }

  /** All pictures, folder by folder. */
  List<Path> all() {
    return all;
  }

  /** The pictures that a table may mean; a path may also begin with the folder's own name. */
  List<Path> named(String text) {
    String name = text.startsWith("./") ? text.substring(2) : text;
    List<Path> found = byName.getOrDefault(name, List.of());
    return found.isEmpty() && name.startsWith(folder)
        ? byName.getOrDefault(name.substring(folder.length()), List.of())
        : found;
  }
}
