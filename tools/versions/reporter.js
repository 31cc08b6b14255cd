// A reporter for `node --test`: one line of JSON for each test, without the suites around it.
module.exports = async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { type: kind, error } = data.details ?? {};
    if (kind === "suite" || error?.failureType === "subtestsFailed") continue;
    yield `${JSON.stringify({ test: data.name, passed: type === "test:pass" })}\n`;
  }
};
