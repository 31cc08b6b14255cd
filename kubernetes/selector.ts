import { all, any, type Match, matchIf, no, not, unclear, unknown } from "../pulumi/match";
import { isRecord } from "../pulumi/plain";
import type { Value } from "../pulumi/value";

/**
 * Whether a label selector selects an object with these labels. An absent selector selects nothing, an empty one everything.
 * Source: Kubernetes API reference, LabelSelector; apimachinery, LabelSelectorAsSelector.
 */
export function labelSelector(selector: Value, labels: Value): Match {
  if (selector.unknown) return unknown(selector);
  if (selector.absent) return no;
  if (!isRecord(selector.whole)) return unclear;
  const expressions = selector.get("matchExpressions");
  return all([
    pairs(selector.get("matchLabels"), labels),
    expressions.unknown ? unknown(expressions) : all(expressions.items.map((item) => holds(item, labels))),
  ]);
}

/**
 * Whether a selector that consists of pairs, such as a Service's, selects the labels. Without a pair it selects
 * nothing.
 */
export function mapSelector(selector: Value, labels: Value): Match {
  return selector.unknown || selector.entries.length > 0 ? pairs(selector, labels) : no;
}

/** True if a selector names no label. */
export function isEmptySelector(selector: Value): boolean {
  const parts = [selector.get("matchLabels"), selector.get("matchExpressions")];
  return parts.every((part) => !part.unknown && part.entries.length + part.items.length === 0);
}

function pairs(wanted: Value, labels: Value): Match {
  if (wanted.unknown) return unknown(wanted);
  return all(wanted.entries.map(([key, value]) => isOneOf([value], labels.get(key))));
}

function holds(expression: Value, labels: Value): Match {
  const [operator, key, values] = ["operator", "key", "values"].map((part) => expression.get(part));
  if (!operator || !key || !values || operator.unknown) return unknown(operator ?? expression);
  if (key.unknown) return unknown(key);
  const label = labels.get(key.text ?? "");
  switch (operator.string) {
    case "In":
      return values.unknown ? unknown(values) : isOneOf(values.items, label);
    case "NotIn":
      return values.unknown ? unknown(values) : not(isOneOf(values.items, label));
    case "Exists":
      return exists(label);
    case "DoesNotExist":
      return not(exists(label));
    // Kubernetes rejects any other.
    default:
      return unclear;
  }
}

function exists(label: Value): Match {
  // A label with an unknown value exists, unless all labels are unknown.
  return label.unknown ? unknown(label) : matchIf(!label.absent);
}

function isOneOf(wanted: readonly Value[], label: Value): Match {
  if (label.unknown) return unknown(label);
  if (label.absent) return no;
  return any(wanted.map((value) => (value.unknown ? unknown(value) : matchIf(value.text === label.text))));
}
