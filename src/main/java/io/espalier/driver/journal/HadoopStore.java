package io.espalier.driver.journal;

import io.espalier.driver.journal.JournalFile.Writing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.io.IOUtils;

/**
 * A journal on any other Hadoop file system. A file is written aside and renamed to its name, not
 * overwriting. HDFS does that atomically and exclusively. S3A of Hadoop 3.3.4 does not: there two
 * processes that begin on one run within the same moment notice each other only a moment later.
 */
final class HadoopStore implements JournalStore {
  /** Schemes of file systems that are known to rename to a name only once. */
  private static final Set<String> EXCLUSIVE = Set.of("file", "hdfs", "viewfs");

  private final Folder folder;
  private final FileContext files;

  HadoopStore(Folder folder) throws IOException {
    this.folder = folder;
    this.files = FileContext.getFileContext(folder.path().toUri(), folder.hadoop());
  }

  @Override
  public Writing writing() {
    return Writing.WHOLE;
  }

  @Override
  public boolean exclusive() {
    return EXCLUSIVE.contains(String.valueOf(folder.path().toUri().getScheme()));
  }

  @Override
  public void makeFolder() throws IOException {
    files.mkdir(folder.path(), FsPermission.getDirDefault(), true);
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    if (files.util().exists(folder.path())) {
      RemoteIterator<FileStatus> all = files.listStatus(folder.path());
      while (all.hasNext()) {
        names.add(all.next().getPath().getName());
      }
    }
    names.sort(null);
    return names;
  }

  @Override
  public byte[] read(String name) throws IOException {
    try (FSDataInputStream stream = files.open(path(name))) {
      return stream.readAllBytes();
    } catch (FileNotFoundException e) {
      throw missing(name, e);
    }
  }

  @Override
  public void create(String name, byte[] content) throws IOException {
    try {
      write(name, content, Options.Rename.NONE);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      FileAlreadyExistsException same = new FileAlreadyExistsException(name);
      same.initCause(e);
      throw same;
    }
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    write(name, content, Options.Rename.OVERWRITE);
  }

  private void write(String name, byte[] content, Options.Rename how) throws IOException {
    Path temporary = path(JournalStore.temporary(name));
    try {
      FSDataOutputStream stream = files.create(temporary, EnumSet.of(CreateFlag.CREATE));
      try {
        stream.write(content);
        stream.hsync();
        stream.close();
      } finally {
        // HDFS throws from close what it threw before, which a try with resources cannot suppress
        IOUtils.closeStream(stream);
      }
      files.rename(temporary, path(name), how);
    } catch (FileNotFoundException e) {
      throw missing(name, e);
    } finally {
      files.delete(temporary, false);
    }
  }

  @Override
  public void touch(String name) throws IOException {
    try (FSDataOutputStream stream =
        files.create(path(name), EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE))) {
      stream.write('\n');
    }
  }

  @Override
  public long modifiedMillis(String name) throws IOException {
    try {
      return files.getFileStatus(path(name)).getModificationTime();
    } catch (FileNotFoundException e) {
      throw missing(name, e);
    }
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    files.rename(path(name), path(newName), Options.Rename.OVERWRITE);
  }

  @Override
  public void delete(String name) throws IOException {
    files.delete(path(name), false);
  }

  private static NoSuchFileException missing(String name, FileNotFoundException cause) {
    NoSuchFileException same = new NoSuchFileException(name);
    same.initCause(cause);
    return same;
  }

  private Path path(String name) {
    return new Path(folder.path(), name);
  }
}
