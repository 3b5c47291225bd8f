package io.espalier.model;

import io.espalier.model.Field.Usual;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.LearningRateSchedule.Constant;
import io.espalier.wire.LearningRateSchedule.Cosine;
import io.espalier.wire.LearningRateSchedule.Decay;
import io.espalier.wire.LearningRateSchedule.Step;
import io.espalier.wire.LearningRateSchedule.WarmUp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The learning-rate schedules there are; they need nothing of the engine. */
public final class ScheduleKinds {
  /** The epochs of the whole training, where they are known. */
  public static final String ALL_EPOCHS = "training.epochs";

  private static final String FACTOR = "factor";
  private static final String EPOCHS = "epochs";
  private static final Field WARM_UP =
      Field.whole(
          "warm-up",
          FieldRange.AT_LEAST_ZERO,
          new Usual.Fixed(0),
          "first epochs, in which the rate rises in a line to what the schedule says");

  private static final List<Definition<LearningRateSchedule>> ALL =
      List.of(
          schedule(
              "constant", Constant.class, "always the first epoch's rate", v -> new Constant()),
          schedule(
              "decay",
              Decay.class,
              "multiplied by a factor after every epoch",
              v -> new Decay(v.real(FACTOR)),
              Field.real(
                  FACTOR, FieldRange.ABOVE_ZERO, "what the rate is multiplied by, such as 0.95")),
          schedule(
              "step",
              Step.class,
              "multiplied by a factor after every so many epochs",
              v -> new Step(v.real(FACTOR), v.whole(EPOCHS)),
              Field.real(
                  FACTOR, FieldRange.ABOVE_ZERO, "what the rate is multiplied by, such as 0.5"),
              Field.whole(EPOCHS, FieldRange.ABOVE_ZERO, "epochs between two steps")),
          schedule(
              "cosine",
              Cosine.class,
              "half a cosine down to a minimum (Loshchilov and Hutter 2017)",
              v -> new Cosine(v.whole(EPOCHS), v.real("minimum")),
              Field.real("minimum", FieldRange.AT_LEAST_ZERO, 0, "the rate at the end"),
              Field.whole(
                  EPOCHS,
                  FieldRange.ABOVE_ZERO,
                  new Usual.SameAs(ALL_EPOCHS, "all of the training, unless it counts steps"),
                  "epochs until the minimum")));

  private ScheduleKinds() {}

  private static Definition<LearningRateSchedule> schedule(
      String key,
      Class<? extends LearningRateSchedule> type,
      String help,
      Function<Values, LearningRateSchedule> maker,
      Field... fields) {
    StringBuilder example = new StringBuilder("schedule { kind = ").append(key);
    for (Field field : fields) {
      example.append(", ").append(field.key()).append(" = ");
      example.append(field.key().equals(EPOCHS) ? "5" : "0.5");
    }
    List<Field> all = new ArrayList<>(Arrays.asList(fields));
    all.add(WARM_UP);
    return new Definition<>(
        key, type, help, example.append(" }").toString(), all, v -> warmedUp(v, maker.apply(v)));
  }

  private static LearningRateSchedule warmedUp(Values values, LearningRateSchedule schedule) {
    int epochs = values.whole(WARM_UP.key());
    return epochs == 0 ? schedule : new WarmUp(epochs, schedule);
  }

  /** All kinds, in the order in which they are told to people. */
  public static List<Definition<LearningRateSchedule>> all() {
    return ALL;
  }
}
