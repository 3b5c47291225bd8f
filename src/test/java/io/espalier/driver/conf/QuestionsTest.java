package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code src/doc/questions.md}, read as they stand there. */
class QuestionsTest {
  private static final Pattern FILE = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void everyFileShownIsOneThatTheProgramReads() throws IOException {
    String page = Files.readString(Path.of("src/doc/questions.md"));
    List<String> files = FILE.matcher(page).results().map(file -> file.group(1)).toList();
    assertThat(files).hasSizeGreaterThan(8);
    assertThat(page.lines().filter(line -> line.matches("## \\d+\\. .*\\?"))).hasSize(10);
    Written written = new Written(folder);
    String whole = files.get(0);
    assertThat(files)
        .map(file -> file.startsWith("experiment") ? file : whole + file)
        .allSatisfy(file -> assertThat(written.problems(file)).as(file).isEmpty());
    assertThat(written.load(whole + files.get(2)).search().scheduler().kind()).isEqualTo("asha");
  }
}
