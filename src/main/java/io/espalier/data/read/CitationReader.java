package io.espalier.data.read;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.Numbers;
import io.espalier.wire.InputShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Papers with classes, and the published split where it lies beside them. */
final class CitationReader {
  private static final String SPLIT_FILE = "planetoid-split.txt";

  /** What a row of the split file may say; the last belongs to no part. */
  private static final List<String> PARTS = List.of("train", "validation", "test", "unused");

  private final DataFiles files;

  CitationReader(DataFiles files) {
    this.files = files;
  }

  SourceExamples read(DataSource.Citations source) {
    CitationFolder folder = new CitationFolder(files, source.path());
    CitationSet set = folder.read(0);
    int width = set.features().length() / set.papers();
    Dataset dataset =
        Dataset.ofGraphs(
            new InputShape.Graph(width, InputShape.Graph.Example.NODE),
            set.features(),
            classes(folder.content(), set.classes()),
            List.of(),
            set.graph());
    return new SourceExamples(
        dataset,
        folder.find(SPLIT_FILE).map(file -> split(file, set.rows(), folder.content().shortName())));
  }

  private static Targets.Classes classes(TextFile content, List<String> written) {
    List<String> names = Numbers.sorted(List.copyOf(new java.util.TreeSet<>(written)));
    if (names.size() > Short.MAX_VALUE) {
      throw content.damage(
          "at most " + Short.MAX_VALUE + " classes", Integer.toString(names.size()));
    }
    short[] labels = new short[written.size()];
    Map<String, Short> places = new java.util.HashMap<>();
    names.forEach(name -> places.put(name, (short) places.size()));
    for (int i = 0; i < labels.length; i++) {
      labels[i] = places.getOrDefault(written.get(i), (short) 0);
    }
    return new Targets.Classes(labels, names);
  }

  /**
   * Yang and others (2016) chose 20 papers of each class to train, 500 to validate, 1,000 to test.
   */
  private static Split split(TextFile file, Map<String, Integer> papers, String content) {
    int[] parts = new int[papers.size()];
    Arrays.fill(parts, -1);
    file.rows(
        (row, text) -> {
          String[] cells = text.split("\\s+", -1);
          int part = cells.length == 2 ? PARTS.indexOf(cells[1]) : -1;
          if (part < 0) {
            throw file.damage(
                row, "an id and one of " + String.join(", ", PARTS), TextFile.quoted(text));
          }
          int paper = CitationFolder.paper(file, row, cells[0], papers, content);
          if (parts[paper] >= 0) {
            throw file.damage(row, "each paper once", TextFile.quoted(cells[0]) + " again");
          }
          parts[paper] = part;
        });
    requireAll(file, parts, papers, content);
    if (IntStream.of(parts).noneMatch(part -> part == 0)) {
      throw file.damage("papers to train", "none");
    }
    return new Split(rows(parts, 0), rows(parts, 1), rows(parts, 2));
  }

  private static void requireAll(
      TextFile file, int[] parts, Map<String, Integer> papers, String content) {
    Optional<String> without =
        papers.keySet().stream().filter(id -> parts[papers.getOrDefault(id, 0)] < 0).findFirst();
    if (without.isPresent()) {
      throw file.damage(
          "a row for each of the " + papers.size() + " papers of " + content,
          "none for " + TextFile.quoted(without.get()));
    }
  }

  private static int[] rows(int[] parts, int part) {
    return IntStream.range(0, parts.length).filter(row -> parts[row] == part).toArray();
  }
}
