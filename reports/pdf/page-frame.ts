import { PALETTE } from '../html/style.ts';

/** Room for header and footer. */
export const MARGIN = { top: '20mm', bottom: '18mm', left: '16mm', right: '16mm' } as const;

const { quiet } = PALETTE.light;
const frame = (align: string, content: string): string =>
  `<div style="width:100%;margin:0 ${MARGIN.left};color:${quiet};font:8px sans-serif;text-align:${align};white-space:nowrap;overflow:hidden;text-overflow:ellipsis">${content}</div>`;

/** Chromium puts the document's title and the page's numbers, as text, into elements of these classes. */
export const HEADER = frame('left', '<span class="title"></span>');
export const FOOTER = frame('center', '<span class="pageNumber"></span> / <span class="totalPages"></span>');
