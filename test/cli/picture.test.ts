import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { read } from "../../tools/docs/paths";
import { coloredPreview } from "../../tools/docs/pictures/main";
import { previewPicture } from "../../tools/docs/pictures/preview";

const root = join(__dirname, "..", "..");

test("the picture in the README is that of a preview today", async () => {
  const picture = previewPicture(await coloredPreview(), root);
  assert.equal(picture, read("docs/preview.svg"), "run `npm run docs:pictures`");
});
