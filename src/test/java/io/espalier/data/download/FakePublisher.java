package io.espalier.data.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A web server on this machine that offers one file, well or badly. */
final class FakePublisher implements AutoCloseable {
  /** How the server behaves. */
  enum Mood {
    SOUND,
    NO_RANGES,
    BREAKS_OFF_ONCE,
    ALWAYS_BREAKS_OFF,
    BUSY_ONCE,
    NOT_FOUND
  }

  private final HttpServer server;
  private final byte[] content;
  private final Mood mood;
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  FakePublisher(byte[] content, Mood mood) throws IOException {
    this.content = content;
    this.mood = mood;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  /** The Range header of each request so far; "all" for none. */
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("all");
    ranges.add(range);
    boolean first = ranges.size() == 1;
    int from =
        range.equals("all") || mood == Mood.NO_RANGES
            ? 0
            : Integer.parseInt(range.replaceAll("\\D", ""));
    if (mood == Mood.NOT_FOUND || (mood == Mood.BUSY_ONCE && first)) {
      exchange.sendResponseHeaders(mood == Mood.NOT_FOUND ? 404 : 503, -1);
    } else if (from >= content.length) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
    } else {
      boolean breaks = mood == Mood.ALWAYS_BREAKS_OFF || (mood == Mood.BREAKS_OFF_ONCE && first);
      send(exchange, from, breaks);
    }
    exchange.close();
  }

  private void send(HttpExchange exchange, int from, boolean breaks) throws IOException {
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    int length = content.length - from;
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
    exchange.getResponseBody().write(content, from, breaks ? length / 2 : length);
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
