import { describe } from "node:test";
import { says } from "../../testkit/messages";
import { besideInstaller, installers } from "../../testkit/samples/installations";
import { saysOf } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const run = saysOf(usePack({ only: ["gateway-network"] }), "gateway-network");

describe("a hub that installs into other clusters: what is beside it need not be beside the pods", () =>
  run(
    installers.map(({ title, installer, isHere }) => [
      title,
      [installer, ...besideInstaller],
      ...(isHere ? [says("outside")] : []),
    ]),
  ));
