import { addDays, type Day, parseDay, today } from "./clock";
import { compileGlob } from "./glob";
import type { OptionProblem, OptionValues } from "./options";
import type { Resource } from "./resource";
import { pathText } from "./value";

/** The options that every policy has in addition to its own. */
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

/** An exemption of one resource: valid, expired, or on the resource and ignored. */
export type Exemption =
  | { readonly kind: "exempted" | "ended"; readonly expires: Day; readonly why: string }
  | { readonly kind: "notAllowed" | "invalid" | "tooFar"; readonly path: string; readonly days: string };

/** The maximum number of days that an exemption may last, so it is reviewed. */
const longest = 366;

/** Problems that the schema can't express: an empty reason, or an end date too far in the future. */
export function exemptionProblems(
  { exemptions }: ExemptionOptions,
  written: Record<string, unknown>,
): OptionProblem[] {
  // Unreadable entries were removed from the list, so the index is looked up in the user's own list.
  const places: unknown = written.exemptions;
  return exemptions.flatMap((exemption): OptionProblem[] => {
    const { reason, expires } = exemption;
    const at = `exemptions[${Array.isArray(places) ? places.indexOf(exemption) : 0}]`;
    if (reason.trim() === "") return [{ option: `${at}.reason`, value: '""', expected: { kind: "text" } }];
    if (tooFarAhead(expires))
      return [
        { option: `${at}.expires`, value: expires, expected: { kind: "dayWithin", days: `${longest}` } },
      ];
    return [];
  });
}

/** The exemption of `resource` from the policy named `policy`; a valid one takes precedence. */
export function findExemption(
  resource: Resource,
  policy: string,
  options: ExemptionOptions,
): Exemption | undefined {
  const found = [
    ...options.exemptions
      .filter(({ resource: glob }) => matchesResource(glob, resource))
      .flatMap(({ reason, expires, owner }) => judge(reason, expires, owner) ?? []),
    ...onResource(resource, policy, options.allowResourceExemptions),
  ];
  return found.find(({ kind }) => kind === "exempted") ?? found[0];
}

function matchesResource(glob: string, { name, urn }: Resource): boolean {
  const matches = compileGlob(glob);
  return matches !== undefined && (matches(name) || matches(urn));
}

function judge(reason: string, expires: Day, owner?: string): Exemption | undefined {
  if (reason.trim() === "" || tooFarAhead(expires)) return undefined;
  const why = owner ? `${shorten(reason)}; owner ${shorten(owner)}` : shorten(reason);
  // `expires` is the last day of the exemption.
  return { kind: today() <= expires ? "exempted" : "ended", expires, why };
}

/** `<reason>; expires=YYYY-MM-DD` in the annotation `apim-gateway/exempt-<policy>`, or in the Azure tag of that name with `-`. */
function onResource(resource: Resource, policy: string, allowed: boolean): Exemption[] {
  const places = [
    resource.props.get("metadata", "annotations", `apim-gateway/exempt-${policy}`),
    resource.props.get("tags", `apim-gateway-exempt-${policy}`),
  ];
  return places
    .filter((value) => !value.absent && !value.unknown)
    .flatMap((value): Exemption[] => {
      const place = { path: pathText(value.path), days: `${longest}` };
      if (!allowed) return [{ kind: "notAllowed", ...place }];
      const [, reason = "", expires] = /^(.*);\s*expires=(\S+)\s*$/s.exec(value.text ?? "") ?? [];
      const day = parseDay(expires);
      if (reason.trim() === "" || !day) return [{ kind: "invalid", ...place }];
      if (tooFarAhead(day)) return [{ kind: "tooFar", ...place }];
      const exemption = judge(reason, day);
      return exemption ? [exemption] : [];
    });
}

function tooFarAhead(expires: Day): boolean {
  return expires > addDays(today(), longest);
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
