/** vega calls it with the mark's row, or null when the pointer leaves. */
type TooltipHandler = (handler: unknown, event: MouseEvent, item: unknown, value: unknown) => void;

/** Shows what the row under the pointer has in these columns, beside the pointer and within the window. */
export function tooltip(columns: readonly string[]): TooltipHandler {
  return (_handler, event, _item, value) => {
    const box = tip();
    const lines = typeof value !== 'object' || value === null ? [] : linesOf(value as { readonly [column: string]: unknown }, columns);
    box.hidden = lines.length === 0;
    if (box.hidden) return;
    box.textContent = lines.join('\n');
    const { width, height } = box.getBoundingClientRect();
    const left = Math.min(event.clientX + 14, document.documentElement.clientWidth - width - 4);
    const below = event.clientY + 14;
    box.style.left = `${Math.max(4, left)}px`;
    box.style.top = `${below + height > window.innerHeight ? Math.max(4, event.clientY - height - 10) : below}px`;
  };
}

function linesOf(row: { readonly [column: string]: unknown }, columns: readonly string[]): readonly string[] {
  return columns.flatMap((column) => {
    const value = row[column];
    if (value === undefined || value === null || value === '') return [];
    return [`${column}: ${typeof value === 'number' ? Number(value.toPrecision(6)) : text(value)}`];
  });
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** One for the page. The rows are in the CSV for those who do not point. */
function tip(): HTMLElement {
  const there = document.querySelector<HTMLElement>('.tip');
  if (there !== null) return there;
  const box = document.createElement('div');
  box.className = 'tip';
  box.setAttribute('aria-hidden', 'true');
  document.body.append(box);
  return box;
}
