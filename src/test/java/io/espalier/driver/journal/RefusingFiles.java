package io.espalier.driver.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files as a Hadoop file system of another scheme that refuses to write some of them once, in
 * HDFS's way: by an exception that writing throws, and closing throws again.
 */
public final class RefusingFiles extends RawLocalFileSystem {
  private static final String SCHEME = "refusing";
  private static final URI ROOT = URI.create(SCHEME + ":///");
  private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

  /** The address of a local folder. */
  public static String address(Path folder) {
    return SCHEME + "://" + folder.toAbsolutePath();
  }

  /** Settings in which the scheme is known. */
  public static Configuration settings() {
    Configuration settings = new Configuration();
    settings.set("fs." + SCHEME + ".impl", RefusingFiles.class.getName());
    settings.set("fs.AbstractFileSystem." + SCHEME + ".impl", Context.class.getName());
    return settings;
  }

  /** Refuses the next file whose path holds a text, for each of some texts. */
  public static Refusals refuse(String... texts) {
    REFUSED.addAll(List.of(texts));
    return new Refusals();
  }

  /** What is still to be refused; nothing is once it is closed. */
  public static final class Refusals implements AutoCloseable {
    private Refusals() {}

    /** The texts of which no path was written. */
    public Set<String> left() {
      return Set.copyOf(REFUSED);
    }

    @Override
    public void close() {
      REFUSED.clear();
    }
  }

  /** The same for those who ask by a file context. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration settings) throws IOException, URISyntaxException {
      super(uri, new RefusingFiles(), settings, SCHEME, false);
    }
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return ROOT;
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
    return refused(file)
        ? new FSDataOutputStream(new Refusal(), null)
        : super.create(file, overwrite, buffer, copies, block, progress);
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path file,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short copies,
      long block,
      Progressable progress)
      throws IOException {
    return refused(file)
        ? new FSDataOutputStream(new Refusal(), null)
        : super.create(file, permission, overwrite, buffer, copies, block, progress);
  }

  private static boolean refused(org.apache.hadoop.fs.Path file) {
    return REFUSED.stream()
        .filter(file.toString()::contains)
        .findFirst()
        .map(REFUSED::remove)
        .orElse(false);
  }

  private static final class Refusal extends OutputStream {
    private final IOException refusal = new IOException("no node takes a block");

    @Override
    public void write(int one) throws IOException {
      throw refusal;
    }

    @Override
    public void close() throws IOException {
      throw refusal;
    }
  }
}
