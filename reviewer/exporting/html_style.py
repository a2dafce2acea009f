"""How the report for reading looks, on a screen in light and dark colours, and on paper."""

from typing import Final

SCREEN: Final = """\
:root { color-scheme: light dark; --ink: #1d232b; --paper: #ffffff; --soft: #59626e; --line: #cfd5dc;
  --head: #eef1f4; --good: #dcefe2; --bad: #f7dfd9; --both: #f5e9cd; --none: #e9ecef; --link: #1d4f91; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --paper: #191d22; --soft: #a3adb8;
  --line: #3a424c; --head: #252b32; --good: #1f4130; --bad: #522c24; --both: #4a3c1b; --none: #2e353d;
  --link: #8fb8ee; } }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.4rem; margin-top: 2.5rem; border-top: 2px solid var(--line);
  padding-top: 1rem; } h3 { font-size: 1.15rem; margin-top: 2rem; } h4 { font-size: 1.05rem; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; margin: 1.2rem 0; font-size: .92rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--head); }
tbody th { font-weight: 400; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; overflow-wrap: anywhere; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; }
.finding { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.2rem;
  margin: .8rem 0; }
.finding p { margin: 0; } .finding aside { border-left: 3px solid var(--line); padding-left: .7rem;
  font-size: .88rem; color: var(--soft); }
mark { color: inherit; padding: .05rem .1rem; }
.positive { background: var(--good); } .negative { background: var(--bad); }
.mixed { background: var(--both); }
.neutral { background: var(--none); }
.key span { padding: .1rem .5rem; margin-right: .4rem; }
.sign { font-weight: 700; padding: 0 .2rem; }
.number { color: var(--soft); } .between { color: var(--soft); margin: .3rem 0; }
.page { color: var(--soft); font-size: .8rem; border-top: 1px dashed var(--line); margin: 1rem 0 .4rem; }
small { color: var(--soft); }
.picture { margin: 1rem 0; overflow-x: auto; } .picture svg { max-width: 100%; height: auto; }
.picture a:focus rect, .picture a:hover rect { fill: var(--link); fill-opacity: .12; }
@media (max-width: 45rem) { .finding { grid-template-columns: 1fr; gap: .3rem; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } article { break-before: page; }
  article:first-child { break-before: auto; } h2, h3, h4 { break-after: avoid; } tr, .finding {
  break-inside: avoid; } mark, .positive, .negative, .mixed, .neutral { print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; } nav { display: none; } }
"""
