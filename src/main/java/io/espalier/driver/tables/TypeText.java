package io.espalier.driver.tables;

import java.util.Locale;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A column's type as text, for digests: what Parquet's own {@code toString} says, which writes
 * small letters as the machine's language does (in Turkish {@code ınt32}).
 */
final class TypeText {
  private TypeText() {}

  static String of(Type type) {
    StringBuilder text = new StringBuilder();
    write(type, "", text);
    return text.toString();
  }

  private static void write(Type type, String indent, StringBuilder text) {
    text.append(indent).append(small(type.getRepetition().name())).append(' ');
    if (type.isPrimitive()) {
      PrimitiveType primitive = type.asPrimitiveType();
      text.append(small(primitive.getPrimitiveTypeName().name()));
      if (primitive.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
        text.append('(').append(primitive.getTypeLength()).append(')');
      }
      text.append(' ').append(type.getName()).append(meaning(type));
    } else {
      text.append("group ").append(type.getName()).append(meaning(type)).append(" {\n");
      members(type.asGroupType(), indent + "  ", text);
      text.append(indent).append('}');
    }
  }

  private static void members(GroupType group, String indent, StringBuilder text) {
    for (Type member : group.getFields()) {
      write(member, indent, text);
      text.append(member.isPrimitive() ? ";\n" : "\n");
    }
  }

  private static String meaning(Type type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return annotation == null ? "" : " (" + annotation + ")";
  }

  private static String small(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
