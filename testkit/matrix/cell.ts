/** What a policy does on a host, with a proof: a gateway on it with the policy's defect. */
import type { Host } from "../../gateway/hosts/host";
import type { Expected } from "../messages";
import type { Props, Resource } from "../pack";

/** A policy checks the host: it reports this. */
interface Judged<Parts> {
  /** The change that adds the defect to a good gateway. */
  readonly defective: Parts;
  /** The message of the finding. */
  readonly reports: Expected;
  /** The other resources of the stack; with `alone`, instead of those of a good gateway. */
  readonly beside?: readonly Resource[];
  readonly alone?: boolean;
  /** True if every gateway on the host has this defect, so there is no good case. */
  readonly always?: boolean;
}

/** A policy isn't applicable on the host. `because` is a sentence without its period. */
interface Silent {
  readonly because: string;
  /** The other resources of the stack, if only they could have the defect. */
  readonly beside?: readonly Resource[];
}

export type Cell<Parts> = Judged<Parts> | Silent;
export type Cells<Parts> = Readonly<Record<string, Cell<Parts>>>;

export function judged<Parts>(
  defective: Parts,
  reports: Expected,
  more: Omit<Judged<Parts>, "defective" | "reports"> = {},
): Cell<Parts> {
  return { defective, reports, ...more };
}

export function silent(because: string, beside: readonly Resource[] = []): Silent {
  return { because, beside };
}

/** A host with its shapes and cells. */
interface Description<Parts> {
  /** Its name in the documentation. */
  readonly title: string;
  readonly adapter: Host;
  /** The shapes of the host: each creates a good gateway with some parts changed. */
  readonly shapes: readonly ((parts: Partial<Parts>) => Resource)[];
  /** The other resources that a good gateway needs. */
  readonly around?: readonly Resource[];
  /** By the policy's name. */
  readonly cells: Cells<Parts>;
}

/** A cell of a shape as a test case. */
export type Trial =
  | {
      readonly stack: readonly Resource[];
      readonly reports: Expected;
      readonly always: boolean;
    }
  | Silent;

export interface Column {
  readonly title: string;
  readonly adapter: Host;
  readonly shapes: readonly {
    readonly type: string;
    /** A stack without a defect. */
    readonly good: readonly Resource[];
    readonly trials: Readonly<Record<string, Trial>>;
  }[];
}

export function column<Parts>(description: Description<Parts>): Column {
  const { title, adapter, shapes, around = [], cells } = description;
  return {
    title,
    adapter,
    shapes: shapes.map((make) => {
      const good = make({});
      const trialOf = (cell: Cell<Parts>): Trial => {
        if ("because" in cell) return cell;
        const { defective, reports, beside = [], alone = false, always = false } = cell;
        return { stack: [...(alone ? [] : around), ...beside, make(defective)], reports, always };
      };
      const trials = Object.entries(cells).map(([policy, cell]) => [policy, trialOf(cell)] as const);
      return { type: good.type, good: [...around, good], trials: Object.fromEntries(trials) };
    }),
  };
}

/** Settings by name; an undefined one is removed. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** The settings that are set. */
export function entriesOf(settings: Settings): [string, string][] {
  return Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** Labels under Kubernetes' names, and the same as Azure's tags. */
export const labels: Props = { "apim-gateway/owner": "platform", "apim-gateway/responsibility": "customer" };
export const tags: Props = { "apim-gateway-owner": "platform", "apim-gateway-responsibility": "customer" };
