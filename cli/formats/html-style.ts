/** The style of the fleet page: light and dark, phone and desktop, screen and paper. */
export const style = `
:root { --text: #1b1f24; --soft: #57606a; --page: #fff; --card: #f6f8fa; --line: #d0d7de; --link: #0550ae;
  --bad: #a40e26; --fair: #7d4e00; --good: #116329; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #9da7b3; --page: #0d1117; --card: #161b22; --line: #3d444d; --link: #79c0ff;
    --bad: #ff9a93; --fair: #eac54f; --good: #7ee787; }
}
* { box-sizing: border-box; }
html { scroll-padding: 1rem; }
body { margin: 0 auto; padding: 1rem 1.25rem; max-width: 84rem; color: var(--text); background: var(--page);
  font: .9375rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.25rem; }
h3 { display: inline; margin: 0; font-size: 1rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
header p, footer { color: var(--soft); }
header p { margin: .25rem 0 .75rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
small { color: var(--soft); font-size: .875em; font-weight: 400; }
code { font: .875em ui-monospace, monospace; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
span.bad { color: var(--bad); font-weight: 600; }
span.fair { color: var(--fair); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
.tiles div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: .75rem;
  background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.tiles dt { color: var(--soft); }
.tiles dd { margin: 0; font-size: 1.75rem; font-weight: 600; line-height: 1.2; }
.tiles .bad dd { color: var(--bad); }
.tiles .fair dd { color: var(--fair); }
table { width: 100%; border-collapse: collapse; }
th, td { overflow-wrap: break-word; padding: .5rem .75rem .5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; }
.gateways td small { display: block; }
.names { display: flex; flex-wrap: wrap; gap: .125rem .75rem; margin: -.125rem 0; padding: 0; list-style: none; }
.names li { padding-block: .125rem; }
.names a { display: inline-block; margin-block: -.125rem; padding-block: .125rem; }
tr { --edge: var(--line); }
tr.bad { --edge: var(--bad); }
tr.fair { --edge: var(--fair); }
:is(.gateways, .window) tr.good { --edge: var(--good); }
.cards tbody :is(td, th[scope="row"]):first-child { padding-left: .75rem; border-left: 4px solid var(--edge); }
.names, .gateways td:first-child, code { overflow-wrap: anywhere; }
.dates .bad time, .window .bad td:nth-child(3) { color: var(--bad); }
svg { display: block; width: 12rem; max-width: 100%; height: .5rem; margin-top: .4rem; }
rect { fill: var(--soft); }
.window .good rect { fill: var(--good); }
.window .fair rect { fill: var(--fair); }
.window rect.track { fill: var(--line); }
.stack th { padding: 1.25rem 0 .5rem; font-size: 1rem; }
.gateways tr:target td { background: var(--card); }
details { padding: .5rem 0; border-bottom: 1px solid var(--line); }
summary { cursor: pointer; }
.findings { margin: .25rem 0 0; padding: 0 0 0 1rem; list-style: none; scroll-margin-top: 4rem; }
.findings li { padding: .375rem 0; }
.findings p { margin: .125rem 0 0; max-width: 60rem; }
.mandatory b { color: var(--bad); }
.advisory b { color: var(--fair); }
@media print, (min-width: 60.01rem) {
  .dates td:first-child { width: 18%; }
  .dates td:nth-child(2) { width: 36%; }
  .window td:nth-child(2) { width: 10%; }
  .window td:nth-child(3) { width: 22%; }
  .window td:nth-child(4) { width: 14%; }
  .exemptions td { width: 18%; }
  .exemptions td:nth-child(3) { width: 28%; }
  .exemptions td:last-child { width: auto; }
  .gateways td { width: 11%; }
  .gateways td:is(:first-child, :nth-child(4), :nth-child(6)) { width: 14%; }
  .gateways td:last-child { width: 13%; }
}
@media screen and (max-width: 60rem) {
  .cards thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .cards tr { display: block; margin-bottom: .75rem; padding: .5rem .75rem; background: var(--card);
    border: 1px solid var(--line); border-left: 4px solid var(--edge); border-radius: .5rem; }
  .cards tr.stack { margin: 1.5rem 0 .5rem; padding: 0; background: none; border: 0; }
  .cards, .cards tbody, .cards tr > :is(td, th) { display: block; width: auto; }
  .cards tr > :is(td, th) { padding: .125rem 0; border: 0; }
  .cards tbody :is(td, th[scope="row"]):first-child { padding-left: 0; border: 0; }
  .cards td:not(:first-child) { display: grid; grid-template-columns: 7rem 1fr; gap: .75rem; }
  .cards td:not(:first-child)::before { content: attr(data-name); color: var(--soft); overflow-wrap: anywhere; }
  .cards td:has(svg) { display: none; }
  .cards td div { min-width: 0; overflow-wrap: anywhere; }
}
@page { size: landscape; margin: 12mm; }
@media print {
  :root { --text: #000; --soft: #444; --page: #fff; --card: #fff; --line: #999; --link: #000; --bad: #900; --fair: #640; --good: #050; }
  body { max-width: none; padding: 0; font-size: 8.5pt; }
  nav { display: none; }
  .tiles { grid-template-columns: repeat(8, 1fr); }
  h2 { break-after: avoid; }
  tr, li, .tiles div { break-inside: avoid; }
  .stack { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  rect { print-color-adjust: exact; }
}
`;
