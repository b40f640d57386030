/** One accent, for the internet; everything else is told apart by form and in print, too. */
export const colours = {
  paper: '#ffffff',
  ink: '#1c2430',
  quiet: '#566070',
  line: '#3d4858',
  faint: '#c3cad4',
  room: '#f3f5f8',
  socket: '#e3e8ef',
  accent: '#b3431c',
} as const;

/** Graphviz knows its widths by heart; where it is not installed, fonts as wide stand in for it. */
export const fontName = 'Helvetica';
export const fontStack = 'Helvetica, Arial, Liberation Sans, Nimbus Sans, sans-serif';

/** In points, which are pixels in the picture. */
export const fontSizes = { title: 19, room: 13, name: 12, small: 10.5 } as const;
