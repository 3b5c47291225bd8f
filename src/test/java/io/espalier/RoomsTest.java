package io.espalier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The directions in which rooms may import, as ARCHITECTURE.md draws them. */
class RoomsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("io.espalier");

  /** The library's face: what is in the root package, without the two ways in. */
  private static final String FACE = "";

  /** What users implement for the engine, which speaks of it. */
  private static final DescribedPredicate<JavaClass> DOORS =
      JavaClass.Predicates.belongToAnyOf(ModelFactory.class, Trainable.class, MetricFunction.class);

  /** Room → the rooms it may import, besides itself. */
  private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

  static {
    MAY_IMPORT.put("wire", List.of());
    MAY_IMPORT.put("data", List.of("wire"));
    MAY_IMPORT.put("model", List.of("wire"));
    MAY_IMPORT.put("search.space", List.of("wire"));
    MAY_IMPORT.put("search.history", List.of("wire", "search.space"));
    MAY_IMPORT.put("search.importance", List.of("wire"));
    MAY_IMPORT.put("search.suggest", List.of("wire", "search.space", "search.history"));
    MAY_IMPORT.put(
        "search.schedule", List.of("wire", "search.space", "search.history", "search.suggest"));
    MAY_IMPORT.put(
        "search.simulate",
        List.of("wire", "search.space", "search.history", "search.suggest", "search.schedule"));
    MAY_IMPORT.put("driver.hocon", List.of("wire"));
    MAY_IMPORT.put("driver.conf", List.of(FACE, "wire", "model", "search", "data", "driver.hocon"));
    MAY_IMPORT.put("driver.journal", List.of("wire", "search.history"));
    MAY_IMPORT.put("driver.tables", List.of("wire", "search", "driver.journal"));
    MAY_IMPORT.put("driver.listen", List.of(FACE, "wire", "search.history", "driver.tables"));
    MAY_IMPORT.put("driver.mlflow", List.of(FACE, "wire", "search.history", "driver.journal"));
    MAY_IMPORT.put("driver.live", List.of(FACE, "wire", "search.history", "driver.report"));
    MAY_IMPORT.put("driver.report", List.of("wire", "search", "driver.journal", "driver.tables"));
    MAY_IMPORT.put(
        "driver.inspect",
        List.of(FACE, "wire", "model", "search", "data", "driver.report", "engine"));
    MAY_IMPORT.put("driver.cluster", List.of(FACE, "wire", "model", "search", "data", "engine"));
    MAY_IMPORT.put(
        "driver.run",
        List.of(
            FACE,
            "wire",
            "model",
            "search",
            "data",
            "driver.cluster",
            "driver.conf",
            "driver.journal",
            "driver.listen",
            "driver.mlflow",
            "driver.tables",
            "driver.inspect",
            "driver.report",
            "engine"));
    MAY_IMPORT.put("driver.simulate", List.of(FACE, "wire", "model", "search", "driver.tables"));
    MAY_IMPORT.put(
        "driver.draft",
        List.of(
            FACE, "wire", "search", "data", "driver.conf", "driver.hocon", "driver.run", "engine"));
    MAY_IMPORT.put("engine", List.of("wire", "model", "data"));
    MAY_IMPORT.put(
        "ml",
        List.of(FACE, "wire", "data", "driver.cluster", "driver.conf", "driver.run", "engine"));
    MAY_IMPORT.put("cli", List.of(FACE, "wire", "model", "search", "data", "driver", "engine"));
  }

  @Test
  void everyRoomImportsOnlyWhatThePlanAllows() {
    MAY_IMPORT.forEach(
        (room, others) -> {
          String[] allowed =
              Stream.concat(Stream.of(room), others.stream())
                  .map(name -> name.equals(FACE) ? "io.espalier" : "io.espalier." + name + "..")
                  .toArray(String[]::new);
          classes()
              .that()
              .resideInAPackage("io.espalier." + room + "..")
              .should()
              .onlyDependOnClassesThat(
                  JavaClass.Predicates.resideInAnyPackage(allowed)
                      .or(JavaClass.Predicates.resideOutsideOfPackage("io.espalier.."))
                      .or(room.equals("engine") ? DOORS : DescribedPredicate.alwaysFalse()))
              .check(CLASSES);
        });
  }

  @Test
  void theFaceKnowsNothingOfHowItIsRunAndNobodyAsksTheWaysIn() {
    classes()
        .that()
        .resideInAPackage("io.espalier")
        .and()
        .doNotBelongToAnyOf(Main.class, Espalier.class)
        .should()
        .onlyDependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "io.espalier",
                    "io.espalier.wire..",
                    "io.espalier.model..",
                    "io.espalier.search..",
                    "io.espalier.data..")
                .or(JavaClass.Predicates.resideOutsideOfPackage("io.espalier..")))
        .check(CLASSES);
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class, Espalier.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Main.class, Espalier.class)
        .check(CLASSES);
  }

  /** The ways in stand above all rooms, the rest of the face below those that import it. */
  @Test
  void roomsHaveNoCycles() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass one) {
                boolean wayIn =
                    one.isEquivalentTo(Main.class) || one.isEquivalentTo(Espalier.class);
                return SliceIdentifier.of(wayIn ? "ways in" : one.getPackageName());
              }

              @Override
              public String getDescription() {
                return "rooms";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void theSearchAndTheModelArePure() {
    noClasses()
        .that()
        .resideInAnyPackage("io.espalier.search..", "io.espalier.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "org.apache.hadoop..",
            "org.deeplearning4j..",
            "org.nd4j..",
            "com.typesafe..",
            "java.nio.file..",
            "java.io",
            "java.time..",
            "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Random.class, Thread.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void onlyTheEngineKnowsDeeplearning4j() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.espalier.engine..", "org.nd4j..")
        .and()
        .doNotBelongToAnyOf(ModelFactory.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..")
        .check(CLASSES);
  }

  /** Whose rows are in a session is read there; Spark's columns of a file need no session. */
  @Test
  void onlyTheRoomOfSessionsKnowsSparkAmongData() {
    noClasses()
        .that()
        .resideInAPackage("io.espalier.data..")
        .and()
        .resideOutsideOfPackage("io.espalier.data.session..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(SparkSession.class, Dataset.class, SparkContext.class, JavaRDD.class)
        .check(CLASSES);
  }

  @Test
  void onlyTheRoomOfTextKnowsTypesafeConfig() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.espalier.driver.hocon..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.typesafe..")
        .check(CLASSES);
  }

  @Test
  void nobodyReadsJavaObjects() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(java.io.ObjectInputStream.class)
        .check(CLASSES);
  }

  @Test
  void onlyWhatTravelsIsSerializable() {
    classes()
        .that()
        .implement(java.io.Serializable.class)
        .and()
        .areNotEnums()
        .and()
        .areNotAssignableTo(Throwable.class)
        .and() // Jackson's own base classes are serializable; ours are never serialised
        .areNotAssignableTo(com.fasterxml.jackson.databind.JsonSerializer.class)
        .and()
        .areNotAssignableTo(com.fasterxml.jackson.databind.JsonDeserializer.class)
        .and() // nor are Spark's stages, whatever they declare: they are saved
        .areNotAssignableTo(org.apache.spark.ml.PipelineStage.class)
        .should()
        .resideInAnyPackage("io.espalier.wire..", "io.espalier.data..", "io.espalier.engine..")
        .check(CLASSES);
  }

  @Test
  void noNameMeansTwoThings() {
    Map<String, List<String>> places = new TreeMap<>();
    for (JavaClass one : CLASSES) {
      if (one.isTopLevelClass() && !one.getSimpleName().equals("package-info")) {
        places.computeIfAbsent(one.getSimpleName(), name -> new ArrayList<>()).add(one.getName());
      }
    }
    assertThat(places).allSatisfy((name, classes) -> assertThat(classes).hasSize(1));
  }

  @Test
  void noFileIsLongerThanFourHundredLines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      for (Path source : sources) {
        assertThat(Files.readAllLines(source)).as("%s", source).hasSizeLessThanOrEqualTo(400);
      }
    }
  }

  @Test
  void namesExplainThemselves() {
    for (String vague : Arrays.asList("Util", "Utils", "Helper", "Manager", "Impl", "Base")) {
      noClasses().should().haveSimpleNameEndingWith(vague).check(CLASSES);
    }
  }
}
