package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFilesTest {
  private static final String STARTED = "jdk.ProcessStart";
  @TempDir private Path folder;

  @Test
  void filesAndFoldersHaveThePermissionsThatHadoopGivesThem() throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.permissions.umask-mode", "027");
    write(PlainFiles.at(path("new/file"), hadoop), "new/file");
    assertThat(permissions("new/file")).isEqualTo("rw-r-----");
    assertThat(permissions("new")).isEqualTo("rwxr-x---");
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files).containsExactly(folder.resolve("new/file"));
    }
    try (FileSystem hadoops = FileSystem.newInstanceLocal(hadoop)) {
      write(hadoops, "other/file");
    }
    assertThat(permissions("other/file")).isEqualTo(permissions("new/file"));
    assertThat(permissions("other")).isEqualTo(permissions("new"));
  }

  @Test
  void noProcessIsStartedForThem() throws IOException {
    FileSystem files = PlainFiles.at(path("new/file"), new Configuration());
    List<String> started;
    try (Recording recording = new Recording()) {
      recording.enable(STARTED);
      recording.start();
      write(files, "new/file");
      assertThat(new ProcessBuilder("true").start()).isNotNull();
      recording.stop();
      Path events = folder.resolve("events.jfr");
      recording.dump(events);
      started =
          RecordingFile.readAllEvents(events).stream()
              .map(PlainFilesTest::command)
              .filter(command -> !command.isEmpty())
              .toList();
    }
    assertThat(started).containsExactly("true");
  }

  private static String command(RecordedEvent event) {
    boolean here = event.getThread().getJavaThreadId() == Thread.currentThread().getId();
    return event.getEventType().getName().equals(STARTED) && here ? event.getString("command") : "";
  }

  @Test
  void whatIsNotAllowedIsSaidInOneLine() {
    FileSystem files = fileSystem(new Configuration());
    assertThatThrownBy(() -> files.setPermission(path("nothing"), new FsPermission("640")))
        .isInstanceOf(IOException.class)
        .message()
        .contains("nothing")
        .doesNotContain("\n");
  }

  @Test
  void aStickyFolderStaysHadoops() throws IOException {
    Files.createDirectory(folder.resolve("shared"));
    fileSystem(new Configuration()).setPermission(path("shared"), new FsPermission("1777"));
    assertThat((int) Files.getAttribute(folder.resolve("shared"), "unix:mode") & 07777)
        .isEqualTo(01777);
  }

  @Test
  void settingsMakeItTheLocalFileSystemAndLeaveTheGivenOnesAlone() throws IOException {
    Configuration hadoop = new Configuration();
    assertThat(path("file").getFileSystem(PlainFiles.settings(hadoop)))
        .isInstanceOf(PlainFiles.class);
    assertThat(path("file").getFileSystem(hadoop)).isInstanceOf(LocalFileSystem.class);
  }

  @Test
  void otherFileSystemsAreAsTheyAre() throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(RefusingFiles.address(folder.resolve("elsewhere")));
    Configuration hadoop = RefusingFiles.settings();
    assertThat(PlainFiles.at(path, hadoop)).isSameAs(path.getFileSystem(hadoop));
  }

  private FileSystem fileSystem(Configuration hadoop) {
    try {
      return PlainFiles.at(path(""), hadoop);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private void write(FileSystem files, String name) throws IOException {
    files.create(path(name), true).close();
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }
}
