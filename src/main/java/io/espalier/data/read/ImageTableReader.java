package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** Pictures whose classes a CSV table tells, in the order of its rows. */
final class ImageTableReader {
  private final DataFiles files;
  private final Consumer<String> notices;

  ImageTableReader(DataFiles files, Consumer<String> notices) {
    this.files = files;
    this.notices = notices;
  }

  Dataset read(DataSource.ImageTable source) {
    Path root = DataFiles.path(source.path());
    if (!files.isFolder(root)) {
      throw DataFiles.missing(root, "folder of pictures");
    }
    ImageFiles images = new ImageFiles(files, root, notices);
    PictureIndex index = new PictureIndex(images, root);
    Map<Path, String> classes = classes(source, root, index);
    List<String> withoutRow =
        index.all().stream()
            .filter(picture -> !classes.containsKey(picture))
            .map(images::below)
            .toList();
    if (!withoutRow.isEmpty()) {
      notices.accept(
          DataFiles.name(root)
              + ": "
              + withoutRow.size()
              + " of "
              + index.all().size()
              + " pictures have no row in "
              + source.table()
              + " and are left out: "
              + ImageFiles.firstOf(withoutRow));
    }
    List<Path> paths = List.copyOf(classes.keySet());
    InputShape.Image shape = images.shape(source.pictures(), paths.get(0));
    return new Dataset(
        shape,
        new Features.Bytes(images.read(paths, shape, source.pictures())),
        targets(source, List.copyOf(classes.values())),
        List.of(),
        0);
  }

  private static Targets.Classes targets(DataSource.ImageTable source, List<String> written) {
    List<String> names = Numbers.sorted(new TreeSet<>(written));
    if (names.size() > Short.MAX_VALUE) {
      throw new DataException(
          source.table()
              + ": expected at most "
              + Short.MAX_VALUE
              + " classes, found "
              + names.size()
              + "; set data.label-column");
    }
    Map<String, Short> places = new LinkedHashMap<>();
    names.forEach(name -> places.put(name, (short) places.size()));
    short[] labels = new short[written.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = places.getOrDefault(written.get(i), (short) 0);
    }
    return new Targets.Classes(labels, names);
  }

  /** For each picture with a row its class, in the order of the rows. */
  private Map<Path, String> classes(DataSource.ImageTable source, Path root, PictureIndex index) {
    List<TableFile> tables =
        new Tables(files).open(DataSource.Table.Format.CSV, source.table(), ',');
    List<String> columns = columns(source, tables.get(0));
    Map<Path, String> classes = new LinkedHashMap<>();
    List<String> withoutPicture = new ArrayList<>();
    int[] rows = {0};
    for (TableFile table : tables) {
      table.rows(
          columns,
          row -> {
            rows[0]++;
            List<Path> pictures = index.named(row.text(0));
            if (pictures.isEmpty()) {
              withoutPicture.add(row.text(0));
            } else {
              add(classes, row, pictures);
            }
          });
    }
    if (rows[0] == 0) {
      throw new DataException(tables.get(0).name() + ": the table has no rows");
    }
    if (!withoutPicture.isEmpty()) {
      throw new DataException(
          tables.get(0).name()
              + ": column \""
              + columns.get(0)
              + "\": "
              + withoutPicture.size()
              + " of "
              + rows[0]
              + " names have no picture in "
              + DataFiles.name(root)
              + ": "
              + ImageFiles.firstOf(withoutPicture)
              + "; set data.path to the pictures' folder, or data.file-column to the column of"
              + " their names");
    }
    return classes;
  }

  private static void add(Map<Path, String> classes, Row row, List<Path> pictures) {
    if (pictures.size() > 1) {
      throw row.damage(
          0,
          "the name of one picture",
          "\"" + row.text(0) + "\", which " + pictures.size() + " have: " + shown(pictures));
    }
    String label = row.text(1);
    String before = classes.getOrDefault(pictures.get(0), label);
    if (!before.equals(label)) {
      throw row.damage(
          1,
          "one class for each picture",
          "\"" + label + "\" for \"" + row.text(0) + "\" after \"" + before + "\"");
    }
    classes.put(pictures.get(0), label);
  }

  private static String shown(List<Path> pictures) {
    return ImageFiles.firstOf(pictures.stream().map(DataFiles::name).toList());
  }

  private static List<String> columns(DataSource.ImageTable source, TableFile table) {
    List<String> header = table.header();
    if (header.size() < 2) {
      throw new DataException(
          table.name()
              + ": expected a column of pictures' names and one of classes, found "
              + Tables.shown(header));
    }
    String file = source.fileColumn().isEmpty() ? header.get(0) : source.fileColumn();
    String label =
        source.labelColumn().isEmpty()
            ? header.stream().filter(column -> !column.equals(file)).findFirst().orElse("")
            : source.labelColumn();
    Tables.require(table, file);
    Tables.require(table, label);
    return List.of(file, label);
  }
}
