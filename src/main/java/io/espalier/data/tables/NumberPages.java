package io.espalier.data.tables;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The pages of one column of plain numbers in one group of rows. */
final class NumberPages {
  /** Numbers at once: so few stay in the nearest cache. */
  private static final int BLOCK = 2048;

  private final ColumnDescriptor column;
  private final PrimitiveTypeName type;
  private final PageReader pages;
  private final double[] block = new double[BLOCK];
  private final boolean[] there = new boolean[BLOCK];
  private double[] dictionary = {};

  NumberPages(ColumnDescriptor column, PageReader pages) {
    this.column = column;
    this.type = column.getPrimitiveType().getPrimitiveTypeName();
    this.pages = pages;
  }

  /** Puts all numbers, NaN for holes. */
  void put(long rows, CellSink sink) throws IOException {
    DictionaryPage words = pages.readDictionaryPage();
    if (words != null) {
      dictionary = new double[words.getDictionarySize()];
      NumberSource.plain(type, bytes(words.getBytes())).next(dictionary, dictionary.length);
    }
    long cells = 0;
    for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
      put(page, sink);
      cells += page.getValueCount();
    }
    if (cells != rows) {
      throw new ParquetDecodingException(cells + " values in " + rows + " rows");
    }
  }

  private void put(DataPage page, CellSink sink) throws IOException {
    int cells = page.getValueCount();
    if (page instanceof DataPageV1 one) {
      ByteBuffer bytes = bytes(one.getBytes());
      PagePresence presence = PagePresence.before(bytes, one.getDlEncoding(), column, cells);
      put(cells, presence, numbers(one.getValueEncoding(), bytes), sink);
    } else if (page instanceof DataPageV2 two) {
      PagePresence presence =
          two.getNullCount() == 0
              ? PagePresence.ALL
              : PagePresence.ofRuns(bytes(two.getDefinitionLevels()), cells);
      put(cells, presence, numbers(two.getDataEncoding(), bytes(two.getData())), sink);
    } else {
      throw new ParquetDecodingException("unknown kind of page: " + page);
    }
  }

  private static ByteBuffer bytes(BytesInput input) throws IOException {
    return input
        .toInputStream()
        .slice(Math.toIntExact(input.size()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private NumberSource numbers(Encoding encoding, ByteBuffer bytes) {
    return encoding.usesDictionary()
        ? NumberSource.places(dictionary, bytes)
        : NumberSource.plain(type, bytes);
  }

  private void put(int cells, PagePresence presence, NumberSource numbers, CellSink sink)
      throws IOException {
    for (int from = 0; from < cells; from += BLOCK) {
      int count = Math.min(BLOCK, cells - from);
      if (presence == PagePresence.ALL) {
        numbers.next(block, count);
      } else {
        int present = presence.next(there, count);
        numbers.next(block, present);
        spread(count, present);
      }
      sink.numbers(block, count);
    }
  }

  /** Moves the block's first numbers to the cells that are there, and NaN to the others. */
  private void spread(int count, int present) {
    int next = present;
    for (int i = count - 1; i >= 0; i--) {
      block[i] = there[i] ? block[--next] : Double.NaN;
    }
  }
}
