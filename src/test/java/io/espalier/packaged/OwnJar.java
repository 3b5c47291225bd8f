package io.espalier.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar as a user brings it, of classes that the program does not have. */
final class OwnJar {
  private OwnJar() {}

  static Path of(Path jar, Class<?>... classes) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in =
            Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(name)) {
          out.putNextEntry(new JarEntry(name));
          Objects.requireNonNull(in).transferTo(out);
        }
      }
    }
    return jar;
  }
}
