/** Colours that figures are drawn in; the HTML style sheet repaints the neutral ones for a dark page. */
export const INK = {
  paper: '#ffffff',
  text: '#1c2129',
  quiet: '#57606b',
  axis: '#8a949f',
  grid: '#e3e7ed',
  bad: '#c62f2f',
  band: '#8897a8',
} as const;

/** Eight hues that keep a contrast of 3 : 1 on white and on the dark page; further instances take them again, with another shape. */
export const HUES = ['#2f7fd1', '#d9730d', '#1f9254', '#a45fd0', '#d0487e', '#0f8f9c', '#8a7a1f', '#7280d8'] as const;
export const SHAPES = ['circle', 'square', 'triangle-up', 'diamond'] as const;

/** Inner width of a figure, px; the height is each figure's own. */
export const WIDTH = 720;

/** What all figures share. Fonts are generic and text sizes fixed, so that the same rows give the same bytes on every machine. */
export const CONFIG = {
  aria: false,
  background: INK.paper,
  font: 'sans-serif',
  padding: 6,
  view: { stroke: null },
  axis: {
    labelColor: INK.text,
    titleColor: INK.text,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    gridColor: INK.grid,
    domainColor: INK.axis,
    tickColor: INK.axis,
  },
  header: { labelColor: INK.text, titleColor: INK.text, labelFontSize: 13, labelFontWeight: 'bold' },
  legend: { labelColor: INK.text, titleColor: INK.text, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', symbolSize: 70 },
} as const;
