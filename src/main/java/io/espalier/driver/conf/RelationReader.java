package io.espalier.driver.conf;

import io.espalier.data.DataSource;
import io.espalier.data.Relation;
import io.espalier.data.SecretOptions;
import io.espalier.driver.hocon.Node;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads what a Spark session is asked for: files, a table or a query. */
final class RelationReader {
  private static final String OPTIONS = "options";
  private static final String FORMAT = "format";

  private final Section section;
  private final String format;
  private final SortedMap<String, String> options = new TreeMap<>();

  private RelationReader(Section section) {
    this.section = section;
    this.format = section.text(FORMAT, "");
    section.node(OPTIONS).ifPresent(node -> option("", node));
  }

  static DataSource read(Section section) {
    RelationReader reader = new RelationReader(section);
    Relation train = reader.relation("");
    if (train.equals(Relation.NONE)) {
      section.problem(
          "source",
          "one of path (with format), table and query is needed, to say what Spark reads");
    }
    Relation test = reader.relation("test-");
    if (!(train instanceof Relation.Files) && !(test instanceof Relation.Files)) {
      Stream.of(FORMAT, OPTIONS)
          .filter(section::has)
          .forEach(key -> section.problem(key, "is for files; leave it out"));
    }
    return new DataSource.SparkTable(
        train, test, section.texts("order-by"), TableSourceReader.spec(section));
  }

  /** Options with dots in their names are trees in HOCON. */
  private void option(String name, Node node) {
    if (node instanceof Node.Tree tree) {
      tree.entries()
          .forEach((key, inner) -> option(name.isEmpty() ? key : name + "." + key, inner));
    } else if (node instanceof Node.Scalar scalar && !name.isEmpty()) {
      options.put(name, scalar.text());
      if (scalar.text().contains(SecretOptions.NOT_KEPT)) {
        section.problem(
            Section.join(OPTIONS, name),
            "held a secret, which no copy of an experiment keeps; give it again:"
                + " --set data."
                + Section.join(OPTIONS, name)
                + "=…");
      }
    } else {
      section.wrong(
          node, Section.join("data." + OPTIONS, name), "a block { … } of words, texts and numbers");
    }
  }

  /** What the keys with this prefix ask for; nothing if none is there. */
  private Relation relation(String prefix) {
    String path = section.text(prefix + "path", "");
    String table = section.text(prefix + "table", "");
    String query = section.text(prefix + "query", "");
    List<String> given =
        Stream.of("path", "table", "query")
            .map(key -> prefix + key)
            .filter(key -> !section.text(key, "").isBlank())
            .toList();
    if (given.size() > 1) {
      section.problem(given.get(1), given.get(0) + " is there, too; leave out one of the two");
    }
    if (!table.isBlank()) {
      return new Relation.Named(table);
    }
    if (!query.isBlank()) {
      return new Relation.Query(query);
    }
    return files(prefix, path);
  }

  /** A format that finds its rows by options alone, as jdbc does, needs no path. */
  private Relation files(String prefix, String path) {
    boolean byOptions = prefix.isEmpty() && !format.isBlank() && !options.isEmpty();
    if (path.isBlank() && !byOptions) {
      return Relation.NONE;
    }
    if (format.isBlank()) {
      section.problem(
          prefix + "path",
          "data.format is missing, which says what the files are: orc, json, libsvm or any other"
              + " format that Spark has");
      return Relation.NONE;
    }
    return new Relation.Files(
        format,
        path.isBlank() ? "" : DataSourceReader.below(section.text("root", ""), path),
        options);
  }
}
