package io.espalier.cli;

import io.espalier.driver.run.RunCheck;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code doctor} answers.
 *
 * @param salvaged the folder of the run that was made of a damaged one, if one was
 */
record DoctorAnswer(List<RunCheck.Finding> findings, Optional<String> salvaged) implements Answer {
  @Override
  public String text() {
    return Stream.concat(findings.stream().map(DoctorAnswer::line), salvaged.stream())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String line(RunCheck.Finding finding) {
    return String.format(
        Locale.ROOT,
        "%-5s %-10s %s%s",
        finding.good() ? "ok" : "warn",
        finding.word(),
        finding.fact(),
        finding.good() ? "" : "; " + finding.advice());
  }
}
