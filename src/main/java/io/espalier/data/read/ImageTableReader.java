package io.espalier.data.read;

import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.NameList;
import io.espalier.data.files.Numbers;
import io.espalier.data.tables.ColumnChoice;
import io.espalier.data.tables.TableFile;
import io.espalier.data.tables.TableFiles;
import io.espalier.data.tables.TextCells;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    Map<Path, String> classes = new LinkedHashMap<>();
    List<String> withoutPicture = new ArrayList<>();
    int rows = 0;
    List<TableFile> tables =
        new TableFiles(files.hadoop())
            .open(DataSource.Table.Format.CSV, source.table(), CsvForm.USUAL);
    for (TableFile table : tables) {
      List<String> columns = columns(source, table);
      TextCells names = new TextCells();
      TextCells labels = new TextCells();
      rows += table.read(Map.of(columns.get(0), names, columns.get(1), labels));
      for (int row = 0; row < names.cells().size(); row++) {
        Labelled cell =
            new Labelled(table.name(), row + 1, names.cells().get(row), labels.cells().get(row));
        List<Path> pictures = index.named(cell.picture);
        if (pictures.isEmpty()) {
          withoutPicture.add(cell.picture);
        } else {
          add(classes, columns, cell, pictures);
        }
      }
    }
    if (rows == 0) {
      throw new DataException(tables.get(0).name() + ": the table has no rows");
    }
    if (!withoutPicture.isEmpty()) {
      throw new DataException(
          tables.get(0).name()
              + ": column \""
              + columns(source, tables.get(0)).get(0)
              + "\": "
              + withoutPicture.size()
              + " of "
              + rows
              + " names have no picture in "
              + DataFiles.name(root)
              + ": "
              + ImageFiles.firstOf(withoutPicture)
              + "; set data.path to the pictures' folder, or data.file-column to the column of"
              + " their names");
    }
    return classes;
  }

  /** What a row says; rows count from 1. */
  private record Labelled(String table, int row, String picture, String label) {
    DataException damage(String column, String expected, String found) {
      return new DataException(
          String.format(
              Locale.ROOT,
              "%s: row %d, column \"%s\": expected %s, found %s",
              table,
              row,
              column,
              expected,
              found));
    }
  }

  private static void add(
      Map<Path, String> classes, List<String> columns, Labelled cell, List<Path> pictures) {
    if (pictures.size() > 1) {
      throw cell.damage(
          columns.get(0),
          "the name of one picture",
          "\"" + cell.picture + "\", which " + pictures.size() + " have: " + shown(pictures));
    }
    String before = classes.getOrDefault(pictures.get(0), cell.label);
    if (!before.equals(cell.label)) {
      throw cell.damage(
          columns.get(1),
          "one class for each picture",
          "\"" + cell.label + "\" for \"" + cell.picture + "\" after \"" + before + "\"");
    }
    classes.put(pictures.get(0), cell.label);
  }

  private static String shown(List<Path> pictures) {
    return ImageFiles.firstOf(pictures.stream().map(DataFiles::name).toList());
  }

  private static List<String> columns(DataSource.ImageTable source, TableFile table) {
    List<String> header = table.header().names();
    if (header.size() < 2) {
      throw new DataException(
          table.name()
              + ": expected a column of pictures' names and one of classes, found "
              + NameList.shown(header));
    }
    String file = source.fileColumn().isEmpty() ? header.get(0) : source.fileColumn();
    String label =
        source.labelColumn().isEmpty()
            ? header.stream().filter(column -> !column.equals(file)).findFirst().orElse("")
            : source.labelColumn();
    ColumnChoice.require(table, file);
    ColumnChoice.require(table, label);
    return List.of(file, label);
  }
}
