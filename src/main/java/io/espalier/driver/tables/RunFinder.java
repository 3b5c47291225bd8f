package io.espalier.driver.tables;

import io.espalier.driver.journal.Folder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** Finds runs with tables: folders that hold {@code tables/trials}. */
final class RunFinder {
  private static final String DEFAULT_OUTPUT = "notebooks-out";
  private static final String EXAMPLES = "examples";

  private RunFinder() {}

  /**
   * The runs in or below each of the folders, in the order of folders and names, each once.
   *
   * @throws TableException if a folder has none
   */
  static Collection<Folder> find(List<String> folders, Configuration hadoop) {
    Map<String, Folder> runs = new LinkedHashMap<>();
    for (String text : folders) {
      Folder folder = Folder.of(text, hadoop);
      Map<String, Folder> found = new LinkedHashMap<>();
      collect(folder, folder.name().equals(DEFAULT_OUTPUT), found);
      if (found.isEmpty()) {
        throw new TableException(
            folder.text()
                + " holds no run with tables: a run's folder or any folder above one is accepted");
      }
      runs.putAll(found);
    }
    return runs.values();
  }

  private static void collect(Folder folder, boolean skipExamples, Map<String, Folder> found) {
    try {
      if (TableFolder.exists(folder, "trials")) {
        found.put(folder.text(), folder);
        return;
      }
      for (String name : subfolders(folder)) {
        if (!skipExamples || !name.equals(EXAMPLES)) {
          collect(folder.child(name), false, found);
        }
      }
    } catch (FileNotFoundException e) {
      throw new TableException(folder.text() + " does not exist", e);
    } catch (IOException e) {
      throw new TableException(folder.text() + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static List<String> subfolders(Folder folder) throws IOException {
    return Arrays.stream(folder.fileSystem().listStatus(folder.path()))
        .filter(FileStatus::isDirectory)
        .map(status -> status.getPath().getName())
        .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
        .sorted()
        .toList();
  }
}
