package io.espalier.cli;

import io.espalier.driver.journal.Provenance;
import io.espalier.wire.BuildFacts;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** The versions that {@code --version} prints. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return Stream.concat(
            Provenance.versions().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue()),
            Stream.of("scala " + BuildFacts.of("scala"), "processor " + Provenance.processor()))
        .toArray(String[]::new);
  }
}
