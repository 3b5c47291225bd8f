package io.espalier.driver.run;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A {@link MortalDisk} as a Hadoop file system, {@code mortal://<disk>/…}, that promises what HDFS
 * does: renames happen at once, and what was synchronised is there. Which process it serves is in
 * its settings.
 */
@SuppressWarnings("deprecation") // Hadoop's own face for file contexts
public final class MortalFiles extends FileSystem {
  private static final String SCHEME = "mortal";

  /** Hadoop asks for one. */
  private static final int PORT = 1;

  private static final String PROCESS = "mortal.process";
  private static final Map<String, MortalDisk> DISKS = new ConcurrentHashMap<>();

  private URI uri = URI.create(SCHEME + "://none");
  private Path working = new Path("/");
  private int process;

  /** Makes a disk known by a name. */
  static void mount(String name, MortalDisk disk) {
    DISKS.put(name, disk);
  }

  static void unmount(String name) {
    DISKS.remove(name);
  }

  /** An address on a disk. */
  static String address(String disk, String path) {
    return SCHEME + "://" + disk + path;
  }

  /** The settings of a process. */
  static Configuration settings(int process) {
    Configuration settings = new Configuration();
    settings.set("fs." + SCHEME + ".impl", MortalFiles.class.getName());
    settings.set("fs." + SCHEME + ".impl.disable.cache", "true");
    settings.set("fs.AbstractFileSystem." + SCHEME + ".impl", Context.class.getName());
    settings.setInt(PROCESS, process);
    return settings;
  }

  /** The same for those who ask by a file context. */
  public static final class Context extends DelegateToFileSystem {
    private final MortalFiles files;

    public Context(URI uri, Configuration settings) throws IOException, URISyntaxException {
      this(uri, new MortalFiles(), settings);
    }

    private Context(URI uri, MortalFiles files, Configuration settings)
        throws IOException, URISyntaxException {
      super(uri, files, settings, SCHEME, true);
      this.files = files;
    }

    @Override
    public int getUriDefaultPort() {
      return PORT;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      files.rename(from, to, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
    }

    @Override
    public void renameInternal(Path from, Path to) throws IOException {
      files.rename(from, to, Options.Rename.NONE);
    }
  }

  @Override
  public void initialize(URI name, Configuration settings) throws IOException {
    super.initialize(name, settings);
    setConf(settings);
    uri = URI.create(SCHEME + "://" + name.getAuthority());
    process = settings.getInt(PROCESS, 0);
  }

  private MortalDisk disk() {
    return Optional.ofNullable(DISKS.get(uri.getAuthority()))
        .orElseThrow(() -> new MortalDisk.Killed(uri + " is no more"));
  }

  private String text(Path path) {
    return makeQualified(path).toUri().getPath();
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  protected int getDefaultPort() {
    return PORT;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    return new FSDataInputStream(new Content(disk().read(process, text(path))));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    if (!overwrite && exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    disk().create(process, text(path));
    return new FSDataOutputStream(new Written(text(path)), null);
  }

  @Override
  public FSDataOutputStream append(Path path, int buffer, Progressable progress) {
    throw new UnsupportedOperationException("nothing is appended to");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (!exists(from) || exists(to)) {
      return false;
    }
    disk().rename(process, text(from), text(to));
    return true;
  }

  @Override
  protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
    if (!exists(from)) {
      throw new FileNotFoundException(from.toString());
    }
    boolean overwrite = options.length > 0 && options[0] == Options.Rename.OVERWRITE;
    if (!overwrite && exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    disk().rename(process, text(from), text(to));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return disk().delete(process, text(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus self = getFileStatus(path);
    return self.isFile()
        ? new FileStatus[] {self}
        : disk().names(process, text(path)).stream()
            .map(name -> new Path(makeQualified(path), name))
            .map(child -> status(child, disk().find(process, text(child)).orElseThrow()))
            .toArray(FileStatus[]::new);
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    working = folder;
  }

  @Override
  public Path getWorkingDirectory() {
    return working;
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    disk().makeFolder(process, text(path));
    return true;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return status(
        makeQualified(path),
        disk()
            .find(process, text(path))
            .orElseThrow(() -> new FileNotFoundException(path.toString())));
  }

  private static FileStatus status(Path path, MortalDisk.Entry entry) {
    return new FileStatus(entry.length(), entry.folder(), 1, 1 << 20, entry.atMillis(), path);
  }

  /** What is written becomes part of the disk when it is synchronised or closed. */
  private final class Written extends ByteArrayOutputStream implements Syncable {
    private final String path;
    private int onDisk;

    Written(String path) {
      this.path = path;
    }

    @Override
    public void flush() {}

    @Override
    public void hflush() throws IOException {
      hsync();
    }

    @Override
    public void hsync() throws IOException {
      if (size() > onDisk) {
        disk().write(process, path, toByteArray());
        onDisk = size();
      }
    }

    @Override
    public void close() throws IOException {
      hsync();
    }
  }

  private static final class Content extends FSInputStream {
    private final byte[] bytes;
    private int at;

    Content(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (length > 0 && at >= bytes.length) {
        return -1;
      }
      int count = Math.min(length, bytes.length - at);
      System.arraycopy(bytes, at, target, from, count);
      at += count;
      return count;
    }

    @Override
    public int available() {
      return bytes.length - at;
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > bytes.length) {
        throw new EOFException("there is no byte " + position);
      }
      at = (int) position;
    }

    @Override
    public long getPos() {
      return at;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }
}
