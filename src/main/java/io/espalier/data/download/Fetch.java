package io.espalier.data.download;

import io.espalier.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings one file over HTTP, going on where an earlier attempt stopped. */
final class Fetch {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .proxy(
              Optional.ofNullable(ProxySelector.getDefault()).orElse(HttpClient.Builder.NO_PROXY))
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final int attempts;
  private final Duration pause;
  private final DownloadProgress progress;

  /**
   * @param attempts how often a broken connection or a failing server is tried, at least 1
   * @param pause waited before the second attempt, twice as long before the third, …
   */
  Fetch(int attempts, Duration pause, DownloadProgress progress) {
    this.attempts = attempts;
    this.pause = pause;
    this.progress = progress;
  }

  /** Appends to {@code part} until it holds the whole file. */
  void fetch(PublishedFile file, Path part) {
    for (int attempt = 1; ; attempt++) {
      try (FileChannel channel = open(part)) {
        lock(channel, part);
        attempt(file, channel);
        return;
      } catch (UnresolvedAddressException | ConnectException | HttpConnectTimeoutException e) {
        throw new DataException(
            file.address() + ": cannot reach the host " + file.address().getHost(), e);
      } catch (IOException e) {
        if (attempt >= attempts) {
          throw new DataException(
              file.address()
                  + ": the download broke off "
                  + attempts
                  + " times ("
                  + reason(e)
                  + "); what came is kept in "
                  + part
                  + " and the next attempt goes on from there",
              e);
        }
        rest(attempt);
      }
    }
  }

  private static FileChannel open(Path part) throws IOException {
    return FileChannel.open(
        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
  }

  /** Held until the channel is closed. */
  private static void lock(FileChannel channel, Path part) throws IOException {
    boolean locked;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new DataException(part + ": another download is writing this file");
    }
  }

  private void attempt(PublishedFile file, FileChannel part) throws IOException {
    long have = part.size();
    HttpResponse<InputStream> response = send(file.address(), have);
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == RANGE_NOT_SATISFIABLE && have > 0) {
        if (isWhole(response, have)) {
          return;
        }
        part.truncate(0);
        throw new IOException("the server no longer has the rest of the file");
      }
      if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
        throw new IOException("the server answered " + status);
      }
      if (status != OK && status != PARTIAL) {
        throw new DataException(
            file.address() + ": expected the file, the server answered " + status);
      }
      long from = status == PARTIAL ? start(response) : 0;
      if (from > have) {
        throw new IOException("the server sent another part than asked for");
      }
      part.truncate(from);
      part.position(from);
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      write(file, body, part, length < 0 ? -1 : from + length);
    }
  }

  private HttpResponse<InputStream> send(URI address, long have) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60)).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void write(PublishedFile file, InputStream body, FileChannel part, long total)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      while (bytes.hasRemaining()) {
        part.write(bytes);
      }
      progress.at(file.name(), part.position(), total);
    }
    if (total >= 0 && part.position() < total) {
      throw new IOException("got " + part.position() + " of " + total + " bytes");
    }
    part.force(true);
  }

  private static long start(HttpResponse<?> response) throws IOException {
    Matcher range = contentRange(response);
    if (!range.matches()) {
      throw new IOException("the server sent a part without saying which");
    }
    return Long.parseLong(range.group(1));
  }

  private static boolean isWhole(HttpResponse<?> response, long have) {
    return response
        .headers()
        .firstValue("Content-Range")
        .filter(("bytes */" + have)::equals)
        .isPresent();
  }

  private static Matcher contentRange(HttpResponse<?> response) {
    return CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
  }

  private void rest(int attempt) {
    try {
      Thread.sleep(pause.multipliedBy(1L << (attempt - 1)).toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static DataException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DataException(
        "the download was interrupted; the next attempt goes on from there", e);
  }

  private static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
