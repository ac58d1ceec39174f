/** What the style sheet has in addition for a deliverable: a title page of its own, lists that lead into the document. */
export const AUTHORED_STYLE = `
blockquote{margin:.6rem 0;padding:.1rem 1rem;border-left:.25rem solid var(--line);color:var(--quiet)}
hr{border:0;border-top:1px solid var(--line);margin:1.5rem 0}
h5,h6{font-size:1rem;margin:1.2rem 0 .4rem}
details{margin:.5rem 0;font-size:.9rem}
.title-page{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.4rem 1.5rem;margin:1.5rem 0}
.title-page dt{color:var(--quiet)}
.title-page dd{margin:0}
nav.index{border:0;padding:0;font-size:1rem}
.index ul{list-style:none;margin:.5rem 0;padding:0}
.index .depth-1{padding-left:1.5rem}
.index .depth-2{padding-left:3rem}
.index .depth-3,.index .depth-4{padding-left:4.5rem}
@media print{h1:has(+.title-page){padding-top:6cm;font-size:2.1rem}.title-page{margin-top:1.5cm}nav.index{display:block}.index li{margin:.15rem 0}.title-page{break-after:page}details{display:none}}
`.trim();
