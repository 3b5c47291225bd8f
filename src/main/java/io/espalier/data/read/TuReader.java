package io.espalier.data.read;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.util.Arrays;

/** Graphs with classes from a folder of TU Dortmund's text files. */
final class TuReader {
  private final DataFiles files;

  TuReader(DataFiles files) {
    this.files = files;
  }

  Dataset read(DataSource.TuGraphs source) {
    TuFolder folder = new TuFolder(files, source.path());
    TextFile labels = folder.required("graph_labels");
    TuSet set = folder.read();
    NodeColumns columns = NodeColumns.of(set, source.degrees());
    return Dataset.ofGraphs(
        new InputShape.Graph(columns.width(), InputShape.Graph.Example.GRAPH),
        columns.features(set),
        classes(labels, set.graphLabels().orElseThrow()),
        columns.names(),
        set.graphs());
  }

  /** Any whole numbers, in their order, are the names of the classes. */
  private static Targets.Classes classes(TextFile file, int[] labels) {
    int[] distinct = Arrays.stream(labels).distinct().sorted().toArray();
    if (distinct.length > Short.MAX_VALUE) {
      throw file.damage(
          "at most " + Short.MAX_VALUE + " different labels", Integer.toString(distinct.length));
    }
    short[] places = new short[labels.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = (short) Arrays.binarySearch(distinct, labels[i]);
    }
    return new Targets.Classes(
        places, Arrays.stream(distinct).mapToObj(Integer::toString).toList());
  }
}
