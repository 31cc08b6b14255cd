/** Input that must be escaped or omitted in every format. */
import { deployment } from "./command";

export const canary = "CANARY-7f3a";
const token = `GatewayKey gw&202601010000&${canary}`;

/** Manifests with the canary in place of a secret. */
export const secrets: Record<string, string> = {
  "a Secret": `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { value: "${token}" }\n`,
  "a Secret in base64": `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\ndata: { value: ${Buffer.from(token).toString("base64")} }\n`,
  "a setting": deployment({
    extra: `          env: [{ name: config.service.auth, value: "${token}" }, { name: other, value: ${canary} }]\n`,
  }),
};

/** Whether a report contains the canary, in plain text or in base64. */
export function holdsCanary(report: string): boolean {
  return report.includes(canary) || report.includes(Buffer.from(canary).toString("base64"));
}

/** A name that is markup in every format, with characters that control a terminal or disguise text. */
export const hostileName =
  "<img src=x onerror=alert(1)>]]>&\"'`**b**`|[link](https://example.com/x) @octocat #1 {{0}}\u0007\u001b[2J\u202e\ufffe";

/** A gateway with that name for the object, for a setting, and in a value that a message quotes. */
export const hostile = deployment({
  name: JSON.stringify(hostileName),
  extra: `          env:
            - { name: ${JSON.stringify(`config.service.${hostileName}`)}, value: a }
            - { name: config.service.endpoint, value: ${JSON.stringify(hostileName)} }
`,
});
