package io.espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password|x|(not kept)",
        "oauth.Client.Secret|x|(not kept)",
        "sessionToken|x|(not kept)",
        "fs.azure.account.key.a.net|x|(not kept)",
        "awsAccessKeyId|x|(not kept)",
        "user|me|me",
        "header|true|true",
        "partitionKey|day|day",
        "url|jdbc:postgresql://h:5/d?user=me&password=x&ssl=true"
            + "|jdbc:postgresql://h:5/d?user=me&password=(not kept)&ssl=true",
        "url|jdbc:sqlserver://h;sslPassword=x;a=b|jdbc:sqlserver://h;sslPassword=(not kept);a=b",
        "url|https://me:x@h/p|https://me:(not kept)@h/p",
        "url|https://h:80/p@q|https://h:80/p@q",
      })
  void whatSaysASecretIsNotWrittenDown(String name, String value, String kept) {
    assertThat(SecretOptions.kept(name, value)).isEqualTo(kept);
    assertThat(SecretOptions.kept(name, kept)).as("again").isEqualTo(kept);
  }
}
