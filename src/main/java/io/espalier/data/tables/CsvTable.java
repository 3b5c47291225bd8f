package io.espalier.data.tables;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** A CSV file, with or without a header; quoting as in RFC 4180. */
final class CsvTable implements TableFile {
  /** Rows looked at to tell a header from data. */
  private static final int ROWS_LOOKED_AT = 20;

  private final CsvText text;
  private final CsvForm form;
  private final TableHeader header;

  CsvTable(DataFiles files, Path path, CsvForm form) {
    this.text = new CsvText(files, path, form);
    this.form = form;
    this.header = new CsvHeader(name(), form, firstLines()).header();
  }

  @Override
  public String name() {
    return text.name();
  }

  @Override
  public TableHeader header() {
    return header;
  }

  @Override
  public int read(Map<String, CellSink> wanted) {
    List<Optional<CellSink>> sinks =
        header.names().stream().map(name -> Optional.ofNullable(wanted.get(name))).toList();
    CsvLine line = new CsvLine(sinks);
    return parse(
        line,
        lines -> {
          if (form.firstLine() != CsvForm.FirstLine.DATA) {
            line.ignore(true);
            lines.next();
            line.ignore(false);
          }
          int rows = 0;
          while (lines.hasNext()) {
            lines.next();
            rows++;
            check(line, rows);
          }
          return rows;
        });
  }

  private void check(CsvLine line, int row) {
    int expected = header.names().size();
    if (line.cells() != expected && !line.endsInSeparator()) {
      throw new DataException(
          name()
              + ": line "
              + line.number()
              + " (row "
              + row
              + "): expected "
              + expected
              + " cells as in the "
              + (form.firstLine() == CsvForm.FirstLine.DATA ? "first line" : "header")
              + ", found "
              + line.cells()
              + CsvHints.ofOtherWidth(header.names(), line.cells(), form));
    }
  }

  /** The first lines as text: at most one that may be a header, and some rows. */
  private List<List<String>> firstLines() {
    CsvWords words = new CsvWords();
    return parse(
        words,
        lines -> {
          List<List<String>> first = new ArrayList<>();
          while (lines.hasNext() && first.size() <= ROWS_LOOKED_AT) {
            lines.next();
            first.add(words.cells());
            if (words.cells().stream().anyMatch(cell -> cell.indexOf('\0') >= 0)) {
              throw text.otherCharset(words.number(), new CharacterCodingException());
            }
          }
          return first;
        });
  }

  /** What is done with the lines of an open file. */
  private interface Use<T> {
    T with(Iterator<Boolean> lines);
  }

  private <T> T parse(CsvCells cells, Use<T> use) {
    try (Reader reader = text.open();
        CsvReader<Boolean> lines = builder().build(cells, reader)) {
      return use.with(skip(lines) ? lines.iterator() : Collections.emptyIterator());
    } catch (CharacterCodingException e) {
      throw text.otherCharset(cells.number(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException otherCharset
          ? text.otherCharset(cells.number(), otherCharset)
          : damaged(cells, e);
    } catch (CsvParseException e) {
      throw e.getCause() instanceof CharacterCodingException otherCharset
          ? text.otherCharset(cells.number(), otherCharset)
          : damaged(cells, e);
    } catch (IOException e) {
      throw damaged(cells, e);
    }
  }

  /** Whether there is anything after the lines that are skipped. */
  private boolean skip(CsvReader<Boolean> lines) {
    try {
      lines.skipLines(form.skip());
      return true;
    } catch (UncheckedIOException | CsvParseException e) {
      if (e.getCause() instanceof EOFException) {
        return false;
      }
      throw e;
    }
  }

  private DataException damaged(CsvCells cells, Exception e) {
    Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
    return new DataException(
        name()
            + ": after line "
            + cells.number()
            + ": expected CSV, found: "
            + DataFiles.reason(cause instanceof Exception first ? first : e),
        e);
  }

  private CsvReader.CsvReaderBuilder builder() {
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(separator())
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(1 << 26);
    return form.comment().isEmpty()
        ? builder
        : builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(form.comment().charAt(0));
  }

  private char separator() {
    return form.separator().equals(CsvForm.BLANKS)
        ? BlankRuns.SEPARATOR
        : form.separator().charAt(0);
  }
}
