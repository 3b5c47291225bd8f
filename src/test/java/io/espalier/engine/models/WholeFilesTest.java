package io.espalier.engine.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final byte[] OLD = "as it was".getBytes(UTF_8);
  private static final byte[] NEW = "quite another content".getBytes(UTF_8);

  @TempDir private Path folder;

  /** The ways to write, which a crash may end at any point. */
  private interface Way {
    void write(Path file, WholeFiles.Content content, Runnable unnamed) throws IOException;
  }

  private static List<Way> ways() {
    return List.of(
        (file, content, unnamed) -> WholeFiles.write(at(file), HADOOP, content, unnamed),
        (file, content, unnamed) ->
            WholeFiles.writeThroughHadoop(new Recorded().opened(), at(file), content, unnamed));
  }

  @Test
  void aCrashAtAnyPointLeavesTheNameToWhatWasThere() throws IOException {
    for (Way way : ways()) {
      Path fresh = folder.resolve("fresh");
      Path former = Files.write(folder.resolve("former"), OLD);
      for (Path file : List.of(fresh, former)) {
        List<List<String>> seen = new ArrayList<>();
        way.write(
            file,
            out -> {
              seen.add(state(file));
              out.write(NEW, 0, 5);
              out.flush();
              seen.add(state(file));
              out.write(NEW, 5, NEW.length - 5);
            },
            () -> seen.add(state(file)));
        List<String> before = file.equals(former) ? List.of(new String(OLD, UTF_8)) : List.of();
        assertThat(seen).containsExactly(before, before, before);
        assertThat(file).hasBinaryContent(NEW);
      }
      assertThat(names()).containsExactly("former", "fresh");
      Files.delete(fresh);
    }
  }

  @Test
  void whatBreaksOffNeverTakesTheNameAndLeavesNothing() throws IOException {
    Path former = Files.write(folder.resolve("former"), OLD);
    for (Way way : ways()) {
      for (Path file : List.of(folder.resolve("fresh"), former)) {
        assertThatThrownBy(
                () ->
                    way.write(
                        file,
                        out -> {
                          out.write(NEW, 0, 5);
                          throw new IOException("the disk is full");
                        },
                        () -> {}))
            .isInstanceOf(IOException.class)
            .hasMessage("the disk is full");
      }
      assertThat(former).hasBinaryContent(OLD);
      assertThat(names()).containsExactly("former");
    }
  }

  @Test
  void theWholeContentIsWrittenAsideBeforeTheNameIsGiven() throws IOException {
    for (Way way : ways()) {
      Path file = folder.resolve("fresh");
      List<byte[]> aside = new ArrayList<>();
      way.write(file, out -> out.write(NEW), () -> aside.add(onlyFile()));
      assertThat(aside).containsExactly(NEW);
      Files.delete(file);
    }
  }

  @Test
  void anotherFileSystemIsAskedToForceBeforeTheNameIsGiven() throws IOException {
    Recorded files = new Recorded();
    WholeFiles.writeThroughHadoop(
        files.opened(),
        at(folder.resolve("file")),
        out -> {
          out.write(NEW);
          files.happened.add("written");
        },
        () -> files.happened.add("naming"));
    assertThat(files.happened).containsExactly("written", "forced", "naming");
  }

  @Test
  void foldersAreMade() throws IOException {
    Path file = folder.resolve("a/b/c/file");
    WholeFiles.write(at(file), HADOOP, out -> out.write(NEW));
    assertThat(file).hasBinaryContent(NEW);
    assertThat(file.getParent()).isDirectoryContaining(one -> one.equals(file));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private byte[] onlyFile() {
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readAllBytes(files.findFirst().orElseThrow());
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  /** What a reader finds under the name: nothing or one content. */
  private static List<String> state(Path file) {
    try {
      return Files.exists(file) ? List.of(Files.readString(file)) : List.of();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static org.apache.hadoop.fs.Path at(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  /** A file system that says when it is asked to force a file. */
  private static final class Recorded extends RawLocalFileSystem {
    final List<String> happened = new ArrayList<>();

    FileSystem opened() throws IOException {
      initialize(java.net.URI.create("file:///"), HADOOP);
      return this;
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int buffer,
        short copies,
        long block,
        Progressable progress)
        throws IOException {
      FSDataOutputStream plain = super.create(file, overwrite, buffer, copies, block, progress);
      return new FSDataOutputStream(plain, null) {
        @Override
        public void hsync() throws IOException {
          super.hsync();
          happened.add("forced");
        }
      };
    }
  }
}
