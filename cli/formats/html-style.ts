/** The style of the fleet page: light and dark, phone and desktop, screen and paper. */
export const style = `
:root { --text: #1b1f24; --soft: #57606a; --page: #fff; --card: #f6f8fa; --line: #d0d7de; --link: #0550ae;
  --bad: #a40e26; --fair: #7d4e00; --good: #116329; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #9da7b3; --page: #0d1117; --card: #161b22; --line: #3d444d; --link: #79c0ff;
    --bad: #ff9a93; --fair: #eac54f; --good: #7ee787; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 80rem; color: var(--text); background: var(--page);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
small, header p, footer { color: var(--soft); }
code { font: .875em ui-monospace, monospace; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; }
.tiles div { display: flex; flex-direction: column-reverse; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.tiles dd { margin: 0; font-size: 1.75rem; font-weight: 600; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { overflow-wrap: break-word; padding: .5rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
.cards td { min-width: 7rem; }
.cards code, .cards small { overflow-wrap: anywhere; }
tr.bad td:first-child { border-left: 4px solid var(--bad); }
tr.fair td:first-child { border-left: 4px solid var(--fair); }
tr.good td:first-child { border-left: 4px solid var(--good); }
tr.in th { color: var(--good); }
tr.out th, .past time, .mandatory b { color: var(--bad); }
.advisory b { color: var(--fair); }
.agenda, .findings { padding: 0; list-style: none; }
.agenda time { display: inline-block; min-width: 7rem; font-variant-numeric: tabular-nums; }
.findings li { padding: .5rem 0; border-bottom: 1px solid var(--line); }
.findings p { margin: .25rem 0 0; }
:target { background: var(--card); }
@media (max-width: 45rem) {
  .cards thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .cards tr { display: block; margin-bottom: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
  .cards td { display: flex; gap: .5rem; border: 0; min-width: 0; flex-wrap: wrap; }
  .cards td::before { content: attr(data-name); flex: 0 0 7rem; color: var(--soft); }
}
@media print {
  :root { --text: #000; --soft: #444; --page: #fff; --card: #fff; --line: #999; --link: #000; --bad: #900; --fair: #640; --good: #050; }
  body { max-width: none; font-size: 9pt; }
  tr, li, .tiles div { break-inside: avoid; }
  .wide { overflow: visible; }
  .cards td { min-width: 0; }
}
`;
