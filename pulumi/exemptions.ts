import { addDays, type Day, parseDay, today } from "./clock";
import { compileGlob } from "./glob";
import type { OptionProblem, OptionValues } from "./options";
import type { Resource } from "./resource";
import { pathText, type Value } from "./value";

/** The options that every policy has besides its own. */
export const exemptionOptions = {
  exemptions: {
    type: "array",
    description: "Resources whose violations are advisories until an expiry date, each with a reason.",
    default: [],
    items: {
      type: "object",
      additionalProperties: false,
      required: ["resource", "reason", "expires"],
      properties: {
        resource: { type: "string", format: "glob", description: "Glob for the resource's name or URN." },
        reason: { type: "string", description: "Why the violation is acceptable for now." },
        expires: {
          type: "string",
          format: "day",
          description: "Last day of the exemption (UTC), YYYY-MM-DD.",
        },
        owner: { type: "string", description: "Team or person responsible for the exemption." },
      },
    },
  },
  allowResourceExemptions: {
    type: "boolean",
    description: "Whether an exemption in an annotation, label or tag of the resource is accepted.",
    default: false,
  },
} as const;

type ExemptionOptions = OptionValues<typeof exemptionOptions>;

/** What exemptions say about one resource: nothing, exempt until a day, or a remark on one that does not count. */
export type Exemption = { readonly live?: string; readonly remark?: string };

/** An exemption further ahead than this many days is refused: nobody would look at it again. */
const longest = 366;

/** Problems that the schema cannot see: a reason that says nothing, an end too far ahead. */
export function exemptionProblems(
  { exemptions }: ExemptionOptions,
  written: Record<string, unknown>,
): OptionProblem[] {
  // Entries that cannot be read are gone from the list, so the place is looked up in what the user wrote.
  const places: unknown = written.exemptions;
  return exemptions.flatMap((exemption) => {
    const { reason, expires } = exemption;
    const at = `exemptions[${Array.isArray(places) ? places.indexOf(exemption) : 0}]`;
    if (reason.trim() === "") return [{ option: `${at}.reason`, value: '""', expected: "a reason" }];
    if (tooFarAhead(expires)) return [{ option: `${at}.expires`, value: expires, expected: tooFarText() }];
    return [];
  });
}

/** Finds what exempts `resource` from the policy named `policy`; a live exemption wins over one that has ended. */
export function findExemption(resource: Resource, policy: string, options: ExemptionOptions): Exemption {
  const found = [
    ...options.exemptions
      .filter(({ resource: glob }) => matchesResource(glob, resource))
      .map(({ reason, expires, owner }) => judge(reason, expires, owner)),
    ...onResource(resource, policy, options.allowResourceExemptions),
  ];
  return found.find(({ live }) => live) ?? found.find(({ remark }) => remark) ?? {};
}

function matchesResource(glob: string, { name, urn }: Resource): boolean {
  const matches = compileGlob(glob);
  return matches !== undefined && (matches(name) || matches(urn));
}

function judge(reason: string, expires: Day, owner?: string): Exemption {
  if (reason.trim() === "" || tooFarAhead(expires)) return {};
  const why = owner ? `${shorten(reason)}; owner ${shorten(owner)}` : shorten(reason);
  // `expires` is the last day that counts.
  return today() <= expires
    ? { live: `Exempted until ${expires} (${why})` }
    : { remark: `The exemption (${why}) ended on ${expires}.` };
}

/** `<reason>; expires=YYYY-MM-DD` in the annotation `apim-gateway/exempt-<policy>`, or in the Azure tag of that name with `-`. */
function onResource(resource: Resource, policy: string, allowed: boolean): Exemption[] {
  const places = [
    resource.props.get("metadata", "annotations", `apim-gateway/exempt-${policy}`),
    resource.props.get("tags", `apim-gateway-exempt-${policy}`),
  ];
  return places
    .filter((value) => !value.absent && !value.unknown)
    .map((value) => {
      if (!allowed) {
        return { remark: `The exemption at ${at(value)} does not count: allowResourceExemptions is false.` };
      }
      const [, reason = "", expires] = /^(.*);\s*expires=(\S+)\s*$/s.exec(value.text ?? "") ?? [];
      const day = parseDay(expires);
      if (reason.trim() === "" || !day) {
        return {
          remark: `The exemption at ${at(value)} cannot be read: write \`<reason>; expires=YYYY-MM-DD\`.`,
        };
      }
      if (tooFarAhead(day))
        return { remark: `The exemption at ${at(value)} does not count: not ${tooFarText()}.` };
      return judge(reason, day);
    });
}

function tooFarAhead(expires: Day): boolean {
  return expires > addDays(today(), longest);
}

function tooFarText(): string {
  return `a day at most ${longest} days ahead`;
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function at(value: Value): string {
  return `\`${pathText(value.path)}\``;
}
