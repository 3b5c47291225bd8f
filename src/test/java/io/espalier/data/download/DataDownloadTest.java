package io.espalier.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.download.FakePublisher.Mood;
import io.espalier.data.download.PublishedFile.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDownloadTest {
  @TempDir Path root;

  private static byte[] content() {
    byte[] bytes = new byte[300_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * 31) >> 3);
    }
    return bytes;
  }

  private static String md5(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("checksum", "");
    Files.write(file, bytes);
    String sum = Checksum.of(file, "MD5").hexadecimal();
    Files.delete(file);
    return sum;
  }

  private static PublishedSet plain(FakePublisher publisher, byte[] expected) throws IOException {
    return new PublishedSet(
        "toy",
        "toys/toy",
        List.of(PublishedFile.plain(publisher.address("toy.bin"), md5(expected))));
  }

  private static DataDownload download() {
    return new DataDownload(3, Duration.ZERO, DownloadProgress.SILENT);
  }

  private Path file() {
    return root.resolve("toys/toy/toy.bin");
  }

  private Path part() {
    return root.resolve("toys/toy/toy.bin.part");
  }

  @Test
  void aFileComesWholeAndIsNotFetchedTwice() throws IOException {
    try (FakePublisher publisher = new FakePublisher(content(), Mood.SOUND)) {
      PublishedSet set = plain(publisher, content());
      assertThat(download().get(set, root)).containsExactly(file());
      assertThat(Files.readAllBytes(file())).isEqualTo(content());
      assertThat(part()).doesNotExist();
      download().get(set, root);
      assertThat(publisher.ranges()).containsExactly("all");
    }
  }

  @Test
  void progressGrowsToTheFilesSize() throws IOException {
    List<Long> done = new ArrayList<>();
    try (FakePublisher publisher = new FakePublisher(content(), Mood.SOUND)) {
      new DataDownload(
              1,
              Duration.ZERO,
              (file, doneBytes, totalBytes) -> {
                assertThat(file).isEqualTo("toy.bin");
                assertThat(totalBytes).isEqualTo(300_000);
                done.add(doneBytes);
              })
          .get(plain(publisher, content()), root);
    }
    assertThat(done).isSorted().endsWith(300_000L);
  }

  @Test
  void aBrokenConnectionGoesOnWhereItStopped() throws IOException {
    try (FakePublisher publisher = new FakePublisher(content(), Mood.BREAKS_OFF_ONCE)) {
      download().get(plain(publisher, content()), root);
      assertThat(Files.readAllBytes(file())).isEqualTo(content());
      assertThat(publisher.ranges()).hasSize(2);
      assertThat(publisher.ranges().get(1)).matches("bytes=[1-9]\\d*-");
    }
  }

  @Test
  void anEarlierRunsPartIsTakenUp() throws IOException {
    Files.createDirectories(part().getParent());
    Files.write(part(), Arrays.copyOf(content(), 1000));
    try (FakePublisher publisher = new FakePublisher(content(), Mood.SOUND)) {
      download().get(plain(publisher, content()), root);
      assertThat(publisher.ranges()).containsExactly("bytes=1000-");
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(content());
  }

  @Test
  void aPartThatWasWholeAlreadyIsOnlyChecked() throws IOException {
    Files.createDirectories(part().getParent());
    Files.write(part(), content());
    try (FakePublisher publisher = new FakePublisher(content(), Mood.SOUND)) {
      download().get(plain(publisher, content()), root);
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(content());
  }

  @Test
  void aServerWithoutRangesSendsAllAgain() throws IOException {
    Files.createDirectories(part().getParent());
    Files.write(part(), new byte[1000]);
    try (FakePublisher publisher = new FakePublisher(content(), Mood.NO_RANGES)) {
      download().get(plain(publisher, content()), root);
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(content());
  }

  @Test
  void aBusyServerIsAskedAgain() throws IOException {
    try (FakePublisher publisher = new FakePublisher(content(), Mood.BUSY_ONCE)) {
      download().get(plain(publisher, content()), root);
      assertThat(publisher.ranges()).hasSize(2);
    }
  }

  @Test
  void attemptsAreBoundedAndThePartIsKept() throws IOException {
    try (FakePublisher publisher = new FakePublisher(content(), Mood.ALWAYS_BREAKS_OFF)) {
      PublishedSet set = plain(publisher, content());
      assertThatThrownBy(() -> download().get(set, root))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("/toy.bin: the download broke off 3 times (")
          .hasMessageEndingWith(
              "what came is kept in " + part() + " and the next attempt goes on from there");
      assertThat(publisher.ranges()).hasSize(3);
    }
    assertThat(part()).exists();
    assertThat(file()).doesNotExist();
  }

  @Test
  void wrongBytesAreDeletedAndSaidSo() throws IOException {
    byte[] wrong = content();
    wrong[5]++;
    try (FakePublisher publisher = new FakePublisher(wrong, Mood.SOUND)) {
      PublishedSet set = plain(publisher, content());
      assertThatThrownBy(() -> download().get(set, root))
          .isInstanceOf(DataException.class)
          .hasMessageEndingWith(
              "/toy.bin: its MD5 should be "
                  + md5(content())
                  + " and is "
                  + md5(wrong)
                  + "; "
                  + part()
                  + " was deleted: run it again");
    }
    assertThat(part()).doesNotExist();
    assertThat(file()).doesNotExist();
  }

  @Test
  void aWrongFileInPlaceIsNotOverwritten() throws IOException {
    Files.createDirectories(part().getParent());
    Files.write(file(), new byte[] {1});
    try (FakePublisher publisher = new FakePublisher(content(), Mood.SOUND)) {
      PublishedSet set = plain(publisher, content());
      assertThatThrownBy(() -> download().get(set, root))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file() + ": is there already, but its MD5 should be ")
          .hasMessageEndingWith("; move it away to fetch it again");
    }
  }

  @Test
  void aMissingFileIsNotAskedForTwice() throws IOException {
    try (FakePublisher publisher = new FakePublisher(content(), Mood.NOT_FOUND)) {
      PublishedSet set = plain(publisher, content());
      assertThatThrownBy(() -> download().get(set, root))
          .isInstanceOf(DataException.class)
          .hasMessageEndingWith("/toy.bin: expected the file, the server answered 404");
      assertThat(publisher.ranges()).hasSize(1);
    }
  }

  @Test
  void anUnreachableHostIsNamed() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    PublishedSet set =
        new PublishedSet(
            "toy",
            "toy",
            List.of(PublishedFile.plain("http://127.0.0.1:" + free + "/toy.bin", "0")));
    assertThatThrownBy(() -> download().get(set, root))
        .isInstanceOf(DataException.class)
        .hasMessage("http://127.0.0.1:" + free + "/toy.bin: cannot reach the host 127.0.0.1");
  }

  private static byte[] tarGz(String entry, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      TarArchiveEntry header = new TarArchiveEntry(entry, true);
      header.setSize(text.length());
      tar.putArchiveEntry(header);
      tar.write(text.getBytes(StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String entry, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private List<Path> unpack(String name, byte[] archive) throws IOException {
    try (FakePublisher publisher = new FakePublisher(archive, Mood.SOUND)) {
      return download()
          .get(
              new PublishedSet(
                  "toy",
                  "toy",
                  List.of(
                      PublishedFile.archive(
                          publisher.address(name), Optional.empty(), new Content("a.txt", 5)))),
              root);
    }
  }

  @Test
  void archivesAreUnpackedAndTheirContentsSummed() throws IOException {
    for (String name : List.of("toy.tar.gz", "toy.zip")) {
      byte[] archive =
          name.endsWith("zip") ? zip("top/a.txt", "hello") : tarGz("top/a.txt", "hello");
      assertThat(unpack(name, archive)).containsExactly(root.resolve("toy/a.txt"));
      assertThat(root.resolve("toy/a.txt")).hasContent("hello");
      assertThat(root.resolve("toy/SHA256SUMS"))
          .hasContent("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  a.txt");
      try (var left = Files.list(root.resolve("toy"))) {
        assertThat(left).hasSize(2);
      }
      Files.delete(root.resolve("toy/a.txt"));
    }
  }

  @Test
  void anEntryThatPointsOutsideIsRefused() throws IOException {
    byte[] archive = zip("../a.txt", "hello");
    assertThatThrownBy(() -> unpack("toy.zip", archive))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the entry \"../a.txt\" points outside the archive: refused");
    assertThat(root.resolve("a.txt")).doesNotExist();
  }

  @Test
  void contentsOfAnotherSizeAreRefused() throws IOException {
    byte[] archive = tarGz("top/a.txt", "hello!");
    assertThatThrownBy(() -> unpack("toy.tgz", archive))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.txt: expected 5 bytes, found more; the download was deleted");
    assertThat(root.resolve("toy/a.txt")).doesNotExist();
  }

  @Test
  void aDamagedArchiveIsDeleted() throws IOException {
    byte[] archive = Arrays.copyOf(tarGz("top/a.txt", "hello"), 30);
    assertThatThrownBy(() -> unpack("toy.tgz", archive))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no sound archive: ")
        .hasMessageEndingWith("the download was deleted: run it again");
    assertThat(root.resolve("toy/toy.tgz.part")).doesNotExist();
  }

  @Test
  void anArchiveWithoutTheExpectedFileIsRefused() throws IOException {
    byte[] archive = tarGz("top/b.txt", "hello");
    assertThatThrownBy(() -> unpack("toy.tgz", archive))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected [a.txt] in it, found none");
  }

  @Test
  void anUnknownSetNamesTheNearest() {
    assertThatThrownBy(() -> PublishedSets.named("minst"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "no data set \"minst\" to get; did you mean \"mnist\"? There are mnist, fashion-mnist,"
                + " kmnist, cifar10, mutag, cora");
  }

  @Test
  void everySetHasItsFolderAndAddresses() {
    assertThat(PublishedSets.all()).extracting(PublishedSet::name).doesNotHaveDuplicates();
    assertThat(PublishedSets.named("mutag").folder()).isEqualTo("tu/MUTAG");
    assertThat(PublishedSets.named("mnist").files()).hasSize(4);
    assertThat(PublishedSets.nameForFolder("cifar-10")).hasValue("cifar10");
  }
}
