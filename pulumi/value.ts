import { assetText } from "./assets";
import { isRecord } from "./plain";
import { encryptedSecret, unknownSentinels, unwrapped } from "./sdk";

export type Path = readonly (string | number)[];

/**
 * Why a value is unknown: until the update, encrypted in this state, not determined by the program, or stored where a
 * policy can't read it.
 */
export type UnknownReason = "preview" | "encrypted" | "ignored" | "unread";

/** Replaces a value that a policy can't read: in a file, or in a string of unknown format. */
export const unread = Symbol("unread");

/** The resource that a value belongs to. */
export interface Origin {
  readonly urn: string;
  /** The resource's name for messages: `ConfigMap gateway-env`. */
  readonly label: string;
  /** The paths in its option `ignoreChanges`. */
  readonly ignored: readonly Path[];
}

/** Where a value is: a key and the place above it. The path is built only on request. */
interface Place {
  readonly key: string | number;
  readonly above: Place | undefined;
}

const nowhere: Origin = { urn: "", label: "", ignored: [] };

/**
 * A value in a resource's properties. Reading it never throws, regardless of its type. It has a path and may be
 * unknown. A child of an unknown value is that same unknown value, so its path is the unknown one.
 */
export class Value {
  private readonly raw: unknown;

  constructor(
    raw: unknown,
    readonly origin: Origin = nowhere,
    private readonly place?: Place,
  ) {
    // In a remediation the SDK wraps secrets; a policy checks the value inside.
    this.raw = unwrapped(raw);
  }

  get path(): Path {
    return pathTo(this.place);
  }

  get unknown(): UnknownReason | undefined {
    return reasonOf(this.raw, this.origin, this.place);
  }

  /** True if it isn't set; Pulumi and Kubernetes treat null as not set. */
  get absent(): boolean {
    return (this.raw === undefined || this.raw === null) && !this.unknown;
  }

  get string(): string | undefined {
    return typeof this.raw === "string" && !this.unknown ? this.raw : undefined;
  }

  get number(): number | undefined {
    return typeof this.raw === "number" && !this.unknown ? this.raw : undefined;
  }

  get boolean(): boolean | undefined {
    return typeof this.raw === "boolean" && !this.unknown ? this.raw : undefined;
  }

  /** The value as the string that an environment variable or a label would have. */
  get text(): string | undefined {
    return this.string ?? this.number?.toString() ?? this.boolean?.toString();
  }

  /** The text of a string asset. */
  get assetText(): string | undefined {
    return this.unknown ? undefined : assetText(this.raw);
  }

  get(...keys: Path): Value {
    const { origin } = this;
    let { raw, place } = this;
    let steps = 0;
    for (const key of keys) {
      if (reasonOf(raw, origin, place)) break;
      raw = ownAt(raw, key);
      steps++;
      // Combined from values that keep their own places.
      if (raw instanceof Value) return raw.get(...keys.slice(steps));
      raw = unwrapped(raw);
      place = { key, above: place };
    }
    return steps === 0 ? this : new Value(raw, origin, place);
  }

  /** The elements of an array; none for other values. */
  get items(): Value[] {
    return Array.isArray(this.raw) && !this.unknown ? this.raw.map((_, index) => this.child(index)) : [];
  }

  /** The properties of an object; none for other values. */
  get entries(): [string, Value][] {
    return this.keys.map((key) => [key, this.child(key)]);
  }

  /** The names of the properties of an object. */
  get keys(): string[] {
    return isRecord(this.raw) && !this.unknown ? Object.keys(this.raw) : [];
  }

  /** The value as plain data, with unknown parts: for storage, not for checks. */
  get whole(): unknown {
    return this.raw;
  }

  /** The same place with another value: a Secret's `data` decoded, a default filled in. */
  with(raw: unknown): Value {
    return new Value(raw, this.origin, this.place);
  }

  /** Every string below this value, at any depth, without keys. */
  *strings(): Generator<string> {
    if (this.string !== undefined) yield this.string;
    for (const item of this.items) yield* item.strings();
    for (const [, value] of this.entries) yield* value.strings();
  }

  /** Every unknown value at or below this one. */
  *unknowns(): Generator<Value> {
    if (this.unknown) yield this;
    for (const item of this.items) yield* item.unknowns();
    for (const [, value] of this.entries) yield* value.unknowns();
  }

  private child(key: string | number): Value {
    const raw = ownAt(this.raw, key);
    return raw instanceof Value ? raw : new Value(raw, this.origin, { key, above: this.place });
  }
}

/** Own properties only: an inherited `constructor` isn't an input. */
function ownAt(raw: unknown, key: string | number): unknown {
  return isIndexable(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined;
}

function reasonOf(raw: unknown, origin: Origin, place: Place | undefined): UnknownReason | undefined {
  if (origin.ignored.length > 0 && isIgnored(origin, place)) return "ignored";
  return unknownReason(raw);
}

/** Why a value is unknown regardless of its place, without a secret's wrapper. */
export function unknownReason(raw: unknown): Exclude<UnknownReason, "ignored"> | undefined {
  if (typeof raw === "string") {
    if (unknownSentinels.has(raw)) return "preview";
    return raw === encryptedSecret ? "encrypted" : undefined;
  }
  return raw === unread ? "unread" : undefined;
}

function isIgnored({ ignored }: Origin, place: Place | undefined): boolean {
  const path = pathTo(place);
  return ignored.some((pattern) => covers(pattern, path));
}

function pathTo(place: Place | undefined): Path {
  const path: (string | number)[] = [];
  for (let next = place; next; next = next.above) path.push(next.key);
  return path.reverse();
}

/** A path as users write it: `spec.template.metadata.labels["app.kubernetes.io/name"]`, `env[2].value`. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `["${key}"]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}

function isIndexable(raw: unknown): raw is Record<string | number, unknown> {
  return Array.isArray(raw) || isRecord(raw);
}

/** Whether `path` matches `pattern`, with `*` for any key, or is below it. */
export function covers(pattern: Path, path: Path): boolean {
  return (
    pattern.length > 0 &&
    pattern.length <= path.length &&
    pattern.every((key, index) => key === "*" || key === path[index])
  );
}

/** Whether two names can be equal. An unknown one can be any. */
export function mayEqual(one: Value, other: Value): boolean {
  return Boolean(one.unknown || other.unknown) || one.string === other.string;
}

export function isTrue({ text }: Value): boolean {
  return text?.trim().toLowerCase() === "true";
}
