package io.espalier.driver.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Cancellation;
import io.espalier.ConfigurationException;
import io.espalier.TrialStops;
import io.espalier.driver.report.SearchFacts;
import io.espalier.search.history.SampleRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page over HTTP, as a browser asks for it. */
@Timeout(60)
class LivePageTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Cancellation cancellation = new Cancellation();
  private final TrialStops stops = new TrialStops();
  private final LivePage page = LivePage.open(0, SearchFacts.ofRecord(), cancellation, stops);

  @AfterEach
  void close() {
    page.close();
  }

  private void begin() {
    page.begins("somewhere", List.of());
    page.recorded(List.of(SampleRun.opened(), SampleRun.started(1)));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(page.address() + path));
  }

  private HttpResponse<String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private int post(String path) throws IOException, InterruptedException {
    return ask(to(path).POST(HttpRequest.BodyPublishers.noBody())).statusCode();
  }

  /** The status of a request as nobody's library would send it. */
  private String statusWithHost(String host) throws IOException {
    URI address = URI.create(page.address());
    try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
      PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
      out.print("GET " + address.getPath() + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      out.flush();
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  @Test
  void whoDoesNotKnowTheSecretOrComesFromElsewhereIsRefused() throws Exception {
    begin();
    URI address = URI.create(page.address());
    for (String path : List.of("/", "/secret/", address.getPath().replaceFirst("/$", "x/"))) {
      assertThat(ask(HttpRequest.newBuilder(address.resolve(path))).statusCode())
          .as(path)
          .isEqualTo(403);
    }
    for (String origin : List.of("http://elsewhere.example", "null", "https://127.0.0.1")) {
      assertThat(ask(to("").header("Origin", origin)).statusCode()).as(origin).isEqualTo(403);
      assertThat(
              ask(to("stop").header("Origin", origin).POST(HttpRequest.BodyPublishers.noBody()))
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(cancellation.asked()).isFalse();
    assertThat(statusWithHost("elsewhere.example:" + address.getPort())).contains(" 403 ");
    assertThat(statusWithHost("127.0.0.1:" + address.getPort())).contains(" 200 ");
    String own = "http://127.0.0.1:" + address.getPort();
    assertThat(ask(to("").header("Origin", own)).statusCode()).isEqualTo(200);
  }

  @Test
  void thePageWaitsForTheRecordAndThenShowsIt() throws Exception {
    assertThat(ask(to("")).body()).contains("The run has not begun");
    assertThat(ask(to("parts")).statusCode()).isEqualTo(404);
    begin();
    assertThat(ask(to("")).body()).contains("<title>sample, run 1</title>", "id=\"stop-search\"");
    assertThat(ask(to("parts")).body()).contains("\"recorded\":2", "\"numbers\":{");
  }

  @Test
  void whoListensIsToldOfEveryChangeUntilTheEnd() throws Exception {
    begin();
    HttpResponse<Stream<String>> told =
        client.send(to("events").build(), HttpResponse.BodyHandlers.ofLines());
    assertThat(told.headers().firstValue("Content-Type")).contains("text/event-stream");
    Iterator<String> lines = told.body().filter(line -> line.startsWith("data: ")).iterator();
    assertThat(lines.next()).contains("\"running\":[{\"trial\":1,", "\"ended\":false");
    page.notice("a disk is full");
    assertThat(lines.next()).contains("a disk is full");
    page.recorded(List.of(SampleRun.finished(1, 0.5)));
    assertThat(lines.next()).contains("\"running\":[]");
    page.ends();
    assertThat(lines.next()).contains("\"ended\":true", "\"parts\":{");
    assertThat(lines.hasNext()).isFalse();
  }

  @Test
  void trialsAndTheSearchAreStopped() throws Exception {
    begin();
    assertThat(post("trials/2/stop")).as("no such trial").isEqualTo(409);
    assertThat(ask(to("stop")).statusCode()).as("by GET").isEqualTo(405);
    assertThat(stops.asked(1)).isFalse();
    assertThat(post("trials/1/stop")).isEqualTo(202);
    assertThat(stops.asked(1)).isTrue();
    assertThat(cancellation.asked()).isFalse();
    assertThat(post("stop")).isEqualTo(202);
    assertThat(cancellation.asked()).isTrue();
    assertThat(post("elsewhere")).isEqualTo(404);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    int port = URI.create(page.address()).getPort();
    assertThatThrownBy(() -> LivePage.open(port, SearchFacts.ofRecord(), cancellation, stops))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("port " + port + " of 127.0.0.1");
  }
}
