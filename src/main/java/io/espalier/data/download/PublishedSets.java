package io.espalier.data.download;

import io.espalier.data.DataException;
import io.espalier.data.download.PublishedFile.Content;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The one table of publishers' addresses. No test reaches these addresses: tests download from a
 * server of their own. The MD5 sums of MNIST, Fashion-MNIST and CIFAR-10 are the publishers', those
 * of KMNIST what other libraries hold its files to; the publishers of MUTAG and Cora give none, so
 * their archives are judged by the sizes of the files in them, and the SHA-256 of what came is
 * written beside them.
 */
public final class PublishedSets {
  private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
  private static final String FASHION =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
  private static final String KUZUSHIJI = "http://codh.rois.ac.jp/kmnist/dataset/kmnist/";
  private static final long CIFAR_BATCH_BYTES = 30_730_000;

  private static final List<PublishedSet> ALL =
      List.of(
          new PublishedSet(
              "mnist",
              "mnist",
              List.of(
                  PublishedFile.plain(
                      MNIST + "train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
                  PublishedFile.plain(
                      MNIST + "train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
                  PublishedFile.plain(
                      MNIST + "t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
                  PublishedFile.plain(
                      MNIST + "t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"))),
          new PublishedSet(
              "fashion-mnist",
              "fashion-mnist",
              List.of(
                  PublishedFile.plain(
                      FASHION + "train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                  PublishedFile.plain(
                      FASHION + "train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
                  PublishedFile.plain(
                      FASHION + "t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
                  PublishedFile.plain(
                      FASHION + "t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"))),
          new PublishedSet(
              "kmnist",
              "kmnist",
              List.of(
                  PublishedFile.plain(
                      KUZUSHIJI + "train-images-idx3-ubyte.gz", "bdb82020997e1d708af4cf47b453dcf7"),
                  PublishedFile.plain(
                      KUZUSHIJI + "train-labels-idx1-ubyte.gz", "e144d726b3acfaa3e44228e80efcd344"),
                  PublishedFile.plain(
                      KUZUSHIJI + "t10k-images-idx3-ubyte.gz", "5c965bf0a639b31b8f53240b1b52f4d7"),
                  PublishedFile.plain(
                      KUZUSHIJI + "t10k-labels-idx1-ubyte.gz",
                      "7320c461ea6c1c855c0b718fb2a4b134"))),
          new PublishedSet(
              "cifar10",
              "cifar-10",
              List.of(
                  PublishedFile.archive(
                      "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                      Optional.of(Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530")),
                      new Content("data_batch_1.bin", CIFAR_BATCH_BYTES),
                      new Content("data_batch_2.bin", CIFAR_BATCH_BYTES),
                      new Content("data_batch_3.bin", CIFAR_BATCH_BYTES),
                      new Content("data_batch_4.bin", CIFAR_BATCH_BYTES),
                      new Content("data_batch_5.bin", CIFAR_BATCH_BYTES),
                      new Content("test_batch.bin", CIFAR_BATCH_BYTES),
                      new Content("batches.meta.txt", 61)))),
          new PublishedSet(
              "mutag",
              "tu/MUTAG",
              List.of(
                  PublishedFile.archive(
                      "https://www.chrsmrrs.com/graphkerneldatasets/MUTAG.zip",
                      Optional.empty(),
                      new Content("MUTAG_A.txt", 76_940),
                      new Content("MUTAG_edge_labels.txt", 14_884),
                      new Content("MUTAG_graph_indicator.txt", 11_532),
                      new Content("MUTAG_graph_labels.txt", 439),
                      new Content("MUTAG_node_labels.txt", 6_742)))),
          new PublishedSet(
              "cora",
              "cora",
              List.of(
                  PublishedFile.archive(
                      "https://linqs-data.soe.ucsc.edu/public/lbc/cora.tgz",
                      Optional.empty(),
                      new Content("cora.content", 7_823_427),
                      new Content("cora.cites", 69_928)))));

  private PublishedSets() {}

  /** Every set, in the order they are listed to a user. */
  public static List<PublishedSet> all() {
    return ALL;
  }

  /**
   * The set of that name.
   *
   * @throws DataException with the names there are and the nearest of them
   */
  public static PublishedSet named(String name) {
    return ALL.stream()
        .filter(set -> set.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  /** The name of the set that is kept in a folder of that last name. */
  public static Optional<String> nameForFolder(String folder) {
    return ALL.stream()
        .filter(set -> set.folder().substring(set.folder().lastIndexOf('/') + 1).equals(folder))
        .map(PublishedSet::name)
        .findFirst();
  }

  private static DataException unknown(String name) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String nearest =
        ALL.stream()
            .map(PublishedSet::name)
            .min(Comparator.comparingInt(known -> distance.apply(known, name)))
            .orElse("");
    return new DataException(
        "no data set \""
            + name
            + "\" to get; did you mean \""
            + nearest
            + "\"? There are "
            + ALL.stream().map(PublishedSet::name).collect(Collectors.joining(", ")));
  }
}
