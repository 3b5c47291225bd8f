package io.espalier.driver.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.tables.TableException;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRefreshTest {
  @TempDir private Path folder;
  private final List<String> notices = new ArrayList<>();

  @Test
  void whatIsRecordedIsInTheTables() {
    TableRefresh tables = tables(0);
    tables.begins(folder.toString(), List.of(SampleRun.opened(), SampleRun.started(1)));
    tables.recorded(List.of(SampleRun.finished(1, 0.5)));
    assertThat(folder.resolve("tables/trials/part-00001.parquet")).isNotEmptyFile();
    assertThat(folder.resolve("tables/confusion/part-00001.parquet")).isNotEmptyFile();
    tables.recorded(List.of(SampleRun.started(2), SampleRun.finished(2, 0.25)));
    assertThat(folder.resolve("tables/trials/part-00002.parquet")).isNotEmptyFile();
    assertThat(notices).isEmpty();
  }

  @Test
  void nothingIsWrittenBeforeTime() {
    TableRefresh tables = tables(600_000);
    tables.begins(folder.toString(), List.of(SampleRun.opened(), SampleRun.started(1)));
    tables.recorded(List.of(SampleRun.finished(1, 0.5)));
    assertThat(folder.resolve("tables")).doesNotExist();
  }

  @Test
  void whatGoesWrongIsANoticeOnceAndMendedByTheNextRefresh() throws IOException {
    Files.writeString(folder.resolve("tables"), "in the way");
    TableRefresh tables = tables(0);
    tables.begins(folder.toString(), List.of(SampleRun.opened(), SampleRun.started(1)));
    tables.recorded(List.of(SampleRun.finished(1, 0.5)));
    tables.recorded(List.of(SampleRun.started(2)));
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("tables could not be refreshed: ")
        .contains("trials cannot be written");
    Files.delete(folder.resolve("tables"));
    tables.recorded(List.of(SampleRun.finished(2, 0.25)));
    assertThat(tables.isComplete()).isTrue();
    assertThat(notices).hasSize(1);
  }

  @Test
  void theWholeTablesAreNotRefreshedAnyMore() {
    TableRefresh tables = tables(0);
    tables.begins(folder.toString(), List.of(SampleRun.opened(), SampleRun.started(1)));
    tables.recorded(List.of(SampleRun.finished(1, 0.5)));
    tables.complete(
        History.of(List.of(SampleRun.opened(), SampleRun.started(1), SampleRun.finished(1, 0.5))));
    tables.recorded(List.of(SampleRun.started(2), SampleRun.finished(2, 0.25)));
    assertThat(folder.resolve("tables/trials").toFile().list())
        .containsExactly("part-00001.parquet");
  }

  @Test
  void whoMissedEventsRefreshesNothing() {
    TableRefresh tables = tables(0);
    tables.begins(folder.toString(), List.of(SampleRun.opened()));
    assertThatThrownBy(() -> tables.recorded(List.of(SampleRun.finished(1, 0.5))))
        .isInstanceOf(IllegalArgumentException.class);
    tables.recorded(List.of(SampleRun.started(1)));
    assertThat(folder.resolve("tables")).doesNotExist();
  }

  @Test
  void thatTheEndCannotBeWrittenIsThrown() throws IOException {
    Files.writeString(folder.resolve("tables"), "in the way");
    assertThatThrownBy(() -> tables(0).complete(History.of(List.of(SampleRun.opened()))))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("trials cannot be written");
  }

  private TableRefresh tables(long everyMillis) {
    TableWriter writer = new TableWriter(folder.toString(), new Configuration());
    return new TableRefresh(writer, notices::add, everyMillis);
  }
}
