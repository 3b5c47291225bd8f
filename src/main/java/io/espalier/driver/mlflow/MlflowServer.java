package io.espalier.driver.mlflow;

import io.espalier.driver.journal.Folder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * A connection to an MLflow server. Its Java client waits for an answer for ever, and for files
 * starts Python: so calls have a limit here, and files go to the server by HTTP. After a failure it
 * is closed, and another one opened.
 */
final class MlflowServer implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration UPLOAD = Duration.ofMinutes(10);

  /** The kind of place that means: through the server itself. */
  private static final String THROUGH_SERVER = "mlflow-artifacts";

  private final String address;
  private final Optional<String> authorization;
  private final MlflowClient client;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final ExecutorService calls =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "espalier-mlflow-call");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Asks nothing yet.
   *
   * @param address {@code http://host:5000}
   * @param environment may have {@code MLFLOW_TRACKING_USERNAME} with {@code …_PASSWORD}, or {@code
   *     MLFLOW_TRACKING_TOKEN}, as MLflow's own clients know them
   */
  MlflowServer(String address, Map<String, String> environment) {
    this.address = address.replaceAll("/+$", "");
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    String password = environment.get("MLFLOW_TRACKING_PASSWORD");
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    if (user != null && password != null) {
      client = new MlflowClient(new BasicMlflowHostCreds(this.address, user, password));
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      authorization = Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    } else if (token != null) {
      client = new MlflowClient(new BasicMlflowHostCreds(this.address, token));
      authorization = Optional.of("Bearer " + token);
    } else {
      client = new MlflowClient(new BasicMlflowHostCreds(this.address));
      authorization = Optional.empty();
    }
  }

  /**
   * Has the client make a call.
   *
   * @throws MlflowClientException if the server refuses it, or does not answer in {@code ANSWER}
   */
  <T> T ask(Function<MlflowClient, T> call) {
    Future<T> answer = calls.submit(() -> call.apply(client));
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new MlflowClientException("no answer in " + ANSWER.toSeconds() + " s");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new MlflowClientException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MlflowClientException(interrupted);
    }
  }

  /** Whether files for a place go through the server. */
  static boolean takesFiles(String artifactUri) {
    return artifactUri.startsWith(THROUGH_SERVER + ":");
  }

  /**
   * Sends a file.
   *
   * @param artifactUri the run's place for files, one that {@link #takesFiles}
   * @param name the file's path below it
   * @throws UncheckedIOException if the file cannot be read, or the server does not take it
   */
  void put(String artifactUri, String name, Folder file) {
    String place = URI.create(artifactUri).getRawPath().replaceAll("^/+|/+$", "");
    URI to =
        URI.create(address + "/api/2.0/mlflow-artifacts/artifacts/" + place + "/").resolve(name);
    try {
      FileSystem files = file.fileSystem();
      long length = files.getFileStatus(file.path()).getLen();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(to)
              .timeout(UPLOAD)
              .PUT(
                  length == 0
                      ? BodyPublishers.noBody()
                      : BodyPublishers.fromPublisher(
                          BodyPublishers.ofInputStream(() -> open(files, file)), length));
      authorization.ifPresent(header -> request.header("Authorization", header));
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 400) {
        throw new IOException("status " + answer.statusCode() + " for " + name);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(interrupted));
    }
  }

  private static InputStream open(FileSystem files, Folder file) {
    try {
      return files.open(file.path());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Ends calls that hang. */
  @Override
  public void close() {
    client.close();
    calls.shutdownNow();
  }
}
