package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.jexl3.parser.ParserConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintWordsTest {
  private static List<String> words() {
    return Arrays.stream(ParserConstants.tokenImage)
        .map(token -> token.replace("\"", ""))
        .filter(token -> token.matches("[A-Za-z_]\\w*"))
        .toList();
  }

  @Test
  void noWordOfTheLanguageIsAPlainName() {
    assertThat(words()).contains("size", "empty", "true", "and", "instanceof", "NaN");
    assertThat(words()).noneMatch(ConstraintWords::isPlainName);
  }

  @Test
  void theParserFindsEveryPlainNameAsOne() {
    for (String word : words()) {
      for (String name : List.of(word + "s", word + "_", "_" + word, word + "1", "x_" + word)) {
        assertThat(ConstraintWords.isPlainName(name)).as(name).isTrue();
        assertThat(ConstraintSyntax.names(name)).isEqualTo(Set.of(name));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1x", "a.b", "a-b", "a b", "é", "$x", "#1", "a\0", "a == b", "'a'"})
  void whatIsWrittenOtherwiseIsNoPlainName(String text) {
    assertThat(ConstraintWords.isPlainName(text)).isFalse();
  }
}
