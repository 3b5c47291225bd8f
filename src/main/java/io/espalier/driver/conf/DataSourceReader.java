package io.espalier.driver.conf;

import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Playground;
import io.espalier.data.ExampleSource;
import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Words;
import io.espalier.wire.ClassSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Reads where the data come from. Relative paths begin at {@code data.root}. */
final class DataSourceReader {
  static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
  private static final List<String> KINDS =
      List.of(
          "idx",
          "mnist",
          "fashion-mnist",
          "emnist",
          "cifar10",
          "cifar100",
          "csv",
          "parquet",
          "table",
          "images",
          "npy",
          "iris",
          "digits",
          "blobs",
          "playground",
          "tu",
          "mutag",
          "citations",
          "cora",
          "graphs",
          "class");
  private static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private DataSourceReader() {}

  static DataSource read(Section section) {
    section.require("source", "one of " + Problems.alternatives(KINDS));
    String kind = section.oneOf("source", KINDS, "iris");
    section.has("root");
    int before = section.reading().problems().size();
    try {
      return source(section, kind);
    } catch (IllegalArgumentException e) {
      // The records check what they are given; what was reported already comes from a stand-in.
      if (section.reading().problems().size() == before) {
        section.problem("source", String.valueOf(e.getMessage()));
      }
      return new DataSource.Iris();
    }
  }

  private static DataSource source(Section section, String kind) {
    return switch (kind) {
      case "idx" -> new DataSource.Idx(path(section), section.texts("class-names"));
      case "mnist" -> new DataSource.Idx(path(section, "mnist"), List.of());
      case "fashion-mnist" -> new DataSource.Idx(path(section, "fashion-mnist"), CLOTHES);
      case "emnist" -> PictureSourceReader.emnist(section);
      case "cifar100" -> PictureSourceReader.cifar100(section);
      case "npy" -> PictureSourceReader.arrays(section);
      case "cifar10" -> new DataSource.Cifar10(path(section, "cifar-10"));
      case "csv" -> TableSourceReader.read(section, DataSource.Table.Format.CSV, path(section));
      case "parquet" ->
          TableSourceReader.read(section, DataSource.Table.Format.PARQUET, path(section));
      case "table" -> RelationReader.read(section);
      case "images" -> PictureSourceReader.images(section);
      case "digits" ->
          new DataSource.Digits(count(section, "train", 4000, 1), count(section, "test", 1000, 0));
      case "blobs" -> blobs(section);
      case "playground" -> playground(section);
      case "tu" -> TuSourceReader.read(section, path(section));
      case "mutag" -> TuSourceReader.read(section, path(section, "tu/MUTAG"));
      case "citations" -> new DataSource.Citations(path(section));
      case "cora" -> new DataSource.Citations(path(section, "cora"));
      case "graphs" -> graphs(section);
      case "iris" -> new DataSource.Iris();
      case "class" -> own(section);
      default -> throw new IllegalStateException("nobody reads the data source " + kind);
    };
  }

  private static DataSource blobs(Section section) {
    double spread =
        section.real(
            "spread",
            1,
            value -> {
              if (!(value >= 0)) {
                throw new IllegalArgumentException("spread must be at least 0, not " + value);
              }
            });
    return new DataSource.Blobs(
        count(section, "examples", 200, 1),
        count(section, "features", 20, 1),
        count(section, "centres", 2, 1),
        spread);
  }

  private static DataSource playground(Section section) {
    section.require(
        "pattern", "one of " + Problems.alternatives(Words.of(Playground.Pattern.class)));
    double noise =
        section.real(
            "noise",
            0,
            value -> {
              if (!(value >= 0 && value <= 0.5)) {
                throw new IllegalArgumentException("noise must lie in [0, 0.5], not " + value);
              }
            });
    List<Playground.Input> inputs = new ArrayList<>();
    for (Node node : section.list("inputs")) {
      inputs.add(section.word(node, "data.inputs", Playground.Input.class, Playground.Input.X1));
    }
    return new Playground(
        section.word("pattern", Playground.Pattern.class, Playground.Pattern.CIRCLE),
        count(section, "examples", 500, 1),
        noise,
        inputs.isEmpty() ? List.of(Playground.Input.X1, Playground.Input.X2) : inputs);
  }

  private static DataSource own(Section section) {
    String type = ClassReader.type(section, ExampleSource.class, ExampleSource.class.getName());
    boolean regression = section.flag("regression", false);
    Section settings = section.section("settings");
    ClassSpec own = new ClassSpec(type, ClassReader.settings(settings));
    settings.close();
    return new DataSource.Own(own, regression);
  }

  private static DataSource graphs(Section section) {
    int minimum = count(section, "minimum-nodes", 8, 6);
    int maximum = count(section, "maximum-nodes", Math.max(16, minimum), minimum);
    return new DataSource.DrawnGraphs(count(section, "graphs", 300, 1), minimum, maximum);
  }

  static int count(Section section, String key, int fallback, int minimum) {
    IntConsumer check =
        value -> {
          if (value < minimum) {
            throw new IllegalArgumentException(
                "a whole number of at least " + minimum + " is accepted, not " + value);
          }
        };
    return section.whole(key, fallback, check);
  }

  static String path(Section section) {
    section.require("path", "a path below data.root, an absolute path or an address");
    return path(section, "");
  }

  static String path(Section section, String fallback) {
    return below(section.text("root", ""), section.text("path", fallback));
  }

  static String below(String root, String path) {
    if (isAbsolute(path) || root.isEmpty()) {
      return path;
    }
    return root.endsWith("/") ? root + path : root + "/" + path;
  }

  static boolean isAbsolute(String path) {
    return path.startsWith("/") || SCHEME.matcher(path).matches();
  }
}
