package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecutorFlagsTest {
  private static final String OURS =
      "-Djava.awt.headless=true -Dorg.bytedeco.javacpp.cachedir=javacpp"
          + " -Dorg.bytedeco.javacpp.maxbytes=512m -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
          + " -Dorg.eclipse.deeplearning4j.helpers.disable=false";

  @Test
  void withoutFlagsOfTheUserThereAreOurs() {
    assertThat(ExecutorFlags.merged("", 512)).isEqualTo(OURS);
  }

  @Test
  void theUsersFlagsComeAfterOurs() {
    assertThat(ExecutorFlags.merged(" -verbose:gc -Dx=\"a b\" ", 512))
        .isEqualTo(OURS + " -verbose:gc -Dx=\"a b\"");
  }

  @Test
  void aPropertyThatTheUserSetsIsNotSetTwice() {
    String merged =
        ExecutorFlags.merged(
            "-Dorg.bytedeco.javacpp.cachedir=/scratch -Dorg.bytedeco.javacpp.maxbytes=9g", 512);
    assertThat(merged)
        .doesNotContain("cachedir=javacpp")
        .doesNotContain("maxbytes=512m")
        .contains("-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
        .endsWith("-Dorg.bytedeco.javacpp.cachedir=/scratch -Dorg.bytedeco.javacpp.maxbytes=9g");
  }

  @Test
  void aPropertyWithALongerNameIsAnother() {
    assertThat(ExecutorFlags.merged("-Djava.awt.headless.not=true", 512))
        .contains("-Djava.awt.headless=true");
  }
}
