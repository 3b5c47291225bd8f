package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Words;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.List;
import java.util.Optional;

/** Reads the {@code model} part. */
final class ModelReader {
  private static final List<String> PLAIN_SCHEMES =
      Words.of(Scheme.class).stream()
          .filter(word -> !word.equals("normal") && !word.equals("constant"))
          .toList();

  /** What an output layer puts out: what softmax makes, or the numbers as they are. */
  private static final String PROBABILITIES = "probabilities";

  private static final String NUMBERS = "numbers";

  private ModelReader() {}

  /**
   * The model.
   *
   * @throws ImpossibleModelException if its values are fine one by one but not together
   */
  static ModelSpec read(Section section, Task task) {
    int before = section.reading().problems().size();
    section.require("kind", "one of " + Problems.alternatives(Words.of(ModelSpec.Kind.class)));
    ModelSpec.Kind kind = section.word("kind", ModelSpec.Kind.class, ModelSpec.Kind.CNN);
    boolean understood = section.reading().problems().size() == before;
    if (kind == ModelSpec.Kind.FUNCTION) {
      return FunctionReader.read(section);
    }
    if (kind == ModelSpec.Kind.CLASS) {
      LossChoice loss = loss(section, task);
      return ClassReader.network(section, loss.output()).withOwnLoss(loss.own());
    }
    if (kind == ModelSpec.Kind.TRAINABLE) {
      LossChoice loss = loss(section, task);
      return ClassReader.trainable(section, loss.output()).withOwnLoss(loss.own());
    }
    Optional<ModelSpec.Kind> known = Optional.of(kind).filter(any -> understood);
    Activation activation = section.word("activation", Activation.class, Activation.RELU);
    List<LayerSpec> layers = layers(section, activation, known);
    GraphReader.Parts graph = graph(section, known);
    LossChoice loss = loss(section, task);
    WeightInit weightInit = weightInit(section);
    section.close();
    try {
      return new ModelSpec(kind, graph.after(layers), loss.output(), weightInit, graph.graph())
          .withOwnLoss(loss.own());
    } catch (IllegalArgumentException e) {
      throw new ImpossibleModelException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A loss.
   *
   * @param output the one that says what the output layer puts out
   * @param own the class of one of the user's own that is trained instead; empty for none
   */
  private record LossChoice(Loss output, List<String> own) {}

  private static LossChoice loss(Section section, Task task) {
    Loss fitting = task == Task.REGRESSION ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY;
    if (section.node("loss").orElse(null) instanceof Node.Tree) {
      return ownLoss(section.section("loss"), fitting);
    }
    Loss loss = section.word("loss", Loss.class, fitting);
    if (task == Task.REGRESSION && loss == Loss.CROSS_ENTROPY) {
      throw new ImpossibleModelException(
          "cross-entropy needs classes, and the data's target is a number; take squared-error");
    }
    return new LossChoice(loss, List.of());
  }

  private static LossChoice ownLoss(Section section, Loss fitting) {
    String type =
        ClassReader.type(section, Object.class, "org.nd4j.linalg.lossfunctions.ILossFunction");
    boolean numbers = fitting == Loss.SQUARED_ERROR;
    String usual = numbers ? NUMBERS : PROBABILITIES;
    List<String> accepted = numbers ? List.of(NUMBERS) : List.of(PROBABILITIES, NUMBERS);
    String outputs = section.oneOf("outputs", accepted, usual);
    section.close();
    return new LossChoice(
        outputs.equals(NUMBERS) ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY, List.of(type));
  }

  private static List<LayerSpec> layers(
      Section section, Activation activation, Optional<ModelSpec.Kind> kind) {
    LayerReader reader = new LayerReader(section.reading(), activation, kind);
    return reader.readAll(section.list("layers"), Section.join(section.path(), "layers"));
  }

  private static GraphReader.Parts graph(Section section, Optional<ModelSpec.Kind> kind) {
    if (kind.isEmpty()) {
      GraphReader.ignore(section);
      return GraphReader.Parts.PLAIN;
    }
    if (kind.get() == ModelSpec.Kind.GCN) {
      return GraphReader.read(section);
    }
    GraphReader.refuse(section, kind.get());
    return GraphReader.Parts.PLAIN;
  }

  private static WeightInit weightInit(Section section) {
    Node node = section.node("weight-init").orElse(null);
    if (!(node instanceof Node.Tree)) {
      String scheme = section.oneOf("weight-init", PLAIN_SCHEMES, "pytorch");
      return WeightInit.of(Words.constant(scheme, Scheme.class));
    }
    Section inner = section.section("weight-init");
    boolean normal = inner.has("normal");
    boolean constant = inner.has("constant");
    if (normal == constant) {
      section.problem("weight-init", "accepted are a word, { normal = 0.01 } and { constant = 1 }");
    }
    Scheme scheme = normal ? Scheme.NORMAL : Scheme.CONSTANT;
    double value =
        inner.real(normal ? "normal" : "constant", 1, number -> new WeightInit(scheme, number));
    double bias = inner.real("bias", 0, number -> new WeightInit(scheme, 1, number));
    inner.close();
    return new WeightInit(scheme, value, bias);
  }
}
