/**
 * Colours, type and spacing of every report. Each colour keeps its rank when printed in grey,
 * and none of them is the only carrier of a meaning: a word always says the same.
 */
export const palette = {
  ink: '#1b2128',
  muted: '#566270',
  rule: '#c9d0d8',
  panel: '#f2f4f6',
  accent: '#1f3d63',
  track: '#e3e7ec',
  interval: '#9fb2c8',
  critical: '#7c1616',
  high: '#9a4300',
  medium: '#6d5600',
  low: '#44505c',
  good: '#22603b',
} as const;

export type Tone = 'normal' | 'muted' | 'critical' | 'high' | 'medium' | 'low' | 'good';

export const toneColours = {
  normal: palette.ink,
  muted: palette.muted,
  critical: palette.critical,
  high: palette.high,
  medium: palette.medium,
  low: palette.low,
  good: palette.good,
} as const satisfies Readonly<Record<Tone, string>>;

/** Points. Nothing that is printed is smaller than 8. */
export const typeSizes = {
  small: 8,
  table: 8.5,
  body: 9.5,
  lead: 11.5,
  heading3: 10.5,
  heading2: 13,
  heading1: 19,
  title: 26,
} as const;

/** Leading as a multiple of the type size. IBM Plex needs 1.3 to keep its lines apart. */
export const lineHeight = 1.36;

/** Spacing grid in points. */
export const space = { xs: 2, s: 4, m: 8, l: 14, xl: 24 } as const;

/** A4 in points, with its margins. */
export const sheet = {
  width: 595.28,
  height: 841.89,
  left: 54,
  right: 54,
  top: 72,
  bottom: 70,
} as const;
