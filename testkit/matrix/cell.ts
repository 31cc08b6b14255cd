/** What a policy means on a host, with the proof: a gateway there that is wrong in the policy's way. */
import type { Host } from "../../gateway/hosts/host";
import type { Expected } from "../messages";
import type { Props, Resource } from "../pack";

/** A policy checks the host: it reports this. */
interface Judged<Parts> {
  /** What of a gateway that is as it should be has to be spoilt. */
  readonly spoilt: Parts;
  /** The message of the finding. */
  readonly says: Expected;
  /** What else is in the stack; in place of what makes the gateway as it should be, where `alone`. */
  readonly beside?: readonly Resource[];
  readonly alone?: boolean;
  /** True where every gateway there is wrong in this way, so that none is as it should be. */
  readonly always?: boolean;
}

/** A policy isn't applicable on the host. `because` is a sentence without its period. */
interface Silent {
  readonly because: string;
  /** What else is in the stack, where only that could be wrong. */
  readonly beside?: readonly Resource[];
}

export type Cell<Parts> = Judged<Parts> | Silent;
export type Cells<Parts> = Readonly<Record<string, Cell<Parts>>>;

export function judged<Parts>(
  spoilt: Parts,
  says: Expected,
  more: Omit<Judged<Parts>, "spoilt" | "says"> = {},
): Cell<Parts> {
  return { spoilt, says, ...more };
}

export function silent(because: string, beside: readonly Resource[] = []): Silent {
  return { because, beside };
}

/** A host as its file describes it. */
interface Description<Parts> {
  /** What the documentation calls it. */
  readonly title: string;
  readonly adapter: Host;
  /** The shapes in which it comes: each makes a gateway that is as it should be but for some parts. */
  readonly shapes: readonly ((parts: Partial<Parts>) => Resource)[];
  /** What has to be in the stack besides. */
  readonly around?: readonly Resource[];
  /** By the policy's name. */
  readonly cells: Cells<Parts>;
}

/** A cell of a shape, ready to be tried. */
export type Trial =
  | {
      readonly stack: readonly Resource[];
      readonly says: Expected;
      readonly always: boolean;
    }
  | Silent;

export interface Column {
  readonly title: string;
  readonly adapter: Host;
  readonly shapes: readonly {
    readonly type: string;
    /** A stack in which all is as it should be. */
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
        const { spoilt, says, beside = [], alone = false, always = false } = cell;
        return { stack: [...(alone ? [] : around), ...beside, make(spoilt)], says, always };
      };
      const trials = Object.entries(cells).map(([policy, cell]) => [policy, trialOf(cell)] as const);
      return { type: good.type, good: [...around, good], trials: Object.fromEntries(trials) };
    }),
  };
}

/** Settings by name; an undefined one is taken out. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** The settings that are set. */
export function entriesOf(settings: Settings): [string, string][] {
  return Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** Labels under Kubernetes' names, and the same as Azure's tags. */
export const labels: Props = { "apim-gateway/owner": "platform", "apim-gateway/responsibility": "customer" };
export const tags: Props = { "apim-gateway-owner": "platform", "apim-gateway-responsibility": "customer" };
