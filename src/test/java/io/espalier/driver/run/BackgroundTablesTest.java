package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.tables.TableException;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundTablesTest {
  @TempDir private Path folder;
  private final History history =
      History.of(List.of(SampleRun.opened(), SampleRun.started(1), SampleRun.finished(1, 0.5)));

  @Test
  void closingWaitsForTheTablesThatAreBeingWritten() {
    try (BackgroundTables tables = tables()) {
      tables.refresh(history);
      history.append(SampleRun.started(2));
    }
    assertThat(folder.resolve("tables/trials/part-00001.parquet")).isNotEmptyFile();
    assertThat(folder.resolve("tables/confusion/part-00001.parquet")).isNotEmptyFile();
  }

  @Test
  void whatGoesWrongIsThrownByTheNextCallAndMendedByTheOneAfterIt() throws IOException {
    Files.writeString(folder.resolve("tables"), "in the way");
    try (BackgroundTables tables = tables()) {
      tables.refresh(history);
      assertThatThrownBy(() -> tables.refresh(history))
          .isInstanceOf(TableException.class)
          .hasMessageContaining("trials cannot be written");
      Files.delete(folder.resolve("tables"));
      tables.compact(history);
      assertThat(tables.complete()).isTrue();
    }
  }

  private BackgroundTables tables() {
    return new BackgroundTables(new TableWriter(folder.toString(), new Configuration()));
  }
}
