package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Espalier;
import io.espalier.Run;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;

/** A file system that only the session of a program knows. */
class SessionSettingsTest extends SparkForTests {
  /** Local files under another scheme. */
  public static final class Elsewhere extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("elsewhere:///");
    }

    @Override
    public String getScheme() {
      return "elsewhere";
    }
  }

  /** The same for Hadoop's other way to files. */
  public static final class ElsewhereContext extends DelegateToFileSystem {
    /** As Hadoop makes it. */
    public ElsewhereContext(URI uri, Configuration settings)
        throws IOException, URISyntaxException {
      super(uri, new Elsewhere(), settings, "elsewhere", false);
    }
  }

  @Test
  void whatOnlyTheSessionKnowsHoldsOnDriverAndExecutors() {
    tiny.withReports();
    String output = "output.directory=\"elsewhere://" + tiny.output() + "\"";
    String[] settings = {output, "report.samples=1"};
    assertThatThrownBy(() -> Espalier.run(spark, tiny.spec(TinyExperiments.BLOBS, settings)))
        .hasMessageContaining("elsewhere");
    Configuration own = spark.sparkContext().hadoopConfiguration();
    own.set("fs.elsewhere.impl", Elsewhere.class.getName());
    own.set("fs.AbstractFileSystem.elsewhere.impl", ElsewhereContext.class.getName());
    Run run = Espalier.run(spark, tiny.spec(TinyExperiments.BLOBS, settings));
    assertThat(run.folder()).startsWith("elsewhere:");
    assertThat(run.trials().count()).isEqualTo(4);
    assertThat(tiny.run(1).resolve("best/model.zip")).isNotEmptyFile();
    assertThat(tiny.run(1).resolve("report.html")).isNotEmptyFile();
  }
}
