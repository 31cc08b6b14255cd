import {
  isBlank,
  type Label,
  type Labels,
  labelEdits,
  labelPlace,
  labelsToPaste,
  type Rejection,
  readLabel,
  rejection,
  relabeled,
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

/** Something in Microsoft's table of responsibilities that can name its owner. */
export interface Owned extends Subject {
  readonly kind: OwnedKind;
  /** What it is called in messages: `Deployment`. */
  readonly noun: string;
  readonly labels: readonly Labels[];
  /** Whether the resource belongs to a gateway. */
  readonly belongs: Match;
}

/** An organization's requirements for the labels. */
export interface OwnershipRules {
  readonly labelPrefix: string;
  readonly ownerPattern?: string | undefined;
  readonly defaultOwner?: string | undefined;
  /** The rows that need an owner, as their labels name them; undefined for all. */
  readonly rows?: readonly string[];
}

interface MissingClass {
  readonly kind: "no-class";
  readonly label: Label;
}

/** Rows without an owner. `lacking` are the missing labels: one for all rows, or one for each. */
interface MissingOwner {
  readonly kind: "no-owner";
  readonly label: Label;
  readonly rows: readonly ResponsibilityRow[];
  readonly lacking: readonly Label[];
}

export type OwnershipProblem =
  /** It has no class. */
  | MissingClass
  /** Another class than the table's, or an invalid one. */
  | { readonly kind: "other-class" | "unknown-class"; readonly label: Label }
  | MissingOwner
  /** A value that the platform would reject. */
  | { readonly kind: "rejected"; readonly label: Label; readonly why: Rejection }
  /** An owner that doesn't match the organization's pattern. */
  | { readonly kind: "unfamiliar"; readonly label: Label }
  /** The deciding value is unknown. */
  | Unknown;

export function ownershipProblems(owned: Owned, rules: OwnershipRules): OwnershipProblem[] {
  const problems = [...classProblems(owned, rules), ...ownerProblems(owned, rules)];
  // Labels that are unknown as a whole are one unknown value.
  const unknown = problems.find(({ kind }) => kind === "unknown");
  return problems.filter((problem) => problem.kind !== "unknown" || problem === unknown);
}

/** Everything that a resource lacks, as one finding: labels to paste, and their rows. */
export interface Gap {
  readonly kind: "missing" | "no-class" | "no-owner";
  /** The first label that is missing. */
  readonly label: Label;
  readonly rows: string;
  readonly labels: string;
}

export function ownershipGap(
  { kind }: Owned,
  problems: readonly OwnershipProblem[],
  { defaultOwner }: OwnershipRules,
): Gap | undefined {
  const owner = problems.find((problem): problem is MissingOwner => problem.kind === "no-owner");
  const noClass = problems.find((problem): problem is MissingClass => problem.kind === "no-class");
  const first = owner ?? noClass;
  if (!first) return undefined;
  const wanted = [
    ...(owner?.lacking ?? []).map((label) => relabeled(label, defaultOwner ?? someTeam)),
    ...(noClass ? [relabeled(noClass.label, ownershipOf(kind).row.class)] : []),
  ];
  return {
    kind: owner && noClass ? "missing" : first.kind,
    label: first.label,
    rows: (owner?.rows ?? []).map(({ title }) => title).join(", "),
    labels: labelsToPaste(wanted),
  };
}

/** A placeholder for the owner that the user must name. */
const someTeam = "<team>";

/** What a component lacks: labels to paste, or why that is unknown. */
export type MissingLabels =
  | { readonly kind: "none" }
  | { readonly kind: "some"; readonly labels: string; readonly place: string }
  | Unknown;

/** The same as one result: an owner and the right class are set, or what to write. */
export function missingLabels(owned: Owned, rules: OwnershipRules): MissingLabels {
  const problems = ownershipProblems(owned, rules);
  const labels = problems.flatMap((problem) => ("label" in problem ? [problem] : []));
  const [first] = labels;
  if (first) {
    const { class: expected } = ownershipOf(owned.kind).row;
    const wanted = labels.map(({ kind, label }) =>
      relabeled(label, kind.endsWith("class") ? expected : someTeam),
    );
    return { kind: "some", labels: labelsToPaste(wanted), place: labelPlace(first.label).place };
  }
  const [open] = problems;
  return open?.kind === "unknown" ? unknown(open.value) : { kind: "none" };
}

/** The changes that fix the labels: always the class, and the owner if the organization has a default. */
export function ownershipEdits(owned: Owned, rules: OwnershipRules): Edit[] {
  const { row } = ownershipOf(owned.kind);
  const mended = ownershipProblems(owned, rules).flatMap((problem): Label[] => {
    switch (problem.kind) {
      case "no-class":
      case "other-class":
      case "unknown-class":
        return [relabeled(problem.label, row.class)];
      case "no-owner": {
        if (rules.defaultOwner === undefined) return [];
        const label = relabeled(problem.label, rules.defaultOwner);
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
  // If the user names an owner for each row, the missing rows are suggested in the same way.
  const each = without.length < own.length ? without.flatMap(({ label }) => label ?? []) : [];
  const lacking = each.length > 0 ? each : [general];
  return [...problems, { kind: "no-owner", label: general, rows: missing, lacking }];
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
