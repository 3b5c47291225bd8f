package io.espalier.data.session;

import io.espalier.data.DataSource;
import io.espalier.data.Inputs;
import io.espalier.data.Relation;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableSpec;
import io.espalier.data.tables.TableFile;
import io.espalier.data.tables.TableInputs;
import io.espalier.data.tables.TableReader;
import io.espalier.data.tables.TableRows;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads tables of a Spark session into typed columns. */
public final class SessionReader {
  private final SessionLender lender;
  private final Consumer<String> notices;

  /**
   * A reader that has sessions lent.
   *
   * @param notices takes what a user should know of a table, a line each
   */
  public SessionReader(SessionLender lender, Consumer<String> notices) {
    this.lender = lender;
    this.notices = notices;
  }

  /**
   * The columns that a source wants, the test part behind the rest; rows in the order of their
   * values.
   *
   * @throws io.espalier.data.DataException in one line, if a table is not there or cannot be used
   */
  public TableRows read(DataSource.SparkTable source) {
    return lender.lend(
        session -> {
          Relations relations = new Relations(session);
          Relation test = relations.alike(source.test(), source.relation());
          return new TableReader(source.spec(), notices)
              .read(
                  List.of(ordered(relations, source.relation(), source.orderBy())),
                  test.equals(Relation.NONE)
                      ? List.of()
                      : List.of(ordered(relations, test, source.orderBy())));
        });
  }

  private static TableFile ordered(Relations relations, Relation relation, List<String> orderBy) {
    return SessionTable.ordered(relation.inWords(), relations.open(relation), orderBy);
  }

  /**
   * Looks at a table of which nothing is known yet; its rows are in the order in which Spark gives
   * them.
   *
   * @throws io.espalier.data.DataException in one line, if it is not there or cannot be used
   */
  public <R> R look(Relation relation, Function<TableFile, R> look) {
    return lender.lend(
        session ->
            look.apply(
                new SessionTable(relation.inWords(), new Relations(session).open(relation))));
  }

  /** As {@link #read(DataSource.SparkTable)}, with tables that a program holds. */
  public TableRows read(HeldTable source) {
    return new TableReader(source.spec(), notices)
        .read(
            List.of(SessionTable.ordered("the rows", source.rows(), source.orderBy())),
            source.test().stream()
                .<TableFile>map(
                    test -> SessionTable.ordered("the test rows", test, source.orderBy()))
                .toList());
  }

  /**
   * New rows for a model, in the order in which Spark gives them.
   *
   * @param spec of the table that the model was trained on
   * @param encoding what its columns became
   * @throws io.espalier.data.DataException in one line, if they are not there or do not fit the
   *     model
   */
  public Inputs read(Relation relation, TableSpec spec, TableEncoding encoding) {
    return lender.lend(
        session -> {
          Relations relations = new Relations(session);
          Relation fitting = Relations.fitting(relation, encoding);
          return TableInputs.read(
              List.of(new SessionTable(relation.inWords(), relations.open(fitting))),
              spec,
              encoding,
              notices);
        });
  }
}
