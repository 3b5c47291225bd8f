package io.espalier.data.read;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A set that was read, with what was told of it. */
public record Told(Dataset dataset, List<String> notices) {
  /** Reads a source with the seed 1. */
  public static Told of(DataSource source) {
    List<String> notices = new ArrayList<>();
    Dataset dataset = new SourceReader(new Configuration(false), notices::add).read(source, 1);
    return new Told(dataset, notices);
  }
}
