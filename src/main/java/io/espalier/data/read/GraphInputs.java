package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource.TuGraphs.Target;
import io.espalier.data.Inputs;
import io.espalier.data.files.DataFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** New graphs, or a new graph of papers, for a trained model. */
final class GraphInputs {
  private final DataFiles files;

  GraphInputs(DataFiles files) {
    this.files = files;
  }

  /**
   * A folder of TU Dortmund's text files, with or without what is to be predicted.
   *
   * @param featureNames the columns the model was trained on
   * @param target what it predicts
   */
  Inputs graphs(String path, List<String> featureNames, Target target) {
    TuSet set = new TuFolder(files, folder(path)).read();
    List<String> labels = new ArrayList<>();
    (target == Target.ATTRIBUTES ? set.graphAttributes() : set.graphLabels())
        .ifPresent(file -> file.rows((row, text) -> labels.add(text)));
    return new Inputs(
        NodeColumns.named(featureNames).features(set),
        IntStream.rangeClosed(1, set.graphs().count())
            .mapToObj(graph -> set.name() + " graph " + graph)
            .toList(),
        labels,
        set.graphs());
  }

  /**
   * A folder with a citation set, with or without classes of the papers.
   *
   * @param width numbers of a paper
   */
  Inputs papers(String path, int width) {
    CitationSet set = new CitationFolder(files, folder(path)).read(width);
    return new Inputs(set.features(), List.copyOf(set.rows().keySet()), set.classes(), set.graph());
  }

  private String folder(String path) {
    if (!files.isFolder(DataFiles.path(path))) {
      throw new DataException(path + ": no such folder; a model of graphs reads a folder of files");
    }
    return path;
  }
}
