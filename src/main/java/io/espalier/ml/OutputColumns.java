package io.espalier.ml;

import io.espalier.data.DataException;
import io.espalier.engine.ScoredColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a model puts behind rows; an empty name leaves a column out.
 *
 * @param numbers how many it predicts; 0 of classes
 */
record OutputColumns(int numbers, String prediction, String predictedClass, String probability) {
  /** The columns by their names, in order. */
  Map<String, ScoredColumn> byName() {
    Map<String, ScoredColumn> columns = new LinkedHashMap<>();
    if (numbers > 0) {
      columns.put(prediction, numbers == 1 ? ScoredColumn.NUMBER : ScoredColumn.VECTOR);
    } else {
      columns.put(prediction, ScoredColumn.CLASS);
      columns.put(predictedClass, ScoredColumn.CLASS_NAME);
      columns.put(probability, ScoredColumn.VECTOR);
    }
    columns.remove("");
    return columns;
  }

  /**
   * The schema of rows with these columns.
   *
   * @param classes their names; none while nobody knows them
   * @throws DataException in one line, if the rows have a column of such a name
   */
  StructType behind(StructType schema, List<String> classes) {
    List<StructField> fields = new ArrayList<>(List.of(schema.fields()));
    byName()
        .forEach(
            (name, column) -> {
              if (Arrays.asList(schema.fieldNames()).contains(name)) {
                throw new DataException(
                    "the rows have a column \""
                        + name
                        + "\" already: give the model's another name, or none (\"\")");
              }
              Metadata metadata =
                  column == ScoredColumn.CLASS && !classes.isEmpty()
                      ? named(name, classes)
                      : Metadata.empty();
              fields.add(new StructField(name, column.type(), true, metadata));
            });
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static Metadata named(String column, List<String> classes) {
    return NominalAttribute.defaultAttr()
        .withName(column)
        .withValues(classes.toArray(String[]::new))
        .toMetadata();
  }
}
