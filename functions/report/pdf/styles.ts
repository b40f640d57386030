import { palette, sheet, typeSizes } from '../../../report-templates/theme.ts';
import type { Style } from './pen.ts';

/** The width between the margins. */
export const contentWidth = sheet.width - sheet.left - sheet.right;

export const styles = {
  product: { face: 'bold', size: typeSizes.lead, colour: palette.accent },
  title: { face: 'bold', size: typeSizes.title, colour: palette.ink },
  subtitle: { face: 'regular', size: typeSizes.heading2, colour: palette.muted },
  heading1: { face: 'bold', size: typeSizes.heading1, colour: palette.accent },
  heading2: { face: 'bold', size: typeSizes.heading2, colour: palette.ink },
  heading3: { face: 'bold', size: typeSizes.heading3, colour: palette.ink },
  lead: { face: 'regular', size: typeSizes.lead, colour: palette.ink },
  body: { face: 'regular', size: typeSizes.body, colour: palette.ink },
  bodyStrong: { face: 'bold', size: typeSizes.body, colour: palette.ink },
  small: { face: 'regular', size: typeSizes.small, colour: palette.ink },
  cell: { face: 'regular', size: typeSizes.table, colour: palette.ink },
  code: { face: 'mono', size: typeSizes.small, colour: palette.ink },
  columnHeader: { face: 'bold', size: typeSizes.small, colour: palette.muted },
  keyLabel: { face: 'bold', size: typeSizes.table, colour: palette.muted },
  furniture: { face: 'regular', size: typeSizes.small, colour: palette.muted },
} as const satisfies Readonly<Record<string, Style>>;
