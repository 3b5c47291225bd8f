package io.espalier.driver.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * The runs of all experiments under one output folder: {@code <output>/<experiment>/001, 002, …}. A
 * numbered folder without a journal, which a crash can leave, keeps its number and is no run.
 */
public final class RunFolders {
  private static final Pattern NUMBER = Pattern.compile("\\d{3,9}");
  private static final String CLAIM = ".claimed";

  private final Folder output;

  /**
   * The runs under an output folder, which need not exist yet.
   *
   * @param output a local path or Hadoop URI
   */
  public RunFolders(String output, Configuration hadoop) {
    this.output = Folder.of(output, hadoop);
  }

  /** Names of the experiments that have runs, in order. */
  public List<String> experiments() {
    return names(output).stream().filter(experiment -> !runs(experiment).isEmpty()).toList();
  }

  /** An experiment's runs, oldest first. */
  public List<RunFolder> runs(String experiment) {
    return numbers(experiment).stream()
        .map(run -> runFolder(experiment, run))
        .filter(run -> Journal.exists(run.path(), output.hadoop()))
        .toList();
  }

  /** An experiment's newest run. */
  public Optional<RunFolder> newest(String experiment) {
    List<Integer> numbers = numbers(experiment);
    return numbers.stream()
        .sorted(Comparator.reverseOrder())
        .map(run -> runFolder(experiment, run))
        .filter(run -> Journal.exists(run.path(), output.hadoop()))
        .findFirst();
  }

  /**
   * Where an experiment goes on or begins: its newest run, else the last numbered folder, which
   * another process may be about to fill, else the folder of the first run, which is not made. Who
   * holds the folder's lease may begin there.
   */
  public RunFolder current(String experiment) {
    List<Integer> numbers = numbers(experiment);
    int last = numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1);
    return newest(experiment).orElseGet(() -> runFolder(experiment, last));
  }

  /**
   * Makes the folder of the next run. Two processes at once get different numbers, except on file
   * systems without exclusive creation (S3A of Hadoop 3.3.4).
   *
   * @throws UnwritableException if it cannot be made
   */
  public RunFolder createNext(String experiment) {
    List<Integer> numbers = numbers(experiment);
    int run = numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1;
    while (!claim(folder(experiment, run))) {
      run++;
    }
    return runFolder(experiment, run);
  }

  private static boolean claim(Folder run) {
    try {
      if (run.local().isPresent()) {
        Path folder = run.local().get();
        makeExperiment(folder.resolve("..").normalize());
        Files.createDirectory(folder);
      } else {
        claimByFile(run);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UnwritableException(run.text(), e);
    }
  }

  private static void makeExperiment(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new JournalException(folder + " is a file; the experiment needs a folder there", e);
    }
  }

  /** HDFS makes a folder that is there already without complaint, but renames to no file twice. */
  static void claimByFile(Folder run) throws IOException {
    HadoopStore store = new HadoopStore(run);
    store.makeFolder();
    store.create(CLAIM, new byte[0]);
  }

  private RunFolder runFolder(String experiment, int run) {
    return new RunFolder(experiment, run, folder(experiment, run).text());
  }

  private Folder folder(String experiment, int run) {
    return output.child(experiment).child(RunFolder.name(run));
  }

  private List<Integer> numbers(String experiment) {
    List<Integer> numbers = new ArrayList<>();
    for (String name : names(output.child(experiment))) {
      if (NUMBER.matcher(name).matches() && Integer.parseInt(name) > 0) {
        numbers.add(Integer.parseInt(name));
      }
    }
    numbers.sort(null);
    return numbers;
  }

  private static List<String> names(Folder folder) {
    try {
      FileSystem files = folder.fileSystem();
      return Arrays.stream(files.listStatus(folder.path()))
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new JournalException(folder.text() + " cannot be listed: " + Folder.firstLine(e), e);
    }
  }
}
