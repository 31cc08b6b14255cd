import { describe } from "node:test";
import { reports } from "../../testkit/messages";
import { casesOf } from "../../testkit/samples/cases";
import { besideInstaller, installers } from "../../testkit/samples/installations";
import { usePack } from "../../testkit/use-pack";

const run = casesOf(usePack({ only: ["gateway-network"] }), "gateway-network", { judged: false });

describe("a hub that installs into other clusters: what is beside it need not be beside the pods", () =>
  run(
    installers.map(({ title, installer, isHere }) => ({
      title,
      stack: [installer, ...besideInstaller],
      finds: isHere ? [reports("outside")] : [],
    })),
  ));
