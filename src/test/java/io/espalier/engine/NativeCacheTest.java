package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  @TempDir private Path folder;

  @Test
  void theFolderGoesWithAllThatIsInIt() throws IOException {
    Path cache = folder.resolve("javacpp");
    Files.createDirectories(cache.resolve("espalier.jar/org"));
    Files.writeString(cache.resolve("espalier.jar/org/library.so"), "library");
    Files.writeString(folder.resolve("stderr"), "kept");

    NativeCache.delete(cache);

    assertThat(cache).doesNotExist();
    assertThat(folder.resolve("stderr")).hasContent("kept");
  }

  @Test
  void aFolderThatIsNotThereIsNoFailure() {
    assertThatCode(() -> NativeCache.delete(folder.resolve("javacpp"))).doesNotThrowAnyException();
  }
}
