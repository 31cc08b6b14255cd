/** The examples on the policies' pages give the findings on the pages. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { examplesIn } from "../../tools/docs/examples/examples";
import { Runner } from "../../tools/docs/examples/findings";
import { policies } from "../../tools/docs/pages/policies";
import { pageOf, read } from "../../tools/docs/paths";

const runner = new Runner();
after(() => runner.stop());

for (const { name } of policies) {
  describe(name, () => {
    const text = read(pageOf(name));
    for (const [index, example] of examplesIn(text).entries()) {
      const which = `example ${index + 1}`;
      if (example.kind === "bad")
        test(`${which}, a bad one, gives exactly the findings that the page prints`, async () => {
          const { findings } = await runner.run(example, name);
          assert.notEqual(findings, "", "a bad example must have a finding");
          assert.equal(`${findings}\n`, example.findings?.code, "run `npm run docs`");
        });
      else
        test(`${which}, a good one, is checked and passes`, async () => {
          assert.deepEqual(await runner.run(example, name), { findings: "", judged: true });
        });
    }
  });
}
