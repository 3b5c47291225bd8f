package io.espalier.driver.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files without the {@code .crc} files that Hadoop lays beside them, and without the process
 * that it starts for the permissions of each.
 */
public final class PlainFiles extends RawLocalFileSystem {
  private static final String LOCAL = "fs.file.impl";

  /** For Hadoop, which makes it by its name. */
  public PlainFiles() {}

  /** The file system of a path: this one where it is Hadoop's local one. */
  public static FileSystem at(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    if (!(files instanceof LocalFileSystem)) {
      return files;
    }
    PlainFiles plain = new PlainFiles();
    plain.initialize(files.getUri(), hadoop);
    return plain;
  }

  /** Settings by which this is the local file system. */
  public static Configuration settings(Configuration hadoop) {
    Configuration plain = new Configuration(hadoop);
    plain.setClassLoader(PlainFiles.class.getClassLoader());
    plain.setClass(LOCAL, PlainFiles.class, FileSystem.class);
    plain.setBoolean(LOCAL + ".disable.cache", true);
    return plain;
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(pathToFile(path).toPath(), PosixFileAttributeView.class);
    if (view == null || permission.getStickyBit()) {
      super.setPermission(path, permission);
    } else {
      view.setPermissions(PosixFilePermissions.fromString(permission.toString()));
    }
  }
}
