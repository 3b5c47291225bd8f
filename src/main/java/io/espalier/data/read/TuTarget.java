package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource.TuGraphs.Target;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/** What is to be predicted of the graphs of a TU set. */
public final class TuTarget {
  static final String LABELS = "graph_labels";
  static final String ATTRIBUTES = "graph_attributes";

  private TuTarget() {}

  /**
   * What is predicted where nobody chose: labels as classes, attributes where there are no labels;
   * if numbers are wanted, attributes, and labels as numbers where there are no attributes.
   *
   * @param path the set's folder; one that cannot be read is taken as one with labels
   * @param numbers whether numbers are wanted
   */
  public static Target usual(Configuration hadoop, String path, boolean numbers) {
    boolean labels = true;
    boolean attributes = false;
    try {
      TuFolder folder = new TuFolder(new DataFiles(hadoop), path);
      labels = folder.find(LABELS).isPresent();
      attributes = folder.find(ATTRIBUTES).isPresent();
    } catch (DataException unreadable) {
      // whoever reads the set says what is wrong with it
    }
    if (attributes && (numbers || !labels)) {
      return Target.ATTRIBUTES;
    }
    return numbers ? Target.LABEL_NUMBERS : Target.LABELS;
  }

  /** The file that holds it; missing, it is refused with the key that takes the other. */
  static TextFile file(TuFolder folder, Target target) {
    boolean attributes = target == Target.ATTRIBUTES;
    String wanted = attributes ? ATTRIBUTES : LABELS;
    if (folder.find(wanted).isEmpty()) {
      folder
          .find(attributes ? LABELS : ATTRIBUTES)
          .ifPresent(
              other -> {
                throw folder.damage(
                    "no file for data.target = "
                        + (attributes ? "attributes" : "labels")
                        + ", but "
                        + other.shortName()
                        + ": set data.target = "
                        + (attributes ? "labels" : "attributes"));
              });
    }
    return folder.required(wanted);
  }

  /**
   * Reads it.
   *
   * @param graphs how many rows the file has
   */
  static Targets read(TextFile file, Target target, int graphs) {
    return target == Target.LABELS ? classes(file) : numbers(file, graphs);
  }

  /** Any whole numbers, in their order, are the names of the classes. */
  private static Targets.Classes classes(TextFile file) {
    int[] labels =
        RowNumbers.read(
            file,
            "the label of a graph (data.regression = true takes numbers to predict)",
            (row, label) -> {});
    int[] distinct = Arrays.stream(labels).distinct().sorted().toArray();
    if (distinct.length > Short.MAX_VALUE) {
      throw file.damage(
          "at most "
              + Short.MAX_VALUE
              + " different labels (data.regression = true takes numbers to predict)",
          Integer.toString(distinct.length));
    }
    short[] places = new short[labels.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = (short) Arrays.binarySearch(distinct, labels[i]);
    }
    return new Targets.Classes(
        places, Arrays.stream(distinct).mapToObj(Integer::toString).toList());
  }

  private static Targets.Numbers numbers(TextFile file, int graphs) {
    TuSet.Attributes numbers = TuColumns.attributes(file, graphs, "there are as many graphs");
    numbers.noNumbers().stream()
        .findFirst()
        .ifPresent(
            cell -> {
              throw file.damage(
                  cell.row(), "a finite number to predict", TextFile.quoted(cell.text()));
            });
    return new Targets.Numbers(numbers.values(), numbers.width());
  }
}
