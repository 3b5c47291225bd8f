package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Playground.Input;
import io.espalier.data.DataSource.Playground.Pattern;
import io.espalier.data.PreparedData;
import io.espalier.data.Relation;
import io.espalier.data.StepRows;
import io.espalier.data.TableSpec;
import io.espalier.data.Vocabulary;
import io.espalier.data.load.DataLoader;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.InputShape;
import io.espalier.wire.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private java.nio.file.Path folder;

  @Test
  void aCardIsReadAsItWasWritten() throws IOException {
    ModelCard card = card();
    card.write(new Path(folder.toString()), HADOOP);
    assertThat(ModelCard.read(new Path(folder.toString()), HADOOP))
        .usingRecursiveComparison()
        .isEqualTo(card);
    assertThat(card.task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(card.epochs()).isEqualTo(2);
    assertThat(folder.toFile().list())
        .as("no checksum file beside it")
        .containsExactly("model.json");
  }

  @Test
  void aFolderWithoutACardIsSaid() {
    assertThatThrownBy(() -> ModelCard.read(new Path(folder.toString()), HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + " holds no model: model.json is not there");
  }

  @Test
  void aDamagedCardIsSaid() throws IOException {
    Files.writeString(folder.resolve("model.json"), "{ \"format\": 1,");
    assertThatThrownBy(() -> ModelCard.read(new Path(folder.toString()), HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("model.json is damaged: ");
  }

  @Test
  void aCardOfANewerVersionIsRefused() throws IOException {
    Files.writeString(folder.resolve("model.json"), "{ \"format\": 5 }");
    assertThatThrownBy(() -> ModelCard.read(new Path(folder.toString()), HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("model.json has format 5; this version reads 1 to 4");
  }

  @Test
  void aCardOfTheFormatBeforeIsRead() {
    ModelCard vectors = former("heavy-ball");
    assertThat(vectors.input()).isEqualTo(new InputShape.Flat(2));
    assertThat(vectors.source())
        .isEqualTo(new DataSource.Playground(Pattern.CIRCLE, 500, 0, List.of(Input.X1, Input.X2)));
    ModelCard graphs = former("graphs-gcn");
    assertThat(graphs.input()).isEqualTo(new InputShape.Graph(2, InputShape.Graph.Example.GRAPH));
    assertThat(graphs.source()).isEqualTo(new DataSource.DrawnGraphs(300, 8, 16));
    assertThat(graphs.seed()).isEqualTo(4353452690661054235L);
  }

  @Test
  void aCardOfATableOfTheFormatBeforeIsRead() {
    ModelCard card = former("table");
    assertThat(card.source())
        .isEqualTo(
            new DataSource.Table(
                DataSource.Table.Format.CSV,
                "/data/trees.csv",
                "",
                new CsvForm(CsvForm.FirstLine.NAMES, 0, ";", "", "UTF-8"),
                TableSpec.of("tree").withInputs(List.of(), List.of(), List.of("soil"))));
    assertThat(card.encoding().inputNames()).isEqualTo(card.featureNames());
    assertThat(card.encoding().columns()).hasSize(2);
    assertThat(card.normalisation().fill()).isEmpty();
  }

  @Test
  void aCardOfStepsSaysHowToReadMore() throws IOException {
    TableSpec steps =
        TableSpec.of("label")
            .withSteps(new StepRows(List.of("id"), "time"))
            .withRules(
                "event",
                ColumnRules.USUAL
                    .withKind(ColumnRules.Kind.TOKENS)
                    .withVocabulary(new Vocabulary(9, 2)));
    DataSource source = table(steps);
    assertThat(CardText.read(CardText.write(card(source)), "card").source()).isEqualTo(source);
  }

  @Test
  void rowsOfCardsBeforeThereWereStepsAreExamples() throws IOException {
    TableSpec spec = TableSpec.of("label").withRules("x", ColumnRules.USUAL);
    String card =
        new String(CardText.write(card(table(spec))), java.nio.charset.StandardCharsets.UTF_8);
    String former =
        card.replaceFirst("\"format\" : \\d+", "\"format\" : 3")
            .replaceAll("(?s),\\s*\"vocabulary\" : \\{.*?}", "")
            .replaceAll("(?s),\\s*\"steps\" : \\{.*?}", "");
    assertThat(former).doesNotContain("vocabulary", "steps");
    assertThat(
            CardText.read(former.getBytes(java.nio.charset.StandardCharsets.UTF_8), "card")
                .source())
        .isEqualTo(table(spec));
  }

  private static DataSource table(TableSpec spec) {
    return new DataSource.Table(DataSource.Table.Format.CSV, "p", "", CsvForm.USUAL, spec);
  }

  @Test
  void kindsHaveNamesOfTheirOwn() throws IOException {
    former("graphs-gcn").write(new Path(folder.toString()), HADOOP);
    assertThat(Files.readString(folder.resolve("model.json")))
        .contains("\"type\" : \"graph\"", "\"type\" : \"graphs\"")
        .doesNotContain("InputShape", "DataSource");
  }

  @Test
  void everyKindHasAName() {
    assertThat(CardText.names(InputShape.class))
        .containsExactlyInAnyOrder(InputShape.class.getPermittedSubclasses());
    assertThat(CardText.names(DataSource.class))
        .as("what a program holds is written down as a table; a function is no model")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(DataSource.class.getPermittedSubclasses())
                .filter(kind -> kind.isRecord() && kind != DataSource.NoData.class)
                .toList());
  }

  @Test
  void sourcesOfPicturesAreReadAsTheyWereWritten() throws IOException {
    for (DataSource source :
        List.of(
            new DataSource.ImageFolder("p", 8, 9, 3, DataSource.Resize.CROP),
            new DataSource.ImageTable("p", "t.csv", "", "", 8, 9, 1, DataSource.Resize.FIT),
            new DataSource.Emnist("p", "letters"),
            new DataSource.Cifar100("p", DataSource.Cifar100.Labels.COARSE),
            new DataSource.NumpyArrays("a.npz", "", "", "", ""))) {
      assertThat(CardText.read(CardText.write(card(source)), "card").source()).isEqualTo(source);
    }
  }

  @Test
  void picturesOfCardsBeforeResizingWereStretched() throws IOException {
    DataSource folder = new DataSource.ImageFolder("p", 8, 9, 3, DataSource.Resize.STRETCH);
    String card = new String(CardText.write(card(folder)), java.nio.charset.StandardCharsets.UTF_8);
    String former = asFormat2(card).replaceAll(",\\s*\"resize\" : \"STRETCH\"", "");
    assertThat(former).isNotEqualTo(card);
    assertThat(
            CardText.read(former.getBytes(java.nio.charset.StandardCharsets.UTF_8), "card")
                .source())
        .isEqualTo(folder);
  }

  private static String asFormat2(String card) {
    return card.replaceFirst("\"format\" : \\d+", "\"format\" : 2");
  }

  private static ModelCard former(String name) {
    return ModelCard.read(new Path("src/test/resources/io/espalier/former/" + name), HADOOP);
  }

  @Test
  void aCardOfGraphsSaysHowToReadMore() throws IOException {
    String text =
        """
        data { source = graphs, graphs = 30, normalize = row-sum }
        model { kind = gcn, layers = [ { graph-conv = 4 } ] }
        """;
    Experiment spec = new TinyExperiments(folder).spec(text);
    ModelCard card = card(spec, spec.data().source());
    card.write(new Path(folder.toString()), HADOOP);
    ModelCard read = ModelCard.read(new Path(folder.toString()), HADOOP);
    assertThat(read).usingRecursiveComparison().isEqualTo(card);
    assertThat(read.source()).isEqualTo(spec.data().source());
    assertThat(read.input())
        .isInstanceOfSatisfying(
            InputShape.Graph.class,
            graph -> assertThat(graph.example()).isEqualTo(InputShape.Graph.Example.GRAPH));
    assertThat(read.normalisation().rowSum()).isTrue();
  }

  @Test
  void aCardOfGraphsFromBeforeThereWereNumbersHasClasses() throws IOException {
    java.nio.file.Path file = folder.resolve("model.json");
    former("graphs-gcn").write(new Path(folder.toString()), HADOOP);
    Files.writeString(
        file,
        asFormat2(Files.readString(file))
            .replaceFirst(
                "(?s)\"source\" : \\{.*?}",
                "\"source\" : { \"type\": \"tu\", \"path\": \"x\", \"degrees\": true }"));
    assertThat(ModelCard.read(new Path(folder.toString()), HADOOP).source())
        .isEqualTo(new DataSource.TuGraphs("x", true, DataSource.TuGraphs.Target.LABELS));
  }

  @Test
  void aCardOfASparkTableSaysHowToReadMore() throws IOException {
    Relation files = new Relation.Files("json", "/t", new TreeMap<>(Map.of("multiLine", "true")));
    for (Relation relation :
        List.of(files, new Relation.Named("a.b"), new Relation.Query("select 1"), Relation.NONE)) {
      DataSource source =
          new DataSource.SparkTable(
              relation, Relation.NONE, List.of("time"), TableSpec.of("label"));
      ModelCard card = card(new TinyExperiments(folder).spec(TinyExperiments.BLOBS), source);
      card.write(new Path(folder.toString()), HADOOP);
      assertThat(ModelCard.read(new Path(folder.toString()), HADOOP).source()).isEqualTo(source);
    }
  }

  private ModelCard card() throws IOException {
    Experiment spec = blobs();
    return card(spec, spec.data().source());
  }

  /** A card that says that its data came from there. */
  private static ModelCard card(DataSource source) throws IOException {
    return card(blobs(), source);
  }

  private static Experiment blobs() throws IOException {
    java.nio.file.Path elsewhere = Files.createTempDirectory("experiment");
    Experiment spec = new TinyExperiments(elsewhere).spec(TinyExperiments.BLOBS);
    TinyExperiments.delete(elsewhere);
    return spec;
  }

  private static ModelCard card(Experiment spec, DataSource source) {
    PreparedData data = new DataLoader(HADOOP).load(spec.data(), spec.seed());
    return ModelCard.of(
        "tiny",
        1,
        SampleRun.outcome(3, 0.5),
        1,
        42,
        new TreeMap<>(Map.of("activation", "relu", "learning_rate", 0.1, "units", 4)),
        new TreeMap<>(Map.of("test_loss", 0.5)),
        data,
        source);
  }
}
