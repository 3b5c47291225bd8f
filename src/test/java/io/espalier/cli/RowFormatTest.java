package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.cluster.ScalaCollections;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map.Map1;

class RowFormatTest {
  private static final List<String> HEADER = List.of("word", "number", "nothing", "map");
  private static final List<List<Object>> ROWS =
      List.of(List.of("a \"b\", c", 0.5, SparkCells.Missing.NULL, Map.of("f1", 0.25)));

  @Test
  void aTableSaysNullAndShowsMapsAsJson() {
    assertThat(print(RowFormat.TABLE).lines())
        .containsExactly(
            "word      number  nothing  map", "a \"b\", c     0.5     NULL  {\"f1\":0.25}");
  }

  @Test
  void csvQuotesAndLeavesMissingCellsEmpty() {
    assertThat(print(RowFormat.CSV))
        .isEqualTo("word,number,nothing,map\r\n\"a \"\"b\"\", c\",0.5,,\"{\"\"f1\"\":0.25}\"\r\n");
  }

  @Test
  void jsonKeepsNumbersNullsAndStructure() {
    assertThat(print(RowFormat.JSON).strip())
        .isEqualTo(
            "{\"word\":\"a \\\"b\\\", c\",\"number\":0.5,\"nothing\":null,\"map\":{\"f1\":0.25}}");
  }

  @Test
  void markdownIsATableInWhichCellsStayText() {
    StringWriter text = new StringWriter();
    RowFormat.MARKDOWN.print(
        List.of("a_b", "n"), List.of(List.of("x|y <b>\n", 0.5)), new PrintWriter(text, true));
    assertThat(text.toString().lines())
        .containsExactly("| a\\_b | n |", "| --- | --- |", "| x\\|y &lt;b&gt;  | 0.5 |");
  }

  @Test
  void numbersThatAreNoneAreNullInJson() {
    assertThat(AnswerJson.text(List.of(Double.NaN, Float.POSITIVE_INFINITY, 0.5f)))
        .isEqualTo("[null,null,0.5]");
  }

  @Test
  void valuesOfSparkBecomePlain() {
    StructType type = new StructType().add("units", DataTypes.IntegerType).add("x", "double");
    assertThat(SparkCells.plain(new GenericRowWithSchema(new Object[] {4, null}, type)))
        .isEqualTo(Map.of("units", 4, "x", SparkCells.Missing.NULL));
    assertThat(SparkCells.plain(Timestamp.from(Instant.parse("2024-02-03T04:05:06Z"))))
        .isEqualTo("2024-02-03T04:05:06Z");
    assertThat(SparkCells.plain(ScalaCollections.list(List.of(1, 2)))).isEqualTo(List.of(1, 2));
    assertThat(SparkCells.plain(new Map1<>("a", 1.5))).isEqualTo(Map.of("a", 1.5));
    assertThat(SparkCells.plain(RowFactory.create().size())).isEqualTo(0);
    assertThat(SparkCells.plain(null)).hasToString("NULL");
  }

  private static String print(RowFormat format) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    format.print(HEADER, ROWS, out);
    out.flush();
    return text.toString();
  }
}
