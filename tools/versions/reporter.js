// A reporter for `node --test`. It prints one line of JSON per test and omits suites.
module.exports = async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { type: kind, error } = data.details ?? {};
    if (kind === "suite" || error?.failureType === "subtestsFailed") continue;
    yield `${JSON.stringify({ test: data.name, passed: type === "test:pass" })}\n`;
  }
};
