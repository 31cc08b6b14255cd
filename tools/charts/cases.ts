import { readFileSync } from "node:fs";
import { join } from "node:path";
import { merge } from "../../testkit/matrix/chart";

/** A version of Microsoft's chart, and values for it. */
export interface ChartCase {
  readonly name: string;
  readonly chart: string;
  readonly values: object;
}

export const chartFolder = join(__dirname, "..", "..", "test", "recordings", "chart");
export const release = "gw";
export const namespace = "apim";

/** The values that every case needs to render. A case lists only the values that it tests. */
const endpoint = { gateway: { configuration: { uri: "contoso.configuration.azure-api.net" } } };
const signedIn = {
  gateway: {
    name: "gw",
    auth: { type: "WorkloadIdentity", azureAd: { app: { id: "22222222-2222-2222-2222-222222222222" } } },
  },
};

/** A case in cases.json. `identity` adds values for a valid authentication method. */
interface Written extends ChartCase {
  readonly identity?: boolean;
}

const written: { cases: Written[] } = JSON.parse(readFileSync(join(chartFolder, "cases.json"), "utf8"));

export const chartCases: readonly ChartCase[] = written.cases.map(({ name, chart, values, identity }) => ({
  name,
  chart,
  values: merge(merge(endpoint, identity ? signedIn : {}), values),
}));
