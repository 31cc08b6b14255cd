import {
  isBlank,
  type Label,
  type Labels,
  labelEdits,
  labelPlace,
  readLabel,
  rejection,
  relabelled,
} from "../../gateway/model/labels";
import type { Edit } from "../../pulumi/edit";
import { compilePattern } from "../../pulumi/glob";
import { type Match, type Unknown, unknown } from "../../pulumi/match";
import type { Subject } from "../../pulumi/policy";
import {
  type OwnedKind,
  ownershipOf,
  type ResponsibilityRow,
  responsibilityClasses,
} from "../../support/responsibilities";

/** Something that Microsoft's table of responsibilities speaks of, and that can say who owns it. */
export interface Owned extends Subject {
  readonly kind: OwnedKind;
  /** What it is called in messages: `Deployment`. */
  readonly noun: string;
  readonly labels: readonly Labels[];
  /** Whether it is such a thing at all. */
  readonly belongs: Match;
}

/** What an organisation asks of the labels. */
export interface OwnershipRules {
  readonly labelPrefix: string;
  readonly ownerPattern?: string | undefined;
  readonly defaultOwner?: string | undefined;
  /** The rows that need an owner, as their labels name them; undefined for all. */
  readonly rows?: readonly string[];
}

export type OwnershipProblem =
  /** Not said which class it falls in. */
  | { readonly kind: "no-class"; readonly label: Label }
  /** Another class than the table's, or none of its classes. */
  | { readonly kind: "other-class" | "unknown-class"; readonly label: Label }
  /** Rows for which nobody answers. `own` names the labels by which each could have an owner of its own. */
  | {
      readonly kind: "no-owner";
      readonly label: Label;
      readonly rows: readonly ResponsibilityRow[];
      readonly own: readonly string[];
    }
  /** A value that the platform would not take. */
  | { readonly kind: "rejected"; readonly label: Label; readonly why: string }
  /** An owner that the organisation's pattern does not know. */
  | { readonly kind: "unfamiliar"; readonly label: Label }
  /** The deciding value is unknown. */
  | Unknown;

export function ownershipProblems(owned: Owned, rules: OwnershipRules): OwnershipProblem[] {
  const problems = [...classProblems(owned, rules), ...ownerProblems(owned, rules)];
  // Labels that are unknown as a whole are one unknown value.
  const unknown = problems.find(({ kind }) => kind === "unknown");
  return problems.filter((problem) => problem.kind !== "unknown" || problem === unknown);
}

/** What keeps a thing from being owned as its kind asks: labels in words, or why that cannot be told. */
export type MissingLabels =
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly labels: string; readonly place: string }
  | Unknown;

/** The same as one answer, for what is one line: an owner and the right class are there, or what to write. */
export function missingLabels(owned: Owned, rules: OwnershipRules): MissingLabels {
  const problems = ownershipProblems(owned, rules);
  const labels = problems.flatMap((problem) => ("label" in problem ? [problem] : []));
  const [first] = labels;
  if (first) {
    const { class: expected } = ownershipOf(owned.kind).row;
    const wanted = labels.map(({ kind, label: { name } }) =>
      kind.endsWith("class") ? `\`${name}: ${expected}\`` : `\`${name}\``,
    );
    return { kind: "some", labels: wanted.join(", "), place: labelPlace(first.label).place };
  }
  const [open] = problems;
  return open?.kind === "unknown" ? unknown(open.value) : { kind: "none" };
}

/** The changes that mend what can be mended: the class always, the owner where the organisation has a default one. */
export function ownershipEdits(owned: Owned, rules: OwnershipRules): Edit[] {
  const { row } = ownershipOf(owned.kind);
  const mended = ownershipProblems(owned, rules).flatMap((problem): Label[] => {
    switch (problem.kind) {
      case "no-class":
      case "other-class":
      case "unknown-class":
        return [relabelled(problem.label, row.class)];
      case "no-owner": {
        if (rules.defaultOwner === undefined) return [];
        const label = relabelled(problem.label, rules.defaultOwner);
        const passes =
          !isBlank(label.value) && !rejection(label) && fits(rules.defaultOwner, rules.ownerPattern);
        return passes ? [label] : [];
      }
      default:
        return [];
    }
  });
  return labelEdits(mended);
}

/** Rows without an owner in words, and what could be written besides the general owner. */
export function ownerGap({ rows, own }: OwnershipProblem & { kind: "no-owner" }): {
  rows: string;
  each: string;
} {
  const [example] = own;
  return {
    rows: rows.map(({ title }) => title).join(", "),
    each: example === undefined ? "" : `, or an owner for each row as in \`${example}\``,
  };
}

function classProblems({ kind, labels }: Owned, { labelPrefix }: OwnershipRules): OwnershipProblem[] {
  const label = readLabel(labels, labelPrefix, "responsibility");
  if (!label) return [];
  const { value } = label;
  if (value.unknown) return [unknown(value)];
  if (isBlank(value)) return [{ kind: "no-class", label }];
  if (value.string === ownershipOf(kind).row.class) return [];
  return [
    {
      kind: responsibilityClasses.some((name) => name === value.string) ? "other-class" : "unknown-class",
      label,
    },
  ];
}

function ownerProblems({ kind, labels }: Owned, rules: OwnershipRules): OwnershipProblem[] {
  const { labelPrefix, ownerPattern, rows: wanted } = rules;
  const rows = ownershipOf(kind).owners.filter(({ owner }) => !owner || !wanted || wanted.includes(owner));
  const general = readLabel(labels, labelPrefix, "owner");
  if (!general || rows.length === 0) return [];
  const own = rows.map((row) => ({
    row,
    label: row.owner === undefined ? undefined : readLabel(labels, labelPrefix, `${row.owner}-owner`),
  }));
  const problems = [general, ...own.flatMap(({ label }) => label ?? [])].flatMap((label) =>
    valueProblems(label, ownerPattern),
  );
  const without = own.filter(({ label }) => !label || isBlank(label.value));
  if (!isBlank(general.value) || without.length === 0) return problems;
  const missing = without.map(({ row }) => row);
  const names = without.flatMap(({ label }) => label?.name ?? []);
  return [...problems, { kind: "no-owner", label: general, rows: missing, own: names }];
}

function valueProblems(label: Label, pattern: string | undefined): OwnershipProblem[] {
  const { value } = label;
  if (isBlank(value)) return [];
  if (value.unknown) return pattern === undefined ? [] : [unknown(value)];
  const why = rejection(label);
  if (why) return [{ kind: "rejected", label, why }];
  return fits(value.text ?? "", pattern) ? [] : [{ kind: "unfamiliar", label }];
}

function fits(owner: string, pattern: string | undefined): boolean {
  return pattern === undefined || compilePattern(pattern)?.(owner) !== false;
}
