package io.espalier.cli;

import io.espalier.driver.journal.Provenance;
import picocli.CommandLine.IVersionProvider;

/** The versions that {@code --version} prints. */
final class BuildVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return Provenance.versions().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toArray(String[]::new);
  }
}
