package io.espalier.data.tables;

import io.espalier.data.ColumnRules;
import io.espalier.data.DataException;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Kind;
import io.espalier.data.TableProfile;
import io.espalier.data.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Describes the columns of a table. */
public final class TableProfiler {
  private final TableSpec spec;
  private final TableRows rows;
  private final EncodingFit fit;

  private TableProfiler(TableRows rows, TableSpec spec) {
    this.spec = spec;
    this.rows = rows;
    this.fit = new EncodingFit(spec, IntStream.range(0, rows.toLearnFrom()).toArray());
  }

  /** A table as it was read, with all its holes. */
  public static TableProfile of(TableRows rows, TableSpec spec) {
    TableProfiler profiler = new TableProfiler(rows, spec);
    List<TableProfile.Column> columns = new ArrayList<>();
    rows.features().forEach(column -> columns.add(profiler.input(column)));
    rows.labels().forEach(column -> columns.add(profiler.label(column)));
    return new TableProfile(rows.rows(), rows.testRows(), columns);
  }

  private TableProfile.Column input(RawColumn column) {
    Optional<String> leftOut = leftOut(column);
    List<String> hints = TextHints.of(column).stream().toList();
    return column(
        column, false, leftOut.isPresent() ? "left out" : becomes(column), leftOut, hints);
  }

  private TableProfile.Column label(RawColumn column) {
    String becomes = spec.regression() ? "number to predict" : "class to predict";
    return column(column, true, becomes, Optional.empty(), List.of());
  }

  private Optional<String> leftOut(RawColumn column) {
    try {
      return fit.reasonToLeaveOut(column);
    } catch (DataException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  private String becomes(RawColumn column) {
    TableEncoding.Column encoded = fit.column(column);
    String values =
        switch (encoded.kind()) {
          case NUMBER -> "1 input";
          case CATEGORY -> encoded.values() + " inputs, one-hot";
          case DATE -> encoded.values() + (encoded.values() == 1 ? " input" : " inputs, parts");
          case VECTOR -> encoded.values() + " inputs";
          case SEQUENCE, CATEGORY_SEQUENCE ->
              "up to " + encoded.steps() + " steps of " + encoded.features();
          case TOKENS -> "up to " + encoded.steps() + " of " + encoded.codes() + " codes";
        };
    boolean holes = column.holes() > 0;
    return values
        + (encoded.toldApart() ? " and 1 for holes" : "")
        + (holes ? "; holes: " + encoded.missing().policy().word() : "");
  }

  private TableProfile.Column column(
      RawColumn column,
      boolean label,
      String becomes,
      Optional<String> leftOut,
      List<String> hints) {
    Kind kind = kind(column);
    double[] sorted = sorted(column);
    int distinct =
        column instanceof RawColumn.Texts texts
            ? distinct(texts)
            : (int) DoubleStream.of(sorted).distinct().count();
    boolean range = sorted.length > 0;
    return new TableProfile.Column(
        column.name(),
        label,
        kind,
        column.holes(),
        distinct,
        range ? sorted[0] : Double.NaN,
        range ? sorted[sorted.length - 1] : Double.NaN,
        becomes,
        leftOut,
        hints);
  }

  private Kind kind(RawColumn column) {
    if (column instanceof RawColumn.Numbers) {
      return Kind.NUMBER;
    }
    if (column instanceof RawColumn.Dates) {
      return Kind.DATE;
    }
    if (column instanceof RawColumn.Sequences) {
      return Kind.SEQUENCE;
    }
    if (column instanceof RawColumn.TextSequences) {
      boolean tokens = ColumnChoice.rules(spec, column.name()).kind() == ColumnRules.Kind.TOKENS;
      return tokens ? Kind.TOKENS : Kind.CATEGORY_SEQUENCE;
    }
    return column instanceof RawColumn.Texts ? Kind.CATEGORY : Kind.VECTOR;
  }

  /** Numbers or days, ascending, without holes; nothing of other columns. */
  private double[] sorted(RawColumn column) {
    double[] values = new double[rows.rows()];
    int count = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double value = Double.NaN;
      if (column instanceof RawColumn.Numbers numbers) {
        value = numbers.values()[row];
      } else if (column instanceof RawColumn.Dates dates) {
        value = dates.days()[row];
      }
      if (!Double.isNaN(value)) {
        values[count++] = value;
      }
    }
    double[] found = Arrays.copyOf(values, count);
    Arrays.sort(found);
    return found;
  }

  private static int distinct(RawColumn.Texts texts) {
    BitSet used = new BitSet();
    for (int code : texts.codes()) {
      if (code >= 0) {
        used.set(code);
      }
    }
    return used.cardinality();
  }
}
