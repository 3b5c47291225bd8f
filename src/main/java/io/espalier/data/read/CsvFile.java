package io.espalier.data.read;

import io.espalier.data.DataException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.hadoop.fs.Path;

/** A CSV file in UTF-8 with a header line; quoting as in RFC 4180. */
final class CsvFile implements TableFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final DataFiles files;
  private final Path path;
  private final CSVFormat format;
  private final List<String> header;

  CsvFile(DataFiles files, Path path, char separator) {
    this.files = files;
    this.path = path;
    this.format = CSVFormat.DEFAULT.builder().setDelimiter(separator).build();
    this.header = parse((parser, records) -> header(records));
  }

  /** What is done with an open file. */
  private interface Use<T> {
    T with(CSVParser parser, Iterator<CSVRecord> records);
  }

  @Override
  public String name() {
    return DataFiles.name(path);
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public void rows(List<String> wanted, Consumer<Row> visitor) {
    int[] positions = wanted.stream().mapToInt(header::indexOf).toArray();
    parse(
        (parser, records) -> {
          records.next();
          while (records.hasNext()) {
            CSVRecord record = records.next();
            long line = parser.getCurrentLineNumber();
            if (record.size() != header.size()) {
              throw new DataException(
                  name()
                      + ": line "
                      + line
                      + ": expected "
                      + header.size()
                      + " cells as in the header, found "
                      + record.size());
            }
            visitor.accept(new CsvRow(name(), wanted, positions, record, line));
          }
          return true;
        });
  }

  private <T> T parse(Use<T> use) {
    try (Reader reader = reader();
        CSVParser parser = CSVParser.parse(reader, format)) {
      try {
        return use.with(parser, parser.iterator());
      } catch (UncheckedIOException e) {
        IOException cause = Optional.ofNullable(e.getCause()).orElseGet(() -> new IOException(e));
        throw damaged(parser.getCurrentLineNumber(), cause);
      }
    } catch (IOException e) {
      throw DataFiles.unreadable(path, e);
    }
  }

  private Reader reader() {
    return new InputStreamReader(
        files.open(path),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private DataException damaged(long line, IOException e) {
    String found =
        e instanceof CharacterCodingException
            ? "found bytes that are not UTF-8"
            : "found: " + DataFiles.reason(e);
    return new DataException(name() + ": after line " + line + ": expected CSV, " + found, e);
  }

  private List<String> header(Iterator<CSVRecord> records) {
    if (!records.hasNext()) {
      throw new DataException(name() + ": line 1: expected a header, found an empty file");
    }
    List<String> names = new ArrayList<>();
    records.next().forEach(cell -> names.add(cell.replace(BYTE_ORDER_MARK, "").strip()));
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isEmpty() || !seen.add(name)) {
        throw new DataException(
            name()
                + ": line 1: expected a header of different names, found "
                + (name.isEmpty() ? "an empty one" : "\"" + name + "\" twice"));
      }
    }
    return List.copyOf(names);
  }
}
