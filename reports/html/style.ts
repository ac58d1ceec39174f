import { INK } from '../figures/theme.ts';

/** Colours of the page; each pair of text and ground has a contrast of at least 4.5 : 1 (a test computes it). */
export const PALETTE = {
  light: {
    paper: '#ffffff',
    ink: '#1c2128',
    quiet: '#57606a',
    line: '#d0d7de',
    band: '#f6f8fa',
    link: '#0a58ca',
    note: '#fff6dd',
    grid: '#e3e7ec',
  },
  dark: {
    paper: '#14181d',
    ink: '#e6edf3',
    quiet: '#9ea9b5',
    line: '#39424d',
    band: '#1c2229',
    link: '#79b8ff',
    note: '#33290d',
    grid: '#2b323a',
  },
} as const;

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** The whole style sheet: no file, font or script from elsewhere. Figures are drawn in fixed colours and repainted here by attribute. */
export const STYLE = `
:root{color-scheme:light dark;${variables(PALETTE.light)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(PALETTE.dark)}}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
body{margin:0}
.skip{position:absolute;left:-99rem}
.skip:focus{left:.5rem;top:.5rem;background:var(--paper);padding:.3rem .6rem}
#report-body{outline:0}
main{max-width:58rem;margin:0 auto;padding:1.5rem 1.25rem 4rem;overflow-wrap:break-word}
h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1.08rem;margin:1.75rem 0 .5rem}
h4{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.6rem 0}
a{color:var(--link)}
nav ol{columns:16rem 2;margin:.5rem 0;padding-left:1.4rem}
nav{border:1px solid var(--line);border-radius:.4rem;padding:.5rem 1rem;margin:1rem 0;font-size:.92rem}
li{margin:.3rem 0}
code{font:.88em ui-monospace,"Liberation Mono","DejaVu Sans Mono",monospace;background:var(--band);border-radius:.2rem;padding:.05em .3em;overflow-wrap:anywhere}
pre{background:var(--band);border:1px solid var(--line);border-radius:.4rem;padding:.75rem 1rem;overflow-x:auto}
pre code{background:none;padding:0;overflow-wrap:normal}
data{white-space:nowrap;font-variant-numeric:tabular-nums}
time{white-space:nowrap}
td time{white-space:normal}
td time span{display:inline-block;white-space:nowrap}
[role=note]{background:var(--note);border-left:.25rem solid #b58105;padding:.5rem .9rem;margin:1rem 0;border-radius:.2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:0 0 1rem;font-size:.9rem}
.caption{color:var(--quiet);font-size:.9rem;margin:1.2rem 0 .3rem}
th,td{padding:.35rem .4rem;border-bottom:1px solid var(--line);vertical-align:top;text-align:left}
td code{display:inline-block;max-width:24rem;overflow-wrap:break-word;line-height:1.45}
th{background:var(--band);font-weight:600}
.right{text-align:right}
figure{margin:1.1rem 0}
figure svg{display:block;max-width:100%;min-width:34rem;height:auto}
figcaption{color:var(--quiet);font-size:.9rem;margin-top:.3rem}
figure .live svg{overflow:visible;background:none!important}
.zoom{display:flex;align-items:center;font-size:.85rem;flex-wrap:wrap;gap:.4rem;margin:.4rem 0}
button,select{font:inherit;font-size:.85rem;color:var(--ink);background:var(--band);border:1px solid var(--quiet);border-radius:.3rem;padding:.2rem .6rem;cursor:pointer}
.tip{position:fixed;z-index:1;pointer-events:none;white-space:pre;max-width:90vw;overflow:hidden;background:var(--paper);color:var(--ink);border:1px solid var(--quiet);border-radius:.3rem;padding:.3rem .5rem;font-size:.85rem;line-height:1.4}
.tip[hidden]{display:none}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
svg [fill="${INK.paper}"]{fill:var(--paper)}
svg [fill="${INK.text}"]{fill:var(--ink)}
svg [stroke="${INK.text}"]{stroke:var(--ink)}
svg [fill="${INK.quiet}"]{fill:var(--quiet)}
svg [stroke="${INK.axis}"]{stroke:var(--quiet)}
svg [stroke="${INK.grid}"]{stroke:var(--grid)}
svg [stroke="${INK.paper}"]{stroke:var(--paper)}
@page{size:A4}
@page wide{size:A4 landscape}
@media print{html{font-size:10.5pt}body{orphans:3;widows:3}main{max-width:none;padding:0}nav,.skip,.zoom,.tip{display:none}h1{margin-top:0}
h1,h2,h3,h4{white-space:pre-wrap}h2,h3,h4,.caption{break-after:avoid}figure,tr,[role=note],li{break-inside:avoid}thead{display:table-header-group;break-after:avoid}
pre{white-space:pre-wrap;overflow-wrap:anywhere}.scroll{overflow:visible}figure svg{min-width:0;max-height:22cm;margin:0 auto}a{color:inherit;text-decoration:none}
.many table{font-size:.76rem}.many th,.many td{padding:.25rem}.many data{white-space:normal}.many td:has(time){width:1%}.many code{overflow-wrap:break-word;max-width:5.5rem}.landscape{page:wide}}
`.trim();
