package io.espalier.search.space;

import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlInfo;
import org.apache.commons.jexl3.parser.ASTAddNode;
import org.apache.commons.jexl3.parser.ASTAndNode;
import org.apache.commons.jexl3.parser.ASTDivNode;
import org.apache.commons.jexl3.parser.ASTEQNode;
import org.apache.commons.jexl3.parser.ASTFalseNode;
import org.apache.commons.jexl3.parser.ASTGENode;
import org.apache.commons.jexl3.parser.ASTGTNode;
import org.apache.commons.jexl3.parser.ASTIdentifier;
import org.apache.commons.jexl3.parser.ASTJexlScript;
import org.apache.commons.jexl3.parser.ASTLENode;
import org.apache.commons.jexl3.parser.ASTLTNode;
import org.apache.commons.jexl3.parser.ASTModNode;
import org.apache.commons.jexl3.parser.ASTMulNode;
import org.apache.commons.jexl3.parser.ASTNENode;
import org.apache.commons.jexl3.parser.ASTNotNode;
import org.apache.commons.jexl3.parser.ASTNumberLiteral;
import org.apache.commons.jexl3.parser.ASTOrNode;
import org.apache.commons.jexl3.parser.ASTReference;
import org.apache.commons.jexl3.parser.ASTReferenceExpression;
import org.apache.commons.jexl3.parser.ASTStringLiteral;
import org.apache.commons.jexl3.parser.ASTSubNode;
import org.apache.commons.jexl3.parser.ASTTernaryNode;
import org.apache.commons.jexl3.parser.ASTTrueNode;
import org.apache.commons.jexl3.parser.ASTUnaryMinusNode;
import org.apache.commons.jexl3.parser.ASTUnaryPlusNode;
import org.apache.commons.jexl3.parser.JexlNode;
import org.apache.commons.jexl3.parser.Parser;

/**
 * What may stand in a constraint: names, numbers, words in quotes, comparison, arithmetic, {@code
 * && || !}, {@code ? :} and parentheses. Everything else of the expression language is refused by
 * its kind of node, so that whatever the language learns in later versions stays out.
 */
final class ConstraintSyntax {
  static final String ACCEPTED =
      "accepted are column names, numbers, 'words', == != < <= > >= + - * / % && || ! ? : and"
          + " parentheses";

  private static final Set<Class<? extends JexlNode>> ALLOWED =
      Set.of(
          ASTJexlScript.class,
          ASTIdentifier.class,
          ASTReference.class,
          ASTReferenceExpression.class,
          ASTNumberLiteral.class,
          ASTStringLiteral.class,
          ASTTrueNode.class,
          ASTFalseNode.class,
          ASTAndNode.class,
          ASTOrNode.class,
          ASTNotNode.class,
          ASTTernaryNode.class,
          ASTEQNode.class,
          ASTNENode.class,
          ASTLTNode.class,
          ASTLENode.class,
          ASTGTNode.class,
          ASTGENode.class,
          ASTAddNode.class,
          ASTSubNode.class,
          ASTMulNode.class,
          ASTDivNode.class,
          ASTModNode.class,
          ASTUnaryMinusNode.class,
          ASTUnaryPlusNode.class);

  private ConstraintSyntax() {}

  /**
   * The names an expression uses.
   *
   * @throws IllegalArgumentException if it holds anything that is not allowed
   * @throws org.apache.commons.jexl3.JexlException if it is no expression
   */
  static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    JexlInfo origin = new JexlInfo("constraint", 1, 1);
    collect(
        new Parser(text).parse(origin, JexlFeatures.createNone(), text, noScope()), text, names);
    return names;
  }

  @SuppressWarnings(
      "NullAway") // an expression has no enclosing scope; the parser takes null for it
  private static org.apache.commons.jexl3.internal.Scope noScope() {
    return null;
  }

  private static void collect(JexlNode node, String text, Set<String> names) {
    if (!ALLOWED.contains(node.getClass())) {
      throw new IllegalArgumentException(
          "'" + text + "' uses more of the expression language than is allowed; " + ACCEPTED);
    }
    if (node instanceof ASTIdentifier identifier) {
      names.add(identifier.getName());
    }
    for (int i = 0; i < node.jjtGetNumChildren(); i++) {
      collect(node.jjtGetChild(i), text, names);
    }
  }
}
