package io.espalier.driver.tables;

import io.espalier.search.history.History;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A digest that two runs share exactly when their {@code trials} and {@code epochs} tables are the
 * same: all columns bit for bit but {@code queue_seconds, data_seconds, train_seconds,
 * evaluate_seconds, attempt, fused_with, host, device, started_at, finished_at, error}, and but
 * {@code run}, which is the number of the attempt and would make equal runs differ. All NaNs are
 * one.
 */
public final class TableDigest {
  private TableDigest() {}

  /** The SHA-256 in hexadecimal over the history's finished trials. */
  public static String of(History history) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(
              new java.io.BufferedOutputStream(
                  new DigestOutputStream(OutputStream.nullOutputStream(), digest)))) {
        Recorded recorded = Recorded.ended(history);
        add(out, TrialTable.of(recorded));
        add(out, EpochTable.of(recorded));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written", e);
    }
  }

  private static <R> void add(DataOutputStream out, Table<R> table) throws IOException {
    List<TableColumn<R>> columns = table.columns().stream().filter(TableColumn::compared).toList();
    text(out, table.name());
    out.writeInt(columns.size());
    for (TableColumn<R> column : columns) {
      text(out, TypeText.of(column.type()));
    }
    List<R> rows = table.rowsFrom().apply(0);
    out.writeInt(rows.size());
    for (R row : rows) {
      for (TableColumn<R> column : columns) {
        Optional<?> cell = column.cell().apply(row);
        out.writeBoolean(cell.isPresent());
        if (cell.isPresent()) {
          value(out, cell.get());
        }
      }
    }
  }

  private static void value(DataOutputStream out, Object value) throws IOException {
    if (value instanceof String text) {
      text(out, text);
    } else if (value instanceof Integer whole) {
      out.writeInt(whole);
    } else if (value instanceof Long whole) {
      out.writeLong(whole);
    } else if (value instanceof Double real) {
      out.writeLong(Double.doubleToLongBits(real));
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Configuration configuration) {
      out.writeInt(configuration.values().size());
      for (Map.Entry<String, Value> entry : configuration.values().entrySet()) {
        text(out, entry.getKey());
        value(out, entry.getValue().plain());
      }
    } else {
      collection(out, value);
    }
  }

  private static void collection(DataOutputStream out, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        value(out, entry.getKey());
        value(out, entry.getValue());
      }
    } else if (value instanceof List<?> list) {
      out.writeInt(list.size());
      for (Object element : list) {
        value(out, element);
      }
    } else {
      throw new IllegalArgumentException("no compared column holds " + value.getClass());
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
