/** Milliseconds of processor time of this process. Unlike clock time, it doesn't depend on other tests. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
