package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class FolderTest {
  @Test
  void aLocalFolderIsAPlainPathUnlessPlainPathsLieElsewhere() {
    Configuration hadoop = new Configuration(false);
    assertThat(Folder.of("file:/tmp/out", hadoop).text()).isEqualTo("/tmp/out");
    hadoop.set("fs.defaultFS", "hdfs://cluster:8020");
    String text = Folder.of("file:/tmp/out", hadoop).text();
    assertThat(text).isEqualTo("file:/tmp/out");
    assertThat(Folder.of(text, hadoop).local()).isPresent();
  }
}
