package io.espalier.data.tables;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.espalier.data.CsvForm;
import io.espalier.data.CsvForm.FirstLine;
import io.espalier.data.files.DataFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Finds out from its beginning how a CSV file is written. */
public final class CsvSniffer {
  private static final int BYTES_LOOKED_AT = 1 << 16;
  private static final int LINES_LOOKED_AT = 50;
  private static final char[] SEPARATORS = {',', ';', '\t', '|', ' ', ':'};
  private static final String BLANK_RUN = "\\s+";

  private final DataFiles files;

  /** A sniffer that finds file systems in the given configuration. */
  public CsvSniffer(Configuration hadoop) {
    this.files = new DataFiles(hadoop);
  }

  /**
   * The form of a file.
   *
   * @throws io.espalier.data.DataException in one line, if it cannot be read
   */
  public CsvForm form(Path path) {
    byte[] start = start(path);
    Charset charset = charset(start);
    List<String> lines = lines(start, charset);
    String comment = comment(lines).orElse("");
    List<String> content =
        lines.stream().filter(line -> comment.isEmpty() || !line.startsWith(comment)).toList();
    String separator = separator(content);
    List<List<String>> cells = content.stream().map(line -> cells(line, separator)).toList();
    int skip = oddFirstLine(cells) ? 1 : 0;
    return new CsvForm(firstLine(cells, skip), skip, separator, comment, charset.name());
  }

  private byte[] start(Path path) {
    try (InputStream bytes = files.unpacked(path)) {
      return bytes.readNBytes(BYTES_LOOKED_AT);
    } catch (IOException e) {
      throw DataFiles.unreadable(path, e);
    }
  }

  /** A byte-order mark's, else UTF-8 if the bytes are that, else what every byte is a letter of. */
  private static Charset charset(byte[] start) {
    return CsvText.marked(start)
        .orElseGet(() -> isUtf8(start) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252"));
  }

  private static boolean isUtf8(byte[] start) {
    CharBuffer text = CharBuffer.allocate(start.length + 1);
    return !StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(start), text, false) // the last letter may be cut
        .isError();
  }

  /** The first lines; the last one that was read may be cut. */
  private static List<String> lines(byte[] start, Charset charset) {
    String text = new String(start, charset).replace("\uFEFF", "");
    List<String> lines =
        text.lines().filter(line -> !line.isBlank()).limit(LINES_LOOKED_AT).toList();
    boolean cut = start.length == BYTES_LOOKED_AT && lines.size() < LINES_LOOKED_AT;
    return cut && lines.size() > 1 ? lines.subList(0, lines.size() - 1) : lines;
  }

  private static Optional<String> comment(List<String> lines) {
    return Stream.of("#", "%", "!")
        .filter(mark -> !lines.isEmpty() && lines.get(0).startsWith(mark))
        .filter(mark -> lines.stream().anyMatch(line -> !line.startsWith(mark)))
        .findFirst();
  }

  private static String separator(List<String> lines) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.detectFormatAutomatically(SEPARATORS);
    settings.setMaxCharsPerColumn(BYTES_LOOKED_AT);
    settings.setMaxColumns(BYTES_LOOKED_AT);
    CsvParser parser = new CsvParser(settings);
    parser.parseAll(new StringReader(String.join("\n", lines)));
    String found = parser.getDetectedFormat().getDelimiterString();
    boolean blanks =
        found.equals(" ") || (found.equals("\t") && lines.stream().anyMatch(CsvSniffer::runs));
    return blanks ? CsvForm.BLANKS : found;
  }

  /** Whether several separators of blanks stand for one. */
  private static boolean runs(String line) {
    return line.startsWith(" ") || line.contains("  ");
  }

  private static List<String> cells(String line, String separator) {
    if (separator.equals(CsvForm.BLANKS)) {
      return Arrays.asList(line.strip().split(BLANK_RUN));
    }
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(separator);
    settings.setMaxCharsPerColumn(BYTES_LOOKED_AT);
    settings.setMaxColumns(BYTES_LOOKED_AT);
    String[] cells = new CsvParser(settings).parseLine(line);
    return cells == null
        ? List.of()
        : Arrays.stream(cells).map(cell -> cell == null ? "" : cell).toList();
  }

  /** Whether the first line has another number of cells than all others, which agree. */
  private static boolean oddFirstLine(List<List<String>> lines) {
    if (lines.size() < 3) {
      return false;
    }
    int first = lines.get(0).size();
    int width = lines.get(1).size();
    boolean agree = lines.stream().skip(1).allMatch(line -> line.size() == width);
    boolean trailing =
        width == first + 1 && lines.stream().skip(1).allMatch(line -> line.get(first).isEmpty());
    return agree && first != width && !trailing;
  }

  private static FirstLine firstLine(List<List<String>> lines, int skip) {
    return lines.size() > skip && CsvHints.looksLikeData(lines.get(skip))
        ? FirstLine.DATA
        : FirstLine.NAMES;
  }
}
