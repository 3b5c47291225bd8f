package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.FuzzedReader.Prepared;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every {@link FuzzedReader} reads its file, changed by chance, a few times; {@code submit/fuzz.sh}
 * does so at length, led by what the reader's code does.
 */
class MutatedFilesTest {
  private static final int ROUNDS = 100;
  private static final long SEED = 1;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void giveAValueOrOneClearLine(FuzzedReader reader) throws Exception {
    Prepared prepared = reader.prepare(folder);
    prepared.reading().read();
    byte[] sound = Files.readAllBytes(prepared.file());
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = changed(sound, random);
      try {
        refused += reader.refuses(prepared, changed) ? 1 : 0;
      } catch (AssertionError broken) {
        throw new AssertionError("round " + round + ": " + broken.getMessage(), broken);
      }
    }
    assertThat(refused).as("refused of %d", ROUNDS).isPositive();
  }

  /** One to three changes, each where chance says. */
  private static byte[] changed(byte[] sound, Random random) {
    byte[] bytes = sound;
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(16, bytes.length - at));
    byte[] copy = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(copy, at, at + length, (byte) (random.nextBoolean() ? 0 : -1));
      case 3 -> copy = Arrays.copyOf(bytes, at);
      case 4 -> copy = spliced(bytes, at, length, odd(random));
      default -> copy = spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
    }
    return copy;
  }

  /** What readers stumble over. */
  private static byte[] odd(Random random) {
    List<String> odd =
        new ArrayList<>(
            List.of("{", "}", "[[", "\"", "\\", "\n", ",", "${x}", "9999999999", "-1", "1e999"));
    odd.add("NaN");
    odd.add("\u0000");
    odd.add("x".repeat(100).toUpperCase(Locale.ROOT));
    return odd.get(random.nextInt(odd.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] bytes, int at, int without, byte[] with) {
    byte[] all = new byte[bytes.length - without + with.length];
    System.arraycopy(bytes, 0, all, 0, at);
    System.arraycopy(with, 0, all, at, with.length);
    System.arraycopy(bytes, at + without, all, at + with.length, bytes.length - at - without);
    return all;
  }
}
