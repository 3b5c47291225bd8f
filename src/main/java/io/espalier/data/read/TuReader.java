package io.espalier.data.read;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.wire.InputShape;
import java.util.function.Consumer;

/** Graphs from a folder of TU Dortmund's text files, with what is to be predicted of them. */
final class TuReader {
  private final DataFiles files;
  private final Consumer<String> notices;

  TuReader(DataFiles files, Consumer<String> notices) {
    this.files = files;
    this.notices = notices;
  }

  Dataset read(DataSource.TuGraphs source) {
    TuFolder folder = new TuFolder(files, source.path());
    TextFile toPredict = TuTarget.file(folder, source.target());
    TuSet set = folder.read();
    Targets targets = TuTarget.read(toPredict, source.target(), set.graphs().count());
    NodeColumns columns = NodeColumns.of(set, source.degrees());
    TuNotices.of(set, source.target()).forEach(notices);
    return Dataset.ofGraphs(
        new InputShape.Graph(columns.width(), InputShape.Graph.Example.GRAPH),
        columns.features(set),
        targets,
        columns.names(),
        set.graphs());
  }
}
