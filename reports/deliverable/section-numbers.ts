/** Numbers headings in reading order: `1`, `1.1`, `2`. A level that is left out does not count: the heading below it is a subsection all the same. */
export function sectionNumbers(): (depth: number) => string {
  const open: { readonly depth: number; n: number }[] = [];
  return (depth) => {
    while (open.length > 0 && (open.at(-1) as { depth: number }).depth > depth) open.pop();
    const last = open.at(-1);
    if (last?.depth === depth) last.n += 1;
    else open.push({ depth, n: 1 });
    return open.map(({ n }) => n).join('.');
  };
}
