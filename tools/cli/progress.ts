/**
 * Shows the progress of a long operation on stderr: on a terminal, one line that is updated every second; otherwise, a
 * new line every 30 seconds.
 */
export function showProgress(what: string, stream: NodeJS.WriteStream = process.stderr): { end(): void } {
  const started = Date.now();
  const elapsed = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const terminal = stream.isTTY === true;
  const show = () => stream.write(terminal ? `\r${what} ${elapsed()}` : `${what} ${elapsed()}\n`);
  const timer = setInterval(show, terminal ? 1_000 : 30_000);
  return {
    end() {
      clearInterval(timer);
      stream.write(`${terminal ? "\r" : ""}${what} ended after ${elapsed()}\n`);
    },
  };
}
