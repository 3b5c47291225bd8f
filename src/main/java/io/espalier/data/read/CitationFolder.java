package io.espalier.data.read;

import io.espalier.data.EdgeList;
import io.espalier.data.Graphs;
import io.espalier.data.files.DataFiles;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One folder with a citation set in the form of Cora (Sen and others 2008): {@code NAME.content}
 * with a paper in each row (id, numbers, class, between tabs) and {@code NAME.cites} with a link in
 * each row (cited id, citing id). Links become undirected; repeated ones and those of a paper to
 * itself are dropped.
 */
final class CitationFolder {
  private static final Pattern BETWEEN = Pattern.compile("\\s+");

  private final SetFolder folder;
  private final TextFile content;

  CitationFolder(DataFiles files, String path) {
    this.folder = SetFolder.of(files, path, ".content", "cora");
    this.content = folder.required(".content");
  }

  /** The file of the papers. */
  TextFile content() {
    return content;
  }

  /** Another file of the folder. */
  Optional<TextFile> find(String fileName) {
    return folder.find(fileName);
  }

  /**
   * Reads both files.
   *
   * @param width numbers of a paper; 0 for as many as there are between id and class
   */
  CitationSet read(int width) {
    TextFile cites = folder.required(".cites");
    PaperRows papers = new PaperRows(content, width);
    content.rows(papers::add);
    if (papers.rows().isEmpty()) {
      throw content.damage(1, "a paper", "the end of the file");
    }
    return new CitationSet(
        papers.rows(),
        papers.features(),
        papers.classes(),
        links(cites, papers.rows(), content.shortName()));
  }

  private static Graphs links(TextFile cites, Map<String, Integer> rows, String content) {
    EdgeList edges = new EdgeList();
    cites.rows(
        (row, text) -> {
          String[] ids = BETWEEN.split(text, -1);
          if (ids.length != 2) {
            throw cites.damage(row, "the ids of a cited and a citing paper", TextFile.quoted(text));
          }
          edges.add(
              paper(cites, row, ids[0], rows, content), paper(cites, row, ids[1], rows, content));
        });
    return edges.graphs(new int[] {0, rows.size()});
  }

  /** The number of a paper that a row of another file names. */
  static int paper(TextFile file, int row, String id, Map<String, Integer> rows, String content) {
    Integer paper = rows.get(id);
    if (paper == null) {
      throw file.damage(row, "papers of " + content, TextFile.quoted(id));
    }
    return paper;
  }
}
