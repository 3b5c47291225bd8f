package io.espalier.driver.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A page in a Chromium without a window, in real time, asked by the protocol of its developers'
 * tools. Questions of the page ("really?") are answered with yes.
 */
final class Tab implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process browser;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  private Tab(Process browser, URI tools) {
    this.browser = browser;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(tools, new Heard()).join();
  }

  /** Chromium, if this machine has one. */
  static Optional<Path> browser() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(place -> Path.of(place, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a page. */
  static Tab open(Path program, Path profile, String address) throws Exception {
    Process browser =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--window-size=1200,1600",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolveSibling("browser.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    until("a port", () -> Files.exists(port) && Files.readAllLines(port).size() > 1);
    String tools = "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list";
    String pages =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(tools)).build(), BodyHandlers.ofString())
            .body();
    Tab tab =
        new Tab(
            browser, URI.create(JSON.readTree(pages).get(0).get("webSocketDebuggerUrl").asText()));
    for (String part : List.of("Page.enable", "Runtime.enable", "Log.enable")) {
      tab.ask(part, Map.of());
    }
    tab.ask("Page.navigate", Map.of("url", address));
    return tab;
  }

  /** What the page threw or complained of. */
  List<String> problems() {
    return problems;
  }

  /** The value of an expression on the page. */
  JsonNode value(String expression) {
    JsonNode answer =
        ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    assertThat(answer.has("exceptionDetails")).as("%s: %s", expression, answer).isFalse();
    return answer.at("/result/value");
  }

  /** Waits until an expression is true. */
  void await(String expression) throws Exception {
    until(expression, () -> value(expression).asBoolean());
  }

  void picture(Path png) throws IOException {
    JsonNode answer = ask("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(png, Base64.getDecoder().decode(answer.get("data").asText()));
  }

  /** What may throw while it is not true yet. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("a minute has passed without %s", what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private JsonNode ask(String method, Map<String, Object> parameters) {
    int id = number.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    synchronized (socket) {
      socket.sendText(message.toString(), true).join();
    }
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Answers, and what happens on the page by itself. */
  private final class Heard implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        String whole = message.toString();
        message.setLength(0);
        hear(whole);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  private void hear(String message) {
    JsonNode node;
    try {
      node = JSON.readTree(message);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
    Optional.ofNullable(asked.remove(node.path("id").asInt()))
        .ifPresent(answer -> answer.complete(node.path("result")));
    switch (node.path("method").asText()) {
      case "Page.javascriptDialogOpening" -> {
        var unused =
            CompletableFuture.runAsync(
                () -> ask("Page.handleJavaScriptDialog", Map.of("accept", true)));
      }
      case "Runtime.exceptionThrown" -> problems.add(node.toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(node.at("/params/type").asText())) {
          problems.add(node.toString());
        }
      }
      case "Log.entryAdded" -> {
        if (List.of("error", "warning").contains(node.at("/params/entry/level").asText())) {
          problems.add(node.toString());
        }
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> children = browser.descendants().toList();
    browser.destroy();
    children.forEach(ProcessHandle::destroy);
    try {
      browser.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
