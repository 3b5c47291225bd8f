package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Features;
import io.espalier.data.Inputs;
import io.espalier.data.Missing;
import io.espalier.data.Missing.Policy;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableEncoding.Kind;
import io.espalier.data.TableSpec;
import io.espalier.data.read.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableInputsTest {
  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private static TableEncoding encoding(Policy policy) {
    Missing missing = new Missing(policy);
    return new TableEncoding(
        List.of(
            new Column("size", Kind.NUMBER, List.of(), List.of(), 0, missing, false),
            new Column(
                "colour", Kind.CATEGORY, List.of("blue", "red"), List.of(), 0, missing, false)));
  }

  private Inputs read(String text, Policy policy) throws IOException {
    files.write("new.csv", text);
    return new TableInputs(new Configuration(false), notices::add)
        .read(
            new DataSource.Table(Format.CSV, "t.csv", "", CsvForm.USUAL, TableSpec.of("label")),
            encoding(policy),
            files.path("new.csv"));
  }

  private static float[] numbers(Inputs inputs) {
    return ((Features.Floats) inputs.features()).values();
  }

  @Test
  void rowsGetTheModelsInputsInItsOrder() throws IOException {
    Inputs inputs = read("colour,other,size\nred,x,1\nblue,y,2\n", Policy.REFUSE);
    assertThat(numbers(inputs)).containsExactly(1, 0, 1, 2, 1, 0);
    assertThat(inputs.names()).element(1).asString().endsWith("new.csv row 2");
    assertThat(inputs.labels()).isEmpty();
  }

  @Test
  void labelsAreHandedOverWhereTheTableHasThem() throws IOException {
    assertThat(read("colour,label,size\nred,yes,1\nred,no,1\n", Policy.REFUSE).labels())
        .containsExactly("yes", "no");
  }

  @Test
  void aCategoryTheModelNeverSawIsNoneOfThemAndTold() throws IOException {
    Inputs inputs = read("colour,size\ngreen,1\nred,2\n", Policy.REFUSE);
    assertThat(numbers(inputs)).containsExactly(1, 0, 0, 2, 0, 1);
    assertThat(notices)
        .containsExactly("1 of 2 new rows have a colour that training did not have: green");
  }

  @Test
  void holesAreTreatedAsInTraining() throws IOException {
    String text = "colour,size\nred,1\n,2\nblue,?\n";
    assertThatThrownBy(() -> read(text, Policy.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "new.csv row 3, column \"size\": expected a value, found a hole; the model was trained"
                + " with missing = refuse");
    assertThat(read(text, Policy.DROP).incomplete()).containsExactly(1, 2);
    assertThat(notices)
        .containsExactly(
            "2 of 3 new rows have holes and get no prediction, as the model was trained with"
                + " missing = drop");
    Inputs filled = read(text, Policy.MEAN);
    assertThat(filled.incomplete()).isEmpty();
    assertThat(numbers(filled)).containsExactly(1, 0, 1, 2, Float.NaN, Float.NaN, Float.NaN, 1, 0);
  }

  @Test
  void aColumnTheModelNeedsMustBeThere() {
    assertThatThrownBy(() -> read("color,size\nred,1\n", Policy.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "new.csv: no column \"colour\"; did you mean \"color\"? There are color, size");
  }

  @Test
  void aModelOfPlainNumbersTakesATableOfThem() throws IOException {
    files.write("new.csv", "y,x\n1,2\n3,4\n");
    Inputs inputs =
        new TableInputs(new Configuration(false), notices::add)
            .readNumbers(List.of("x", "y"), files.path("new.csv"));
    assertThat(numbers(inputs)).containsExactly(2, 1, 4, 3);
  }
}
